import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { AppError } from "../errors";
import type { LabScope } from "../lab-scope";
import { isDatabaseAway } from "./database-errors";
import { type LabTransaction, type RaisedVersion, withLabTransaction } from "./in-lab";
import { type ConfigTransaction, withConfigTransaction } from "./in-lab-config";
import { raiseConfigVersion, raiseLabVersion, raiseVersionOfConfig } from "./labs/lab-state-writes";
import { poolOf } from "./pools";

// The transactions that change what open pages show. Only server/services/change-lab.ts may open them: it publishes what they committed.

/** Which version a change raises: none when nothing that a page shows is other than before. */
export type Raises = "nothing" | "series" | "configuration";

type Changed<T> = { result: T; raised: RaisedVersion | null };

/** @param raises asked when the work is done */
type Work<Tx, T> = { work: (tx: Tx) => Promise<T>; raises: () => Raises };

/**
 * Runs `work` in a transaction on the configuration of the scope's lab and raises the lab's version as the last thing before the commit: both
 * are there afterwards, or neither.
 * @throws AppError `unavailable` when it is sure that nothing was changed; `undecided` when the outcome is unknown
 */
export async function changeInLabConfig<T>(
  scope: LabScope,
  { work, raises }: Work<ConfigTransaction, T>,
): Promise<Changed<T>> {
  const sealed: { change?: Changed<T>; transactionId?: string | null } = {};
  try {
    await withConfigTransaction(scope, "off", async (tx) => {
      const result = await work(tx);
      const kind = raises();
      const raised =
        kind === "nothing"
          ? null
          : await raiseVersionOfConfig(scope, tx, { isConfiguration: kind === "configuration" });
      sealed.transactionId = raised?.transactionId ?? (await findTransactionId(tx));
      sealed.change = { result, raised };
    });
  } catch (cause) {
    await requireCommitted(sealed.transactionId, cause);
  }
  if (!sealed.change) throw new RangeError("a transaction committed without its work");
  return sealed.change;
}

const transactionIdRow = z.object({ id: z.string().nullable() });

/** Of a transaction that has written something. */
async function findTransactionId(tx: ConfigTransaction): Promise<string | null> {
  const rows = await tx.$queryRaw`SELECT pg_current_xact_id_if_assigned()::text AS id`;
  return z.array(transactionIdRow).parse(rows)[0]?.id ?? null;
}

/** The same for the lab's time series, where the work itself may need the version that it raises. */
export async function changeInLab<T>(scope: LabScope, { work, raises }: Work<LabTransaction, T>): Promise<Changed<T>> {
  return withLabTransaction(
    scope,
    async (tx) => {
      const result = await work(tx);
      const kind = raises();
      if (kind === "configuration") await raiseConfigVersion(scope, tx);
      else if (kind === "series") await raiseLabVersion(scope, tx, { receivedAt: null });
      return { result, raised: tx.raised };
    },
    (tx) =>
      tx.client
        .query("COMMIT")
        .then(() => {})
        .catch((cause) => requireCommitted(tx.raised?.transactionId, cause)),
  );
}

const STATUS = "SELECT pg_xact_status($1::text::xid8) AS status";
const ASK_EVERY_MS = 100;
const MAX_CHECKS = 100;

/**
 * After a commit that was not answered: whoever asked may only be told "nothing was changed" when that is so. The database remembers how each
 * transaction ended, also when it was started anew meanwhile.
 * @param transactionId undefined when the transaction had not come to its commit
 * @throws `cause` when the transaction was rolled back; AppError `undecided` when the database cannot be asked
 */
async function requireCommitted(transactionId: string | null | undefined, cause: unknown): Promise<void> {
  const isUnanswered = isDatabaseAway(cause) || (cause instanceof AppError && cause.kind === "unavailable");
  if (transactionId === null || transactionId === undefined || !isUnanswered) throw cause;
  for (let checks = 0; checks < MAX_CHECKS; checks++) {
    const status = await statusOf(transactionId);
    if (status === "committed") return;
    if (status === "aborted") throw cause;
    await wait(ASK_EVERY_MS); // the database does not answer yet, or has not noticed that nobody listens
  }
  const message = "The database went away while it saved. Look whether the change is there before you make it again.";
  throw new AppError("undecided", message, { cause });
}

const statusRow = z.object({ status: z.string().nullable() });

async function statusOf(transactionId: string): Promise<string | null> {
  try {
    const { rows } = await poolOf("ct_app").query(STATUS, [transactionId]);
    return statusRow.parse(rows[0]).status;
  } catch (cause) {
    if (isDatabaseAway(cause)) return null;
    throw cause;
  }
}
