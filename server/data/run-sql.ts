import type { Prisma } from "./generated/client";
import type { LabTransaction } from "./in-lab";

/** A transaction of either driver: the database below is one. */
export type AnyTransaction = LabTransaction | Prisma.TransactionClient;

/** Runs a statement, with $1 and so on for its values, in a transaction of either driver: for what both kinds of change need. */
export async function runSql(tx: AnyTransaction, sql: string, values: readonly unknown[]): Promise<unknown[]> {
  if ("client" in tx) return (await tx.client.query<Record<string, unknown>>(sql, [...values])).rows;
  return tx.$queryRawUnsafe<unknown[]>(sql, ...values);
}
