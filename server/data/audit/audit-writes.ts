import type { LabScope } from "../../lab-scope";
import { Prisma } from "../generated/client";
import type { ConfigTransaction } from "../in-lab-config";

export type AuditEntry = {
  /** `thing.verb`. */
  action: string;
  /** What was changed, as its readers know it: a name, or an id. */
  subject: string;
  before: Prisma.InputJsonValue | null;
  after: Prisma.InputJsonValue | null;
};

/**
 * Writes who changed what, in the transaction that changes it, be it of the lab's configuration or of accounts. Nobody but the schema's
 * owner can take it back.
 */
export async function insertAudit(scope: LabScope, tx: ConfigTransaction, entry: AuditEntry): Promise<void> {
  // Many at once, of one: they ask for nothing back, which who keeps the accounts may write but not read.
  await tx.auditEntry.createMany({
    data: {
      labId: scope.labId,
      actor: scope.actor,
      action: entry.action,
      subject: entry.subject,
      before: entry.before ?? Prisma.DbNull,
      after: entry.after ?? Prisma.DbNull,
    },
  });
}
