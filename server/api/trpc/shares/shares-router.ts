import { createHash } from "node:crypto";
import { inLab } from "../../../data/in-lab";
import { getLabState } from "../../../data/labs/lab-state-reads";
import { sharedOpening } from "../../../domain/labs/granted-view";
import type { LabScope } from "../../../lab-scope";
import { onceAProcess } from "../../../once-a-process";
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

/** So long one look at the lab's version serves all whose pages ask whether it changed. */
const LOOK_EVERY_MS = 10_000;
const MAX_LABS = 10_000;
type Look = { atMs: number; version: Promise<number> };
const looks = onceAProcess("versions of shared labs", () => new Map<number, Look>());

/** Another text some time after a change of the lab; how often it changed is nobody's business. */
async function stateOf({ scope, grantId }: Share): Promise<string> {
  return createHash("sha256")
    .update(`${grantId} ${await versionOf(scope)}`)
    .digest("base64url");
}

function versionOf(scope: LabScope): Promise<number> {
  const { labId } = scope;
  const known = looks.get(labId);
  if (known && Date.now() - known.atMs < LOOK_EVERY_MS) return known.version;
  const version = inLab(scope, async (tx) => (await getLabState(scope, tx)).version);
  if (looks.size >= MAX_LABS) looks.clear();
  looks.set(labId, { atMs: Date.now(), version });
  version.catch(() => looks.delete(labId));
  return version;
}
