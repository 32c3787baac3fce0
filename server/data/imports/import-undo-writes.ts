import { z } from "zod";
import { IMPORT_STATUSES } from "../../domain/cells/import-report";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";

const LOCK_IMPORT = `SELECT status FROM imports WHERE lab_id = $1 AND import_id = $2 FOR UPDATE`;

/** Where an import stands; nobody moves it on until the commit. @throws AppError `not_found` */
export async function lockImport(scope: LabScope, tx: LabTransaction, args: { importId: string }) {
  const row = z.object({ status: z.enum(IMPORT_STATUSES) });
  const [found] = await queryRows(tx, LOCK_IMPORT, [scope.labId, args.importId], row);
  if (!found) throw new AppError("not_found", "There is no such import in this lab.");
  return found.status;
}

const BEGIN_UNDOING = `
  UPDATE imports SET status = 'undoing', error = NULL, touched_at = now() WHERE lab_id = $1 AND import_id = $2`;
// Whoever holds a part by now finds that it does not count any more; one that is being stored at this moment is waited for.
const DISOWN_PARTS = `
  INSERT INTO batches (batch_id, lab_id, seq, status, samples, inserted, replaced, unchanged, received_at, error)
  SELECT p.batch_id, $1, i.seq, 'failed', p.samples, 0, 0, 0, i.received_at, 'import_undone'
  FROM import_parts p JOIN imports i ON i.import_id = p.import_id
  WHERE p.lab_id = $1 AND p.import_id = $2 ORDER BY p.batch_id ON CONFLICT (batch_id) DO NOTHING`;
const DELETE_PARTS = `DELETE FROM import_parts WHERE lab_id = $1 AND import_id = $2`;

/** Marks an import, which the caller has locked, as one to be taken away again. What of it was not stored by now never will be. */
export async function beginUndoing(scope: LabScope, tx: LabTransaction, args: { importId: string }): Promise<void> {
  const values = [scope.labId, args.importId];
  for (const sql of [BEGIN_UNDOING, DISOWN_PARTS, DELETE_PARTS]) await tx.client.query(sql, values);
}

const RESTORE_PREVIOUS = `SELECT restore_confirmed_samples($1, $2, $3, $4) AS stretches`;

/**
 * Restores the earlier number of some samples of a test that an import only confirmed. Imports undone before that wrote them are then to
 * be undone again. @returns whether there was anything to restore
 */
export async function restoreReplacedSamples(
  scope: LabScope,
  tx: LabTransaction,
  args: { importId: string; testId: number; limit: number },
): Promise<boolean> {
  const values = [scope.labId, args.importId, args.testId, args.limit];
  const [row] = await queryRows(tx, RESTORE_PREVIOUS, values, z.object({ stretches: z.int() }));
  return row !== undefined && row.stretches > 0;
}

const DELETE_OF_SEQ = `
  SELECT deleted, us_of_time(first_time) AS from_us, us_of_time(last_time) AS to_us
  FROM delete_samples_of_seq($1, $2, $3, time_of_us($4), time_of_us($5), $6)`;
const deletedRow = z
  .object({ deleted: z.coerce.number(), from_us: z.number(), to_us: z.number() })
  .transform((row) => ({ deleted: row.deleted, fromUs: row.from_us, toUs: row.to_us }));

/** Removes some of the samples that a number wrote into a test, the latest first. @returns how many, and where they lay; null when none is left */
export async function deleteSamplesOfSeq(
  scope: LabScope,
  tx: LabTransaction,
  args: { testId: number; seq: number; fromUs: number; toUs: number; limit: number },
): Promise<{ deleted: number; fromUs: number; toUs: number } | null> {
  const { testId, seq, fromUs, toUs, limit } = args;
  const [row] = await queryRows(tx, DELETE_OF_SEQ, [scope.labId, testId, seq, fromUs, toUs, limit], deletedRow);
  return row ?? null;
}

const COUNT_REMOVED = `
  UPDATE imports SET removed = removed + $3, touched_at = now() WHERE lab_id = $1 AND import_id = $2`;

/** Adds to what undoing an import took away. */
export async function countRemoved(
  scope: LabScope,
  tx: LabTransaction,
  args: { importId: string; removed: number },
): Promise<void> {
  await tx.client.query(COUNT_REMOVED, [scope.labId, args.importId, args.removed]);
}

const END_UNDOING = `
  UPDATE imports SET status = 'undone', undone_at = now(), touched_at = now()
  WHERE lab_id = $1 AND import_id = $2 AND status = 'undoing'`;

/** Says that everything of an import is gone. */
export async function endUndoing(scope: LabScope, tx: LabTransaction, args: { importId: string }): Promise<void> {
  await tx.client.query(END_UNDOING, [scope.labId, args.importId]);
}
