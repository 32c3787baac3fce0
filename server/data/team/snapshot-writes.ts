import type { SharedOpening } from "../../domain/labs/granted-view";
import type { LabScope } from "../../lab-scope";
import type { AccountsTransaction } from "../accounts/auth-client";

/** Keeps what a grant of the lab shows from now on. @param args.answers compressed */
export async function insertSnapshot(
  scope: LabScope,
  tx: AccountsTransaction,
  args: { grantId: string; formulaVersion: number; opening: SharedOpening; answers: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const data = { ...args, labId: scope.labId, bytes: args.answers.byteLength };
  await tx.snapshot.create({ data, select: { grantId: true } });
}

/** Forgets what the lab's grants showed that have ended. */
export async function deleteEndedSnapshots(scope: LabScope, tx: AccountsTransaction): Promise<void> {
  const ended = { OR: [{ revokedAt: { not: null } }, { expiresAt: { lte: new Date() } }] };
  await tx.snapshot.deleteMany({ where: { labId: scope.labId, grant: ended } });
}
