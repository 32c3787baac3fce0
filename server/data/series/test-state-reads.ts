import { z } from "zod";
import { FORMULA_VERSION } from "../../domain/cycles/stored-quantities";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";
import { poolOf } from "../pools";

const TESTS_OF_CELL = `
  SELECT c.name AS cell, t.name AS test FROM test_states s
  JOIN tests t ON t.test_id = s.test_id
  JOIN cells c ON c.cell_id = t.cell_id
  WHERE s.lab_id = $1 AND c.name = $2 ORDER BY t.test_id`;

/** Tests of a cell that may hold samples, by name; none when the cell is not of this lab. */
export async function listTestNames(scope: LabScope, tx: LabTransaction, args: { cell: string }) {
  return queryRows(tx, TESTS_OF_CELL, [scope.labId, args.cell], z.object({ cell: z.string(), test: z.string() }));
}

const STALE_CELLS = `SELECT lab_id, cell_id FROM stale_cells()`;
const staleRow = z
  .object({ lab_id: z.int(), cell_id: z.int() })
  .transform((row) => ({ labId: row.lab_id, cellId: row.cell_id }));

/** Cells of all labs whose settings changed after their cycles were computed: what a lost job leaves behind. */
export async function listStaleCells() {
  return z.array(staleRow).parse((await poolOf("ct_app").query(STALE_CELLS)).rows);
}

const CELLS_OF_OLD_FORMULAS = `SELECT lab_id, cell_id FROM cells_of_old_formulas($1, $2)`;

/** Cells of all labs that older formulas computed, oldest first. */
export async function listCellsOfOldFormulas(args: { limit: number }) {
  const { rows } = await poolOf("ct_app").query(CELLS_OF_OLD_FORMULAS, [FORMULA_VERSION, args.limit]);
  return z.array(staleRow).parse(rows);
}

const TESTS_BY_FORMULAS = `
  SELECT count(*)::integer AS tests, (count(*) FILTER (WHERE s.formula_version < $2))::integer AS old,
         (count(*) FILTER (WHERE s.formula_version >= $2 AND s.settings_version <> c.settings_version))::integer AS changed
  FROM test_states s JOIN cells c ON c.cell_id = s.cell_id WHERE s.lab_id = $1 AND s.last_time IS NOT NULL`;

/** How many tests with samples the lab has, how many of them older formulas computed, and of the others those with earlier settings. */
export async function countTestsByFormulas(scope: LabScope, tx: LabTransaction) {
  const row = z.object({ tests: z.int(), old: z.int(), changed: z.int() });
  const [counts] = await queryRows(tx, TESTS_BY_FORMULAS, [scope.labId, FORMULA_VERSION], row);
  return counts ?? { tests: 0, old: 0, changed: 0 };
}

const CELL_NAME = `SELECT name FROM cells WHERE lab_id = $1 AND cell_id = $2`;

/** The name of a cell by its id, or null when it is not of this lab. */
export async function findCellName(scope: LabScope, tx: LabTransaction, args: { cellId: number }) {
  const [row] = await queryRows(tx, CELL_NAME, [scope.labId, args.cellId], z.object({ name: z.string() }));
  return row?.name ?? null;
}

const ACTIVITY_OF_CELL = `
  SELECT test_id, us_of_time(last_time) AS last_time_us, last_record,
         (progress #>> '{openRun,lastCurrentA}')::double precision AS last_current_a
  FROM test_states WHERE lab_id = $1 AND cell_id = $2 AND last_time IS NOT NULL`;

const activityRow = z
  .object({
    test_id: z.int(),
    last_time_us: z.number(),
    last_record: z.int(),
    last_current_a: z.number().nullable(),
  })
  .transform((row) => ({
    testId: row.test_id,
    lastTimeUs: row.last_time_us,
    lastRecord: row.last_record,
    lastCurrentA: row.last_current_a,
  }));

/** The last sample of every test of a cell that has one; nothing when the cell is not of this lab. */
export async function listActivityOfCell(scope: LabScope, tx: LabTransaction, args: { cellId: number }) {
  return queryRows(tx, ACTIVITY_OF_CELL, [scope.labId, args.cellId], activityRow);
}
