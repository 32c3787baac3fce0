import type { LabScope } from "../../lab-scope";
import { Prisma } from "./generated/client";
import type { ConfigTransaction } from "./in-lab-config";

export type AuditEntry = {
  /** `thing.verb`. */
  action: string;
  /** What was changed, as its readers know it: a name, or an id. */
  subject: string;
  before: Prisma.InputJsonValue | null;
  after: Prisma.InputJsonValue | null;
};

/** Writes who changed what, in the transaction that changes it. Nobody but the schema's owner can take it back. */
export async function insertAudit(scope: LabScope, tx: ConfigTransaction, entry: AuditEntry): Promise<void> {
  await tx.auditEntry.create({
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
