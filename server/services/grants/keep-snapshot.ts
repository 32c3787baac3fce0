import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { inTeam } from "../../auth/in-team";
import { insertAudit } from "../../data/audit/audit-writes";
import { countSnapshotBytes } from "../../data/team/snapshot-reads";
import { deleteEndedSnapshots, insertSnapshot } from "../../data/team/snapshot-writes";
import { FORMULA_VERSION } from "../../domain/cycles/stored-quantities";
import type { SharedOpening } from "../../domain/labs/granted-view";
import { env } from "../../env";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";

const MIB = 1024 * 1024;
const compress = promisify(gzip);

type Kept = {
  grantId: string;
  opening: SharedOpening;
  /** Questions of the page with their answers, as JSON. */
  answers: string;
};

/**
 * Keeps what a shared view shows now: from here on its link shows that, whatever becomes of the lab's samples and cells.
 * @throws AppError `too_large` for one that is larger than a snapshot may be, `conflict` where the lab keeps as much as it may
 */
export async function keepSnapshot(scope: LabScope, { grantId, opening, answers }: Kept): Promise<void> {
  const { SNAPSHOT_MIB, LAB_SNAPSHOTS_MIB } = env();
  const compressed = new Uint8Array(await compress(answers));
  if (compressed.byteLength > SNAPSHOT_MIB * MIB) {
    throw new AppError("too_large", `A snapshot may take ${SNAPSHOT_MIB} MiB. Show fewer cells or cycles.`);
  }
  await inTeam(scope, "manageKeys", async (tx, team) => {
    await deleteEndedSnapshots(scope, tx);
    if ((await countSnapshotBytes(scope, tx)) + compressed.byteLength > LAB_SNAPSHOTS_MIB * MIB) {
      const message = `The snapshots of this lab take ${LAB_SNAPSHOTS_MIB} MiB, as much as they may. Revoke some.`;
      throw new AppError("conflict", message);
    }
    await insertSnapshot(scope, tx, { grantId, formulaVersion: FORMULA_VERSION, opening, answers: compressed });
    const after = { id: grantId, formulaVersion: FORMULA_VERSION, bytes: compressed.byteLength };
    await insertAudit(team.scope, tx, { action: "grant.freeze", subject: opening.name, before: null, after });
  });
}
