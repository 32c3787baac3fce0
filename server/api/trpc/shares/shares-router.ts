import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { z } from "zod";
import { inLab } from "../../../data/in-lab";
import { getLabState } from "../../../data/labs/lab-state-reads";
import { findSnapshotAnswers } from "../../../data/team/snapshot-reads";
import { text } from "../../../domain/cells/input-text";
import { sharedOpening } from "../../../domain/labs/granted-view";
import { router, shareProcedure } from "../trpc";
import { notShown, type Share } from "./share";
import { openingOf } from "./shared-opening";

const inflate = promisify(gunzip);

const MAX_WORD = 64;
const keptAnswers = z.array(
  z.object({ path: text(MAX_WORD), input: z.record(text(MAX_WORD), z.unknown()), answer: z.unknown() }),
);

export const sharesRouter = router({
  /** What a link's page is drawn from. It is asked again and again, and tells whether anything has changed. */
  open: shareProcedure.query(async ({ ctx: { share } }) => {
    const { frozen, grantId } = share;
    const expiresAtMs = share.expiresAt.getTime();
    if (frozen) {
      const { opening, takenAt, formulaVersion } = frozen;
      const takenAtMs = takenAt.getTime();
      return { ...sharedOpening.parse(opening), expiresAtMs, state: grantId, frozen: { takenAtMs, formulaVersion } };
    }
    return { ...(await openingOf(share)), expiresAtMs, state: await stateOf(share), frozen: null };
  }),
  /** What a frozen view showed, question by question. */
  answers: shareProcedure.query(async ({ ctx: { share } }) => {
    const packed = await findSnapshotAnswers(share.scope, share);
    if (packed === null) throw notShown();
    return { answers: keptAnswers.parse(JSON.parse((await inflate(packed)).toString("utf8"))) };
  }),
});

/** Another text after each change of the lab; how often it changed is nobody's business. */
async function stateOf({ scope, grantId }: Share): Promise<string> {
  const { version } = await inLab(scope, (tx) => getLabState(scope, tx));
  return createHash("sha256").update(`${grantId} ${version}`).digest("base64url");
}
