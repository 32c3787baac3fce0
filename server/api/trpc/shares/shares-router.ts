import { createHash } from "node:crypto";
import { inLab } from "../../../data/in-lab";
import { getLabState } from "../../../data/labs/lab-state-reads";
import { sharedOpening } from "../../../domain/labs/granted-view";
import { router, shareProcedure } from "../trpc";
import type { Share } from "./share";
import { openingOf } from "./shared-opening";

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
});

/** Another text after each change of the lab; how often it changed is nobody's business. */
async function stateOf({ scope, grantId }: Share): Promise<string> {
  const { version } = await inLab(scope, (tx) => getLabState(scope, tx));
  return createHash("sha256").update(`${grantId} ${version}`).digest("base64url");
}
