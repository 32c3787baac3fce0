import { RUN_COLUMNS, type Run, type StoredRun } from "../../domain/cycles/runs";
import type { LabScope } from "../../lab-scope";
import { CopiedRows } from "../binary-copy";
import { copyRows, type LabTransaction } from "../in-lab";

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

function nextRun(rows: CopiedRows): Run {
  const run: Record<string, number | null> = {};
  for (const [name, { type }] of FIELDS) {
    run[name] = type === "time" ? rows.timeUsOrNull() : type === "double" ? rows.float() : rows.int();
  }
  return run as Run; // every field was read, and the table's NOT NULL holds where a run has no null
}
