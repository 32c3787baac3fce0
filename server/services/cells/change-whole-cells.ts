import { type Cell, getCell } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import type { LabTransaction } from "../../data/in-lab";
import { type LockedCell, lockDeletions, lockWholeCells } from "../../data/deletion/removal-writes";
import { lockTestStates } from "../../data/series/test-state-writes";
import type { LabScope } from "../../lab-scope";
import { changeSeries, type LabChange } from "../change-lab";
import { insertAudit } from "../../data/audit/audit-writes";

type Audit = { action: string; subject: string; before: unknown; after: unknown };

/**
 * The frame of every verb that removes or moves what cells consist of: one transaction that holds off ingest, locks the cells and all their
 * tests, does the work, writes who did it, and raises the lab's version, which open pages then hear of.
 * @param args.names the cells, which must be there
 * @param work answers no audit where it changed nothing
 * @param settle see `changeSeries`
 * @throws AppError `not_found`
 */
export async function changeWholeCells<T>(
  scope: LabScope,
  args: { names: readonly string[] },
  work: (tx: LabTransaction, cells: LockedCell[]) => Promise<{ result: T; audit: Audit | null }>,
  settle?: (result: T) => Promise<void>,
): Promise<T> {
  const locked = async (tx: LabTransaction, change: LabChange) => {
    await lockDeletions(scope, tx);
    const cells = await lockWholeCells(scope, tx, args);
    const tests = cells.flatMap(({ cell, tests }) => tests.map(({ test }) => ({ cell, test })));
    await lockTestStates(scope, tx, tests);
    const { result, audit } = await work(tx, cells);
    if (audit) await insertAudit(scope, tx, audit);
    change.isOfConfiguration();
    change.isOfCells(cells.map(({ cellId }) => cellId));
    return result;
  };
  return changeSeries(scope, locked, settle);
}

/** A cell as the audit keeps it: what people gave it. */
export async function describeCell(scope: LabScope, name: string) {
  const {
    cellId: _cellId,
    createdAt,
    metadata,
    ...cell
  }: Cell = await inLabConfig(scope, (tx) => getCell(scope, tx, { name }));
  return { ...cell, createdAt: createdAt.toISOString(), metadata: { ...metadata } };
}
