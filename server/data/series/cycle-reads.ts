import { z } from "zod";
import type { StoredCycle } from "../../domain/cycles/cycle-metrics";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";

const CYCLE_COLUMNS = `
  test_id, cell_id, cycle, version, us_of_time(first_time) AS started_at_us, us_of_time(last_time) AS ended_at_us,
  charge_capacity_ah, discharge_capacity_ah, charge_energy_wh, discharge_energy_wh,
  min_voltage_v, max_voltage_v, max_temperature_c, sample_count, is_complete, is_partial`;

const cycleRow = z
  .object({
    test_id: z.int(),
    cell_id: z.int(),
    cycle: z.int(),
    version: z.coerce.number(),
    started_at_us: z.number(),
    ended_at_us: z.number(),
    charge_capacity_ah: z.number(),
    discharge_capacity_ah: z.number(),
    charge_energy_wh: z.number(),
    discharge_energy_wh: z.number(),
    min_voltage_v: z.number(),
    max_voltage_v: z.number(),
    max_temperature_c: z.number().nullable(),
    sample_count: z.int(),
    is_complete: z.boolean(),
    is_partial: z.boolean(),
  })
  .transform((row): StoredCycle & { cellId: number } => ({
    testId: row.test_id,
    cellId: row.cell_id,
    cyclerCycle: row.cycle,
    startedAtUs: row.started_at_us,
    endedAtUs: row.ended_at_us,
    chargeCapacityAh: row.charge_capacity_ah,
    dischargeCapacityAh: row.discharge_capacity_ah,
    chargeEnergyWh: row.charge_energy_wh,
    dischargeEnergyWh: row.discharge_energy_wh,
    minVoltageV: row.min_voltage_v,
    maxVoltageV: row.max_voltage_v,
    maxTemperatureC: row.max_temperature_c,
    sampleCount: row.sample_count,
    isComplete: row.is_complete,
    isPartial: row.is_partial,
  }));

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
