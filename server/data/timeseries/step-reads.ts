import { z } from "zod";
import type { Run } from "../../domain/runs";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";

/** A stored run and the cycle it was given. */
export type StoredRun = { run: Run; cycle: number };

const STEPS_OF_TEST = `
  SELECT cycle, us_of_time(first_time) AS first_time_us, first_record, us_of_time(last_time) AS last_time_us, last_record,
         sent_cycle, step, step_count, sent_mode, current_sign, first_current_a, first_test_time_s,
         last_voltage_v, last_current_a, last_test_time_s, charge_as, discharge_as, charge_ws, discharge_ws, duration_s,
         min_voltage_v, max_voltage_v, min_current_a, max_current_a, max_temperature_c,
         sample_count, interval_count, longest_interval_s
  FROM steps WHERE lab_id = $1 AND test_id = $2 ORDER BY first_time, first_record`;

const stepRow = z
  .object({
    cycle: z.int(),
    first_time_us: z.number(),
    first_record: z.int(),
    last_time_us: z.number(),
    last_record: z.int(),
    sent_cycle: z.int().nullable(),
    step: z.int().nullable(),
    step_count: z.int().nullable(),
    sent_mode: z.int().nullable(),
    current_sign: z.int().nullable(),
    first_current_a: z.number(),
    first_test_time_s: z.number().nullable(),
    last_voltage_v: z.number(),
    last_current_a: z.number(),
    last_test_time_s: z.number().nullable(),
    charge_as: z.number(),
    discharge_as: z.number(),
    charge_ws: z.number(),
    discharge_ws: z.number(),
    duration_s: z.number(),
    min_voltage_v: z.number(),
    max_voltage_v: z.number(),
    min_current_a: z.number(),
    max_current_a: z.number(),
    max_temperature_c: z.number().nullable(),
    sample_count: z.int(),
    interval_count: z.int(),
    longest_interval_s: z.number(),
  })
  .transform(
    (row): StoredRun => ({
      cycle: row.cycle,
      run: {
        firstTimeUs: row.first_time_us,
        firstRecord: row.first_record,
        lastTimeUs: row.last_time_us,
        lastRecord: row.last_record,
        sentCycle: row.sent_cycle,
        step: row.step,
        stepCount: row.step_count,
        sentMode: row.sent_mode,
        currentSign: row.current_sign,
        firstCurrentA: row.first_current_a,
        firstTestTimeS: row.first_test_time_s,
        lastVoltageV: row.last_voltage_v,
        lastCurrentA: row.last_current_a,
        lastTestTimeS: row.last_test_time_s,
        chargeAs: row.charge_as,
        dischargeAs: row.discharge_as,
        chargeWs: row.charge_ws,
        dischargeWs: row.discharge_ws,
        durationS: row.duration_s,
        minVoltageV: row.min_voltage_v,
        maxVoltageV: row.max_voltage_v,
        minCurrentA: row.min_current_a,
        maxCurrentA: row.max_current_a,
        maxTemperatureC: row.max_temperature_c,
        sampleCount: row.sample_count,
        intervalCount: row.interval_count,
        longestIntervalS: row.longest_interval_s,
      },
    }),
  );

/** The runs of one test in order; none when the test is not of this lab. */
export async function listRuns(scope: LabScope, tx: LabTransaction, args: { testId: number }): Promise<StoredRun[]> {
  return queryRows(tx, STEPS_OF_TEST, [scope.labId, args.testId], stepRow);
}
