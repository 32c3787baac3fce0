import type { Run, StoredRun } from "../../domain/cycles/runs";
import type { LabScope } from "../../lab-scope";
import type { LabTransaction } from "../in-lab";
import { toTimestamp } from "../times";

const COLUMNS_AFTER_IDENTITY = [
  "last_time",
  "last_record",
  "cycle",
  "sent_cycle",
  "step",
  "step_count",
  "sent_mode",
  "current_sign",
  "first_current_a",
  "first_test_time_s",
  "last_voltage_v",
  "last_current_a",
  "last_test_time_s",
  "charge_as",
  "discharge_as",
  "charge_ws",
  "discharge_ws",
  "duration_s",
  "min_voltage_v",
  "max_voltage_v",
  "min_current_a",
  "max_current_a",
  "max_temperature_c",
  "sample_count",
  "interval_count",
  "longest_interval_s",
];

const UPSERT_STEPS = `
  INSERT INTO steps SELECT * FROM json_populate_recordset(NULL::steps, $1)
  ON CONFLICT (test_id, first_time, first_record) DO UPDATE
  SET (${COLUMNS_AFTER_IDENTITY.join(", ")}) = (${COLUMNS_AFTER_IDENTITY.map((name) => `excluded.${name}`).join(", ")})`;

/** Writes runs, each with its cycle; a run is known by its test and its first sample. */
export async function upsertRuns(
  scope: LabScope,
  tx: LabTransaction,
  steps: readonly (StoredRun & { testId: number })[],
): Promise<void> {
  if (steps.length === 0) return;
  await tx.client.query(UPSERT_STEPS, [JSON.stringify(steps.map((step) => toRow(scope, step)))]);
}

function toRow(scope: LabScope, { testId, cycle, run }: StoredRun & { testId: number }) {
  return {
    lab_id: scope.labId,
    test_id: testId,
    first_time: toTimestamp(run.firstTimeUs),
    first_record: run.firstRecord,
    last_time: toTimestamp(run.lastTimeUs),
    last_record: run.lastRecord,
    cycle,
    sent_cycle: run.sentCycle,
    step: run.step,
    step_count: run.stepCount,
    sent_mode: run.sentMode,
    current_sign: run.currentSign,
    first_current_a: run.firstCurrentA,
    first_test_time_s: run.firstTestTimeS,
    last_voltage_v: run.lastVoltageV,
    last_current_a: run.lastCurrentA,
    last_test_time_s: run.lastTestTimeS,
    charge_as: run.chargeAs,
    discharge_as: run.dischargeAs,
    charge_ws: run.chargeWs,
    discharge_ws: run.dischargeWs,
    duration_s: run.durationS,
    min_voltage_v: run.minVoltageV,
    max_voltage_v: run.maxVoltageV,
    min_current_a: run.minCurrentA,
    max_current_a: run.maxCurrentA,
    max_temperature_c: run.maxTemperatureC,
    sample_count: run.sampleCount,
    interval_count: run.intervalCount,
    longest_interval_s: run.longestIntervalS,
  };
}

const DELETE_STEPS = `
  DELETE FROM steps s USING json_to_recordset($3) AS gone (first_time timestamptz, first_record integer)
  WHERE s.lab_id = $1 AND s.test_id = $2 AND s.first_time = gone.first_time AND s.first_record = gone.first_record`;

/** Removes runs that no longer begin where they did. */
export async function deleteRuns(
  scope: LabScope,
  tx: LabTransaction,
  args: { testId: number; runs: readonly Pick<Run, "firstTimeUs" | "firstRecord">[] },
): Promise<void> {
  if (args.runs.length === 0) return;
  const rows = args.runs.map((run) => ({ first_time: toTimestamp(run.firstTimeUs), first_record: run.firstRecord }));
  await tx.client.query(DELETE_STEPS, [scope.labId, args.testId, JSON.stringify(rows)]);
}
