import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { z } from "zod";
import { AppError } from "../errors";
import { isDatabaseAway } from "./database-errors";
import { poolOf } from "./pools";

// Whether a transaction committed whose COMMIT was not answered, also where another server took the place of the one that was asked.

/** A transaction, by its id and by the run of the server that gave it: each server gives the same numbers to transactions of its own. */
export type TransactionMark = { id: string; run: string };

/**
 * Another one after a promotion, which begins a new timeline, and after a crash, after which statistics begin anew: both may give an id again
 * that a transaction had whose last records never reached a disk.
 */
const RUN = `concat(left(pg_walfile_name(pg_current_wal_insert_lsn()), 8), ' ', (SELECT extract(epoch FROM stats_reset) FROM pg_stat_wal))`;

/** Columns of a row that tells of the transaction which asks. */
export const MARK_COLUMNS = `pg_current_xact_id_if_assigned()::text AS transaction_id, ${RUN} AS server_run`;

export const markRow = z
  .object({ transaction_id: z.string().nullable(), server_run: z.string() })
  .transform(({ transaction_id: id, server_run: run }) => (id === null ? null : { id, run }));

const STATUS = `SELECT CASE WHEN ${RUN} = $2 THEN pg_xact_status($1::text::xid8) ELSE 'unknown' END AS status`;
const ASK_EVERY_MS = 100;
const MAX_CHECKS = 100;

/**
 * After a commit that was not answered: whoever asked may only be told "nothing was changed" when that is so, and "changed" when no other server can
 * come up without it.
 * @param mark undefined when the transaction had not come to its commit, null when it wrote nothing
 * @throws `cause` when the transaction was rolled back; AppError `undecided` when the database cannot be asked, or is another one by now
 */
export async function requireCommitted(mark: TransactionMark | null | undefined, cause: unknown): Promise<void> {
  const isUnanswered = isDatabaseAway(cause) || (cause instanceof AppError && cause.kind === "unavailable");
  if (!mark || !isUnanswered) throw cause;
  for (let checks = 0; checks < MAX_CHECKS; checks++) {
    const status = await statusOf(mark);
    if (status === "committed") return;
    if (status === "aborted") throw cause;
    if (status === "unknown") break;
    await wait(ASK_EVERY_MS); // the database does not answer yet, or has not noticed that nobody listens
  }
  const message = "The database went away while it saved. Look whether the change is there before you make it again.";
  throw new AppError("undecided", message, { cause });
}

const statusRow = z.object({ status: z.string().nullable() });

async function statusOf({ id, run }: TransactionMark): Promise<string | null> {
  try {
    const { rows } = await poolOf("ct_app").query(STATUS, [id, run]);
    const { status } = statusRow.parse(rows[0]);
    if (status === "committed") await poolOf("ct_app").query(WRITE);
    return status;
  } catch (cause) {
    if (isDatabaseAway(cause)) return null;
    throw cause;
  }
}

/** Says nothing, but makes its commit wait until the standby has it, and so all that was committed before. */
const WRITE = "SELECT pg_logical_emit_message(true, 'chargetracker', '')";

/**
 * Has the commit of a transaction that only read wait until the standby has what it saw: a commit that its standby has not confirmed is seen by
 * others, too, once nobody waits for it any more.
 */
export async function requireReplicated(tx: { client: Pick<pg.ClientBase, "query"> }): Promise<void> {
  await tx.client.query(WRITE);
}
