import type { LabScope } from "../../lab-scope";
import { type AnyTransaction, runSql } from "../run-sql";

export type AuditEntry = {
  /** `thing.verb`. */
  action: string;
  /** What was changed, as its readers know it: a name, or an id. */
  subject: string;
  /** What JSON can hold; null for nothing. */
  before: unknown;
  after: unknown;
};

// It asks for nothing back: who keeps the accounts may write entries but not read them.
const INSERT_AUDIT = `
  INSERT INTO audit_log (lab_id, actor, action, subject, before, after)
  VALUES ($1::integer, $2, $3, $4, $5::text::jsonb, $6::text::jsonb)`;

/**
 * Writes who changed what, in the transaction that changes it, be it of the lab's configuration, of its series or of accounts. Nobody but
 * the schema's owner can undo it.
 */
export async function insertAudit(scope: LabScope, tx: AnyTransaction, entry: AuditEntry): Promise<void> {
  const toJson = (value: unknown) => (value === null ? null : JSON.stringify(value));
  const { action, subject, before, after } = entry;
  await runSql(tx, INSERT_AUDIT, [scope.labId, scope.actor, action, subject, toJson(before), toJson(after)]);
}
