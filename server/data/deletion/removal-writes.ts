import { z } from "zod";
import type { Forward } from "../../domain/samples/forwards";
import type { Tombstone } from "../../domain/samples/tombstones";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";
import { poolOf } from "../pools";
import { deleteCurvesOfTests } from "../series/curve-writes";
import { type AnyTransaction, runSql } from "../run-sql";
import { toTimestamp } from "../times";

// Cells and tests belong to the configuration. What removes or moves them changes series in the same transaction, so it is here.

const LOCK_DELETIONS = "SELECT pg_advisory_xact_lock(hashtext('ct.deletions'), $1::integer)::text";

/** Keeps ingest from registering cells of the lab until the commit: none comes back under a deletion's hands. Take it first. */
export async function lockDeletions(scope: LabScope, tx: AnyTransaction): Promise<void> {
  await runSql(tx, LOCK_DELETIONS, [scope.labId]);
}

const INSERT_FORWARD = `
  INSERT INTO forwards (lab_id, cell, test, into_cell, into_test, seq)
  VALUES ($1::integer, $2::text, $3::text, $4::text, $5::text, $6::bigint) RETURNING forward_id`;

/** Lets batches that were accepted before follow what moved. Under `lockDeletions`. */
export async function insertForward(scope: LabScope, tx: AnyTransaction, forward: Forward): Promise<void> {
  const { cell, test, intoCell, intoTest, seq } = forward;
  await runSql(tx, INSERT_FORWARD, [scope.labId, cell, test, intoCell, intoTest, String(seq)]);
}

const LOCK_CELLS = `
  SELECT cell_id, name FROM cells WHERE lab_id = $1 AND name = ANY ($2) ORDER BY cell_id FOR UPDATE`;
const TESTS_OF_CELLS = `
  SELECT cell_id, test_id, name FROM tests WHERE lab_id = $1 AND cell_id = ANY ($2) ORDER BY test_id`;

const cellRow = z.object({ cell_id: z.int(), name: z.string() });
const testRow = z.object({ cell_id: z.int(), test_id: z.int(), name: z.string() });

export type LockedCell = { cellId: number; cell: string; tests: { testId: number; test: string }[] };

/** Locks cells by name, in id order, and answers them with all their tests, in the order asked. @throws AppError `not_found` */
export async function lockWholeCells(
  scope: LabScope,
  tx: LabTransaction,
  args: { names: readonly string[] },
): Promise<LockedCell[]> {
  const cells = await queryRows(tx, LOCK_CELLS, [scope.labId, args.names], cellRow);
  const cellIds = cells.map(({ cell_id }) => cell_id);
  const tests = await queryRows(tx, TESTS_OF_CELLS, [scope.labId, cellIds], testRow);
  return args.names.map((name) => {
    const cell = cells.find((one) => one.name === name);
    if (!cell) throw new AppError("not_found", `There is no cell "${name}" in this lab.`);
    const own = tests.filter(({ cell_id }) => cell_id === cell.cell_id);
    return {
      cellId: cell.cell_id,
      cell: name,
      tests: own.map(({ test_id, name: test }) => ({ testId: test_id, test })),
    };
  });
}

const INSERT_TOMBSTONE = `
  INSERT INTO tombstones (lab_id, cell, test, seq, from_time, to_time) VALUES ($1, $2, $3, $4, $5, $6)`;

export async function insertTombstone(scope: LabScope, tx: LabTransaction, tombstone: Tombstone): Promise<void> {
  const { cell, test, seq, range } = tombstone;
  const ends = range === null ? [null, null] : [toTimestamp(range.fromUs), toTimestamp(range.toUs)];
  await tx.client.query(INSERT_TOMBSTONE, [scope.labId, cell, test, seq, ...ends]);
}

const DELETE_SERIES = ["run_curves", "runs", "cycles", "packed_cycles", "test_states", "tests"].map(
  (table) => `DELETE FROM ${table} WHERE lab_id = $1 AND test_id = ANY ($2)`,
);

