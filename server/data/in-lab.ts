import { finished } from "node:stream/promises";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import type { LabScope } from "../lab-scope";
import type { TransactionMark } from "./commit-status";
import { databaseAway, isDatabaseAway, isReadOnlyServer } from "./database-errors";
import { inLabTurn } from "./lab-turns";
import { inTime, poolOf } from "./pools";

/** The version that a transaction gives its lab. */
export type RaisedVersion = {
  version: number;
  /** Whether the configuration changed with it: cells, fields, groupings or what holds for the whole lab. */
  isConfiguration: boolean;
  /** When the lab last received a sample, Unix ms; null before the first. */
  lastReceivedAtMs: number | null;
  /** By which the database tells later whether the transaction committed. */
  mark: TransactionMark;
};

/** A transaction that sees one lab and nothing else. */
export type LabTransaction = {
  readonly client: pg.PoolClient;
  readonly labId: number;
  /** Set by whoever raises the lab's version; a transaction raises it once. */
  raised: RaisedVersion | null;
};

/**
 * Runs `work` in a transaction of the scope's lab: the only way to a lab's time series. Commits when it resolves, rolls back when it
 * throws. Row security shows the lab's rows only, also to a query that forgot to ask. What raises the lab's version goes through
 * `changeSeries`, which tells open pages of it: here it is refused.
 */
export async function inLab<T>(scope: LabScope, work: (tx: LabTransaction) => Promise<T>): Promise<T> {
  return withLabTransaction(scope, work, commitUnraised);
}

/**
 * The same for reading only: all queries of `work` see the moment of its first.
 * @param replica where it is read, if not on the primary
 */
export function inLabSnapshot<T>(
  scope: LabScope,
  work: (tx: LabTransaction) => Promise<T>,
  replica?: pg.Pool,
): Promise<T> {
  return withLabTransaction(scope, work, commitUnraised, { begin: SNAPSHOT, replica });
}

const SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

async function commitUnraised(tx: LabTransaction): Promise<void> {
  if (tx.raised) throw new RangeError("The lab's version was raised where nobody publishes it. Use changeSeries.");
  await tx.client.query("COMMIT");
}

type Begin = { begin?: string; replica?: pg.Pool | undefined };

/** @param commit ends the transaction; what it throws rolls back */
export async function withLabTransaction<T>(
  scope: LabScope,
  work: (tx: LabTransaction) => Promise<T>,
  commit: (tx: LabTransaction) => Promise<void>,
  how: Begin = {},
): Promise<T> {
  const labId = z.int().positive().parse(scope.labId); // it is spliced below
  return inLabTurn(labId, "series", () => runTransaction(labId, work, commit, how));
}

async function runTransaction<T>(
  labId: number,
  work: (tx: LabTransaction) => Promise<T>,
  commit: (tx: LabTransaction) => Promise<void>,
  { begin = "BEGIN", replica }: Begin,
): Promise<T> {
  const client = await (replica ?? poolOf("ct_app")).connect().catch((cause) => {
    throw databaseAway(cause);
  });
  let broken: Error | undefined;
  try {
    const first = { text: `${begin}; SET LOCAL ct.lab_id = ${labId}` };
    await client.query(replica ? inTime(first) : first);
    const tx: LabTransaction = { client, labId, raised: null };
    const result = await work(tx);
    await commit(tx);
    return result;
  } catch (cause) {
    const isReadOnly = begin === "BEGIN" && isReadOnlyServer(cause);
    // A replica's connection ends: where it froze, it would not answer to this either.
    broken = replica ? new Error("a read on the replica failed") : await rollBack(client);
    if (isReadOnly) broken ??= new Error("its server takes no writes");
    throw isReadOnly || isDatabaseAway(cause) ? databaseAway(cause) : cause;
  } finally {
    client.release(broken);
  }
}

/** Answers what went wrong: then the connection is of no use any more. */
async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  return client.query("ROLLBACK").then(
    () => undefined,
    (error: Error) => error,
  );
}

/** Rows of a query in a lab, each parsed. */
export async function queryRows<R extends z.ZodType>(
  tx: LabTransaction,
  sql: string,
  values: readonly unknown[],
  row: R,
): Promise<z.output<R>[]> {
  const { rows } = await tx.client.query<Record<string, unknown>>(sql, [...values]);
  return z.array(row).parse(rows);
}

/**
 * Rows of a query in a lab as PostgreSQL's binary COPY gives them: for thousands of them, which as text would cost more to write and read
 * than to find. COPY takes no parameters: `values` are put in their places ($1 the first) as literals.
 * @see CopiedRows
 */
export async function copyRows(
  tx: LabTransaction,
  sql: string,
  values: readonly (string | number | null)[],
): Promise<Buffer> {
  return Buffer.concat(await copyOut(tx, sql, values).toArray());
}

/**
 * The same as a stream of pieces, cut anywhere. Whoever stops early waits until the rest has gone by: the connection has no other way to
 * be of use again.
 */
export async function* streamRows(
  tx: LabTransaction,
  sql: string,
  values: readonly (string | number | null)[],
): AsyncGenerator<Buffer> {
  const stream = copyOut(tx, sql, values);
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk;
  } finally {
    if (!stream.readableEnded && !stream.errored) await finished(stream.resume());
  }
}

function copyOut(tx: LabTransaction, sql: string, values: readonly (string | number | null)[]) {
  const literals = values.map((value) => (value === null ? "NULL" : tx.client.escapeLiteral(String(value))));
  const query = sql.replace(/\$(\d+)/g, (_, index) => literals[Number(index) - 1] ?? "NULL");
  return tx.client.query(copyTo(`COPY (${query}) TO STDOUT WITH (FORMAT binary)`));
}
