import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { deleteTests } from "./removal-writes";
import { type LabTransaction, queryRows } from "../in-lab";

/** Resolves when nothing is being written into the lab that began before it was marked as deleted; nothing can begin after. */
export async function waitForWriters(scope: LabScope, tx: LabTransaction): Promise<void> {
  if (scope.labId !== tx.labId) throw new RangeError("the transaction is of another lab");
  await tx.client.query("SELECT wait_for_writers_of_lab($1)", [scope.labId]);
}

const DELETE_SAMPLES = `SELECT delete_samples_of_tests($1, $2, $3) AS deleted`;

/** Removes some of the tests' samples, the earliest of one test. @returns how many; 0 when none of them has any left */
export async function deleteSomeSamples(
  scope: LabScope,
  tx: LabTransaction,
  args: { testIds: readonly number[]; limit: number },
): Promise<number> {
  const values = [scope.labId, [...args.testIds], args.limit];
  const [row] = await queryRows(tx, DELETE_SAMPLES, values, z.object({ deleted: z.int() }));
  return row?.deleted ?? 0;
}

const TESTS_OF_LAB = `
  SELECT test_id FROM test_states WHERE lab_id = $1
  UNION SELECT test_id FROM tests WHERE lab_id = $1 ORDER BY test_id LIMIT $2`;

/** Some tests of the lab, by their ids. */
export async function listSomeTests(scope: LabScope, tx: LabTransaction, args: { limit: number }): Promise<number[]> {
  const rows = await queryRows(tx, TESTS_OF_LAB, [scope.labId, args.limit], z.object({ test_id: z.int() }));
  return rows.map(({ test_id }) => test_id);
}

const LOCK_TEST = "SELECT FROM test_states WHERE lab_id = $1 AND test_id = $2 FOR UPDATE";

/** Removes a test whose samples are gone: its runs, its cycles, its state, itself. */
export async function deleteTestWithoutSamples(
  scope: LabScope,
  tx: LabTransaction,
  args: { testId: number },
): Promise<void> {
  await tx.client.query(LOCK_TEST, [scope.labId, args.testId]);
  await deleteTests(scope, tx, { testIds: [args.testId] });
}

const DELETE_CELLS = `
  DELETE FROM cells WHERE lab_id = $1 AND cell_id IN (SELECT cell_id FROM cells WHERE lab_id = $1 ORDER BY cell_id LIMIT $2)`;

/** Removes some of the lab's cells, with their metadata and tests. @returns how many; 0 when none is left */
export async function deleteSomeCells(scope: LabScope, tx: LabTransaction, args: { limit: number }): Promise<number> {
  return (await tx.client.query(DELETE_CELLS, [scope.labId, args.limit])).rowCount ?? 0;
}

const DELETE_IMPORTS = `
  DELETE FROM imports WHERE lab_id = $1 AND import_id IN (SELECT import_id FROM imports WHERE lab_id = $1 ORDER BY import_id LIMIT $2)`;

/** Removes some of the lab's imports, with what is spooled of them. @returns how many; 0 when none is left */
export async function deleteSomeImports(scope: LabScope, tx: LabTransaction, args: { limit: number }): Promise<number> {
  return (await tx.client.query(DELETE_IMPORTS, [scope.labId, args.limit])).rowCount ?? 0;
}

const OLDEST_BATCH = `SELECT us_of_time(min(stored_at)) AS us FROM batches WHERE lab_id = $1 AND stored_at >= time_of_us($2)`;
const DELETE_BATCHES = `
  DELETE FROM batches WHERE lab_id = $1 AND stored_at >= time_of_us($2) AND stored_at < time_of_us($3)`;

/** When the earliest batch of the ledger from a moment on was stored, in Unix µs; null when the lab has none. */
export async function findOldestBatchUs(
  scope: LabScope,
  tx: LabTransaction,
  args: { fromUs: number },
): Promise<number | null> {
  const row = z.object({ us: z.number().nullable() });
  const [oldest] = await queryRows(tx, OLDEST_BATCH, [scope.labId, args.fromUs], row);
  return oldest?.us ?? null;
}

/** Removes the ledger's rows of a stretch of time, its end left out. */
export async function deleteBatchesBetween(
  scope: LabScope,
  tx: LabTransaction,
  args: { fromUs: number; toUs: number },
): Promise<void> {
  await tx.client.query(DELETE_BATCHES, [scope.labId, args.fromUs, args.toUs]);
}

const DELETE_LAB_STATE = ["run_curves", "packed_cycles", "packed_labs", "lab_states"].map(
  (table) => `DELETE FROM ${table} WHERE lab_id = $1`,
);

/** Removes the lab's own rows of the time series, the last of them. */
export async function deleteLabState(scope: LabScope, tx: LabTransaction): Promise<void> {
  for (const sql of DELETE_LAB_STATE) await tx.client.query(sql, [scope.labId]);
}