/** Removes tests with their runs and cycles. Their samples, which nobody can read from then on, are left to `deleteOrphanedSamples`. */
export async function deleteTests(
  scope: LabScope,
  tx: LabTransaction,
  args: { testIds: readonly number[] },
): Promise<void> {
  for (const sql of DELETE_SERIES) await tx.client.query(sql, [scope.labId, args.testIds]);
}

const DELETE_CELL = `DELETE FROM cells WHERE lab_id = $1 AND cell_id = $2`;

/** Removes a cell without tests, with what is known of it. */
export async function deleteCell(scope: LabScope, tx: LabTransaction, args: { cellId: number }): Promise<void> {
  await tx.client.query(DELETE_CELL, [scope.labId, args.cellId]);
}

const MOVE_TESTS = [
  `UPDATE tests t SET cell_id = $2, name = n.name FROM json_to_recordset($3) AS n (test_id integer, name text)
   WHERE t.lab_id = $1 AND t.test_id = n.test_id`,
  `UPDATE test_states s SET cell_id = $2 FROM json_to_recordset($3) AS n (test_id integer)
   WHERE s.lab_id = $1 AND s.test_id = n.test_id`,
  `UPDATE cycles c SET cell_id = $2 FROM json_to_recordset($3) AS n (test_id integer)
   WHERE c.lab_id = $1 AND c.test_id = n.test_id`,
];

/** Gives tests to another cell, each under the name that it shall have there. */
export async function moveTests(
  scope: LabScope,
  tx: LabTransaction,
  args: { cellId: number; tests: readonly { testId: number; test: string }[] },
): Promise<void> {
  const rows = JSON.stringify(args.tests.map(({ testId, test }) => ({ test_id: testId, name: test })));
  for (const sql of MOVE_TESTS) await tx.client.query(sql, [scope.labId, args.cellId, rows]);
}

const DELETE_SAMPLES_BETWEEN = `SELECT delete_samples_between($1, $2, $3, $4) AS deleted`;
const deletedRow = z.object({ deleted: z.coerce.number() });

/** Removes samples of a stretch of time, both ends included, and what zoom levels hold of them. @returns how many there were */
export async function deleteSamplesBetween(
  scope: LabScope,
  tx: LabTransaction,
  args: { testId: number; fromUs: number; toUs: number },
): Promise<number> {
  const values = [scope.labId, args.testId, toTimestamp(args.fromUs), toTimestamp(args.toUs)];
  const [row] = await queryRows(tx, DELETE_SAMPLES_BETWEEN, values, deletedRow);
  return row?.deleted ?? 0;
}

const EMPTY_TEST = [
  `DELETE FROM runs WHERE lab_id = $1 AND test_id = $2`,
  `DELETE FROM cycles WHERE lab_id = $1 AND test_id = $2`,
];
const RESET_STATE = `
  UPDATE test_states SET last_time = NULL, last_record = NULL, progress = NULL, reset_version = $3, samples_version = $3
  WHERE lab_id = $1 AND test_id = $2`;

/** A test that lost its last sample stands where it began. */
export async function resetTest(
  scope: LabScope,
  tx: LabTransaction,
  args: { testId: number; version: number },
): Promise<void> {
  await deleteCurvesOfTests(scope, tx, { testIds: [args.testId] });
  for (const sql of EMPTY_TEST) await tx.client.query(sql, [scope.labId, args.testId]);
  await tx.client.query(RESET_STATE, [scope.labId, args.testId, args.version]);
}

const DELETE_ORPHANED_SAMPLES = `SELECT delete_orphaned_samples($1) AS deleted`;

/** Deletes the samples of deleted tests, a day of them in a transaction, so that nobody waits long. */
export async function deleteOrphanedSamples(args: { testIds: readonly number[] }): Promise<number> {
  let deleted = 0;
  for (const testId of args.testIds) {
    for (;;) {
      const { rows } = await poolOf("ct_app").query(DELETE_ORPHANED_SAMPLES, [testId]);
      const [row] = z.array(deletedRow).parse(rows);
      if (!row || row.deleted === 0) break;
      deleted += row.deleted;
    }
  }
  return deleted;
}
