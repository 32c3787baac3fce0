import { RUN_COLUMNS, type Run, type StoredRun } from "../../domain/cycles/runs";
import type { LabScope } from "../../lab-scope";
import type { LabTransaction } from "../in-lab";
import { toTimestamp } from "../times";

const IDENTITY = ["first_time", "first_record"];
const FIELDS = Object.entries(RUN_COLUMNS);
const COLUMNS = ["lab_id", "test_id", "cycle", ...FIELDS.map(([, { column }]) => column)];
const AFTER_IDENTITY = COLUMNS.slice(2).filter((column) => !IDENTITY.includes(column));

const UPSERT_RUNS = `
  INSERT INTO runs (${COLUMNS.join(", ")})
  SELECT ${COLUMNS.join(", ")} FROM json_populate_recordset(NULL::runs, $1)
  ON CONFLICT (test_id, first_time, first_record) DO UPDATE
  SET (${AFTER_IDENTITY.join(", ")}) = (${AFTER_IDENTITY.map((name) => `excluded.${name}`).join(", ")})`;

/** Writes runs, each with its cycle; a run is known by its test and its first sample. */
export async function upsertRuns(
  scope: LabScope,
  tx: LabTransaction,
  runs: readonly (StoredRun & { testId: number })[],
): Promise<void> {
  if (runs.length === 0) return;
  await tx.client.query(UPSERT_RUNS, [JSON.stringify(runs.map((stored) => toRow(scope, stored)))]);
}

function toRow(scope: LabScope, { testId, cycle, run }: StoredRun & { testId: number }) {
  const row: Record<string, number | string | null> = { lab_id: scope.labId, test_id: testId, cycle };
  const values: Record<string, number | null> = run;
  for (const [name, { column, type }] of FIELDS) {
    const value = values[name] ?? null;
    row[column] = type === "time" && value !== null ? toTimestamp(value) : value;
  }
  return row;
}

const DELETE_RUNS = `
  DELETE FROM runs r USING json_to_recordset($3) AS gone (first_time timestamptz, first_record integer)
  WHERE r.lab_id = $1 AND r.test_id = $2 AND r.first_time = gone.first_time AND r.first_record = gone.first_record`;

/** Removes runs that no longer begin where they did. */
export async function deleteRuns(
  scope: LabScope,
  tx: LabTransaction,
  args: { testId: number; runs: readonly Pick<Run, "firstTimeUs" | "firstRecord">[] },
): Promise<void> {
  if (args.runs.length === 0) return;
  const rows = args.runs.map((run) => ({ first_time: toTimestamp(run.firstTimeUs), first_record: run.firstRecord }));
  await tx.client.query(DELETE_RUNS, [scope.labId, args.testId, JSON.stringify(rows)]);
}
