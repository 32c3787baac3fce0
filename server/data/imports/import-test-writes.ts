import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";

// What an import says of the tests that it goes into, besides their samples.

const OFFSET_NEW_TESTS = `
  UPDATE tests t SET cycle_offset = n.cycle_offset FROM import_tests n
  WHERE t.lab_id = $1 AND n.lab_id = $1 AND n.import_id = $2 AND n.test_id = t.test_id AND n.is_new_test
    AND n.cycle_offset <> 0 AND t.cycle_offset = 0`;

/** Lets the cycles of tests that an import made go on behind those of the test before. @returns how many tests got an offset */
export async function offsetNewTests(scope: LabScope, tx: LabTransaction, args: { importId: string }): Promise<number> {
  return (await tx.client.query(OFFSET_NEW_TESTS, [scope.labId, args.importId])).rowCount ?? 0;
}

// As everybody who changes a cell's settings takes them: rows of cells first, by id.
const LOCK_CELLS = `
  SELECT FROM cells c WHERE c.lab_id = $1 AND c.cell_id IN (
    SELECT t.cell_id FROM import_tests n JOIN tests t ON t.test_id = n.test_id WHERE n.lab_id = $1 AND n.import_id = $2)
  ORDER BY c.cell_id FOR NO KEY UPDATE`;
const NOTE_ENDS = `
  UPDATE import_tests n SET ended_at = s.last_time FROM test_states s
  WHERE n.lab_id = $1 AND n.import_id = $2 AND s.lab_id = $1 AND s.test_id = n.test_id`;
const END_TESTS = `
  UPDATE tests t SET ended_at = n.ended_at FROM import_tests n
  WHERE t.lab_id = $1 AND n.lab_id = $1 AND n.import_id = $2 AND n.test_id = t.test_id AND n.ended_at IS NOT NULL
    AND t.ended_at IS DISTINCT FROM n.ended_at
  RETURNING t.cell_id`;
const TAKE_BACK_ENDS = `
  UPDATE tests t SET ended_at = NULL FROM import_tests n
  WHERE t.lab_id = $1 AND n.lab_id = $1 AND n.import_id = $2 AND n.test_id = t.test_id AND t.ended_at = n.ended_at
  RETURNING t.cell_id`;
const RAISE_SETTINGS = `UPDATE cells SET settings_version = settings_version + 1 WHERE lab_id = $1 AND cell_id = ANY ($2)`;

async function changeEnds(scope: LabScope, tx: LabTransaction, importId: string, sql: string): Promise<number[]> {
  const cells = await queryRows(tx, sql, [scope.labId, importId], z.object({ cell_id: z.int() }));
  const cellIds = [...new Set(cells.map(({ cell_id }) => cell_id))];
  if (cellIds.length > 0) await tx.client.query(RAISE_SETTINGS, [scope.labId, cellIds]);
  return cellIds;
}

/** Declares the tests of an import ended with their last sample. @returns the cells that are to be recomputed */
export async function endImportedTests(
  scope: LabScope,
  tx: LabTransaction,
  args: { importId: string },
): Promise<number[]> {
  const values = [scope.labId, args.importId];
  for (const sql of [LOCK_CELLS, NOTE_ENDS]) await tx.client.query(sql, values);
  return changeEnds(scope, tx, args.importId, END_TESTS);
}

/** Removes the ends that an import gave to its tests, where they have no other by now. @returns the cells that are to be recomputed */
export async function restoreTestEnds(
  scope: LabScope,
  tx: LabTransaction,
  args: { importId: string },
): Promise<number[]> {
  await tx.client.query(LOCK_CELLS, [scope.labId, args.importId]);
  return changeEnds(scope, tx, args.importId, TAKE_BACK_ENDS);
}
