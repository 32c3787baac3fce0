import type { Run, StoredRun } from "../../domain/cycles/runs";
import type { LabScope } from "../../lab-scope";
import { copyRows, type LabTransaction } from "../in-lab";
import { CopiedRows } from "../binary-copy";

const STEPS_OF_TEST = `
  SELECT cycle, first_time, first_record, last_time, last_record,
         sent_cycle, step, step_count, sent_mode, current_sign, first_current_a, first_test_time_s,
         last_voltage_v, last_current_a, last_test_time_s, charge_as, discharge_as, charge_ws, discharge_ws, duration_s,
         min_voltage_v, max_voltage_v, min_current_a, max_current_a, max_temperature_c,
         sample_count, interval_count, longest_interval_s
  FROM steps WHERE lab_id = $1 AND test_id = $2 ORDER BY first_time, first_record`;

/** The runs of one test in order; none when the test is not of this lab. */
export async function listRuns(scope: LabScope, tx: LabTransaction, args: { testId: number }): Promise<StoredRun[]> {
  const runs: StoredRun[] = [];
  const rows = new CopiedRows(await copyRows(tx, STEPS_OF_TEST, [scope.labId, args.testId]));
  while (rows.next()) runs.push({ cycle: rows.int() ?? 0, run: nextRun(rows) });
  return runs;
}

/** In the order of the query's columns; what is never missing has its zero in vain. */
function nextRun(rows: CopiedRows): Run {
  return {
    firstTimeUs: rows.timeUs(),
    firstRecord: rows.int() ?? 0,
    lastTimeUs: rows.timeUs(),
    lastRecord: rows.int() ?? 0,
    sentCycle: rows.int(),
    step: rows.int(),
    stepCount: rows.int(),
    sentMode: rows.int(),
    currentSign: rows.int(),
    firstCurrentA: rows.float() ?? 0,
    firstTestTimeS: rows.float(),
    lastVoltageV: rows.float() ?? 0,
    lastCurrentA: rows.float() ?? 0,
    lastTestTimeS: rows.float(),
    chargeAs: rows.float() ?? 0,
    dischargeAs: rows.float() ?? 0,
    chargeWs: rows.float() ?? 0,
    dischargeWs: rows.float() ?? 0,
    durationS: rows.float() ?? 0,
    minVoltageV: rows.float() ?? 0,
    maxVoltageV: rows.float() ?? 0,
    minCurrentA: rows.float() ?? 0,
    maxCurrentA: rows.float() ?? 0,
    maxTemperatureC: rows.float(),
    sampleCount: rows.int() ?? 0,
    intervalCount: rows.int() ?? 0,
    longestIntervalS: rows.float() ?? 0,
  };
}
