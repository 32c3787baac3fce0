import { z } from "zod";
import type { StoredCycle } from "../../domain/cycles/cycle-metrics";
import { CYCLE_QUANTITIES, type CycleQuantities } from "../../domain/cycles/cycle-quantities";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";

const QUANTITIES = Object.entries(CYCLE_QUANTITIES);

const CYCLE_COLUMNS = `
  test_id, cell_id, cycle, us_of_time(first_time) AS started_at_us, us_of_time(last_time) AS ended_at_us,
  is_complete, is_partial, ${QUANTITIES.map(([, { column }]) => column).join(", ")}`;

const quantities = Object.fromEntries(
  QUANTITIES.map(([, { column, isNullable }]) => [column, isNullable ? z.number().nullable() : z.number()] as const),
);

const cycleRow = z
  .object({
    test_id: z.int(),
    cell_id: z.int(),
    cycle: z.int(),
    started_at_us: z.number(),
    ended_at_us: z.number(),
    is_complete: z.boolean(),
    is_partial: z.boolean(),
  })
  .and(z.object(quantities))
  .transform((row): StoredCycle & { cellId: number } => ({
    testId: row.test_id,
    cellId: row.cell_id,
    cyclerCycle: row.cycle,
    startedAtUs: row.started_at_us,
    endedAtUs: row.ended_at_us,
    isComplete: row.is_complete,
    isPartial: row.is_partial,
    ...toQuantities(row),
  }));

function toQuantities(row: Record<string, unknown>): CycleQuantities {
  const entries = QUANTITIES.map(([name, { column }]) => [name, row[column]] as const);
  return Object.fromEntries(entries) as CycleQuantities; // parsed above, one entry a name
}

const CYCLES_OF_TEST = `SELECT ${CYCLE_COLUMNS} FROM cycles WHERE lab_id = $1 AND test_id = $2 ORDER BY cycle`;

/** Cycles of one test, by the cycler's number; none when the test is not of this lab. */
export async function listCyclesOfTest(scope: LabScope, tx: LabTransaction, args: { testId: number }) {
  return queryRows(tx, CYCLES_OF_TEST, [scope.labId, args.testId], cycleRow);
}

const CYCLES_OF_CELL = `SELECT ${CYCLE_COLUMNS} FROM cycles WHERE lab_id = $1 AND cell_id = $2 ORDER BY test_id, cycle`;

/** Cycles of one cell over all its tests; none when the cell is not of this lab. */
export async function listCyclesOfCell(scope: LabScope, tx: LabTransaction, args: { cellId: number }) {
  return queryRows(tx, CYCLES_OF_CELL, [scope.labId, args.cellId], cycleRow);
}

const CYCLES_SINCE = `SELECT ${CYCLE_COLUMNS} FROM cycles WHERE lab_id = $1 AND version > $2`;

/** Cycles of the whole lab that changed after a version; all of them after −1. */
export async function listCyclesSince(scope: LabScope, tx: LabTransaction, args: { version: number }) {
  return queryRows(tx, CYCLES_SINCE, [scope.labId, args.version], cycleRow);
}

const TESTS_RESET_SINCE = `SELECT test_id, cell_id FROM test_states WHERE lab_id = $1 AND reset_version > $2`;
const resetRow = z
  .object({ test_id: z.int(), cell_id: z.int() })
  .transform((row) => ({ testId: row.test_id, cellId: row.cell_id }));

/** Tests that lost cycles after a version: what a reader keeps of them must be read again. */
export async function listTestsResetSince(scope: LabScope, tx: LabTransaction, args: { version: number }) {
  return queryRows(tx, TESTS_RESET_SINCE, [scope.labId, args.version], resetRow);
}
