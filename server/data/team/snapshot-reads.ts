import type { LabScope } from "../../lab-scope";
import { type AccountsTransaction, askAccounts } from "../accounts/auth-client";

/** What the lab's snapshots take, compressed as they are. */
export async function countSnapshotBytes(scope: LabScope, tx: AccountsTransaction): Promise<number> {
  const { _sum } = await tx.snapshot.aggregate({ where: { labId: scope.labId }, _sum: { bytes: true } });
  return _sum.bytes ?? 0;
}

/** The compressed answers that a grant of the lab shows; null where it shows the lab as it goes on. */
export async function findSnapshotAnswers(
  scope: LabScope,
  args: { grantId: string },
): Promise<Uint8Array<ArrayBuffer> | null> {
  const where = { labId: scope.labId, grantId: args.grantId };
  const found = await askAccounts((client) => client.snapshot.findFirst({ where, select: { answers: true } }));
  return found?.answers ?? null;
}
