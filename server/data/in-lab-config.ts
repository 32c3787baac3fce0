import { z } from "zod";
import type { LabScope } from "../lab-scope";
import type { Prisma } from "./generated/client";
import { inLabTurn } from "./lab-turns";
import { prismaClientOf, toDatabaseError } from "./prisma-clients";

/** A transaction that sees the configuration of one lab and nothing else. */
export type ConfigTransaction = Prisma.TransactionClient;

const LIMITS = { maxWait: 10_000, timeout: 30_000 };

/**
 * Runs `work` in a read-only transaction of the scope's lab: the only way to read a lab's configuration. Row security shows the lab's rows
 * only, also to a query that forgot to ask. What changes the configuration goes through `changeConfiguration`, which raises the lab's
 * version: here the database refuses to write.
 * @throws AppError `unavailable` when the database does not answer
 */
export async function inLabConfig<T>(scope: LabScope, work: (tx: ConfigTransaction) => Promise<T>): Promise<T> {
  return withConfigTransaction(scope, "on", work);
}

/** Commits when `work` resolves, rolls back when it throws. @param readOnly the setting `transaction_read_only` */
export async function withConfigTransaction<T>(
  scope: LabScope,
  readOnly: "on" | "off",
  work: (tx: ConfigTransaction) => Promise<T>,
): Promise<T> {
  const labId = z.int().positive().parse(scope.labId);
  try {
    return await inLabTurn(labId, "configuration", () =>
      prismaClientOf("ct_app").$transaction(async (tx) => {
        await tx.$executeRaw`
          SELECT set_config('ct.lab_id', ${String(labId)}, true), set_config('transaction_read_only', ${readOnly}, true)`;
        return work(tx);
      }, LIMITS),
    );
  } catch (cause) {
    throw toDatabaseError(cause);
  }
}
