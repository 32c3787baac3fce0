import { z } from "zod";
import { env } from "../../env";
import { AppError } from "../../errors";
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
  const { action, subject } = entry;
  const [before, after] = [toJson(entry.before), toJson(entry.after)];
  const characters = (before?.length ?? 0) + (after?.length ?? 0);
  if (characters > LARGE_CHARACTERS) await requireRoom(scope, tx, characters);
  await runSql(tx, INSERT_AUDIT, [scope.labId, scope.actor, action, subject, before, after]);
}

/** Only such entries are counted: those of people are far smaller, and nobody makes them by the thousand. */
const LARGE_CHARACTERS = 64 * 1024;
const MIB = 1024 * 1024;
const RETRY_AFTER_S = 3_600;
const CHARACTERS_OF_DAY = `
  SELECT coalesce(sum(coalesce(octet_length(before::text), 0) + coalesce(octet_length(after::text), 0)), 0)::float8 AS characters
  FROM audit_log WHERE lab_id = $1::integer AND at > now() - interval '1 day'
    AND coalesce(pg_column_size(after), 0) + coalesce(pg_column_size(before), 0) > 1024`;
const sumRow = z.object({ characters: z.number() });

async function requireRoom(scope: LabScope, tx: AnyTransaction, characters: number): Promise<void> {
  const [row] = z.array(sumRow).parse(await runSql(tx, CHARACTERS_OF_DAY, [scope.labId]));
  const { LAB_AUDIT_MIB_A_DAY } = env();
  if ((row?.characters ?? 0) + characters <= LAB_AUDIT_MIB_A_DAY * MIB) return;
  const message = `This lab changed so much that its audit grew by ${LAB_AUDIT_MIB_A_DAY} MiB in a day. Go on tomorrow, in smaller steps.`;
  throw new AppError("too_many", message, { retryAfterS: RETRY_AFTER_S });
}
