import { z } from "zod";
import { RUN_COLUMNS, type Run, type StoredRun } from "../../domain/cycles/runs";
import type { RunClock } from "../../domain/samples/test-clock";
import type { LabScope } from "../../lab-scope";
import { CopiedRows } from "../binary-copy";
import { copyRows, type LabTransaction, queryRows } from "../in-lab";

const FIELDS = Object.entries(RUN_COLUMNS);

const RUNS_OF_TEST = `
  SELECT cycle, ${FIELDS.map(([, { column }]) => column).join(", ")}
  FROM runs WHERE lab_id = $1 AND test_id = $2 ORDER BY first_time, first_record`;

/** The runs of one test in order; none when the test is not of this lab. */
export async function listRuns(scope: LabScope, tx: LabTransaction, args: { testId: number }): Promise<StoredRun[]> {
  const runs: StoredRun[] = [];
  const rows = new CopiedRows(await copyRows(tx, RUNS_OF_TEST, [scope.labId, args.testId]));
  while (rows.next()) runs.push({ cycle: rows.int() ?? 0, run: nextRun(rows) });
  return runs;
}

const RUN_CLOCKS = `
  SELECT test_id, us_of_time(first_time) AS first_us, us_of_time(last_time) AS last_us, first_test_time_s, last_test_time_s
  FROM runs WHERE lab_id = $1 AND test_id = ANY ($2) ORDER BY first_time, first_record, test_id`;

const clockRow = z
  .object({
    test_id: z.int(),
    first_us: z.number(),
    last_us: z.number(),
    first_test_time_s: z.number().nullable(),
    last_test_time_s: z.number().nullable(),
  })
  .transform(
    (row): RunClock => ({
      testId: row.test_id,
      firstTimeUs: row.first_us,
      lastTimeUs: row.last_us,
      firstTestTimeS: row.first_test_time_s,
      lastTestTimeS: row.last_test_time_s,
    }),
  );

/** When the runs of tests began and ended, by the clock and by their test times, in order; none of tests of another lab. */
export function listRunClocks(scope: LabScope, tx: LabTransaction, args: { testIds: readonly number[] }) {
  return queryRows(tx, RUN_CLOCKS, [scope.labId, args.testIds], clockRow);
}

function nextRun(rows: CopiedRows): Run {
  const run: Record<string, number | null> = {};
  for (const [name, { type }] of FIELDS) {
    run[name] = type === "time" ? rows.timeUsOrNull() : type === "double" ? rows.float() : rows.int();
  }
  return run as Run; // every field was read, and the table's NOT NULL holds where a run has no null
}
