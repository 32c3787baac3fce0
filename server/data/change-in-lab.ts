import { z } from "zod";
import type { LabScope } from "../lab-scope";
import { MARK_COLUMNS, markRow, requireCommitted, type TransactionMark } from "./commit-status";
import { type LabTransaction, type RaisedVersion, withLabTransaction } from "./in-lab";
import { type ConfigTransaction, withConfigTransaction } from "./in-lab-config";
import { raiseConfigVersion, raiseLabVersion, raiseVersionOfConfig } from "./labs/lab-state-writes";

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
  const sealed: { change?: Changed<T>; mark?: TransactionMark | null } = {};
  try {
    await withConfigTransaction(scope, "off", async (tx) => {
      const result = await work(tx);
      const kind = raises();
      const raised =
        kind === "nothing"
          ? null
          : await raiseVersionOfConfig(scope, tx, { isConfiguration: kind === "configuration" });
      sealed.mark = raised?.mark ?? (await findMark(tx));
      sealed.change = { result, raised };
    });
  } catch (cause) {
    await requireCommitted(sealed.mark, cause);
  }
  if (!sealed.change) throw new RangeError("a transaction committed without its work");
  return sealed.change;
}

/** Of a transaction that has written something. */
async function findMark(tx: ConfigTransaction): Promise<TransactionMark | null> {
  const rows = await tx.$queryRawUnsafe(`SELECT ${MARK_COLUMNS}`);
  return z.array(markRow).parse(rows)[0] ?? null;
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
        .catch((cause) => requireCommitted(tx.raised?.mark, cause)),
  );
}
