import { finished } from "node:stream/promises";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import type { LabScope } from "../lab-scope";
import { databaseAway, isDatabaseAway } from "./database-errors";
import { poolOf } from "./pools";

/** A transaction that sees one lab and nothing else. */
export type LabTransaction = { readonly client: pg.PoolClient; readonly labId: number };

/**
 * Runs `work` in a transaction of the scope's lab: the only way to a lab's time series. Commits when it resolves, rolls back when it
 * throws. Row security shows the lab's rows only, also to a query that forgot to ask.
 */
export function inLab<T>(scope: LabScope, work: (tx: LabTransaction) => Promise<T>): Promise<T> {
  return transact("BEGIN", scope, work);
}

/** The same for reading only: all queries of `work` see the moment of its first. */
export function inLabSnapshot<T>(scope: LabScope, work: (tx: LabTransaction) => Promise<T>): Promise<T> {
  return transact("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", scope, work);
}

async function transact<T>(begin: string, scope: LabScope, work: (tx: LabTransaction) => Promise<T>): Promise<T> {
  const labId = z.int().positive().parse(scope.labId); // it is spliced below
  const client = await poolOf("ct_app")
    .connect()
    .catch((cause) => {
      throw databaseAway(cause);
    });
  let broken: Error | undefined;
  try {
    await client.query(`${begin}; SET LOCAL ct.lab_id = ${labId}`);
    const result = await work({ client, labId });
    await client.query("COMMIT");
    return result;
  } catch (cause) {
    await client.query("ROLLBACK").catch((error: Error) => {
      broken = error; // the connection is of no use any more
    });
    throw isDatabaseAway(cause) ? databaseAway(cause) : cause;
  } finally {
    client.release(broken);
  }
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
