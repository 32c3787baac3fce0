import type { TalliedCycle } from "../../domain/cycles/cycle-rules";
import { SECONDS_PER_HOUR } from "../../domain/cycles/runs";
import type { LabScope } from "../../lab-scope";
import type { LabTransaction } from "../in-lab";
import { toTimestamp } from "../times";

const VALUE_COLUMNS = [
  "first_time",
  "last_time",
  "charge_capacity_ah",
  "discharge_capacity_ah",
  "charge_energy_wh",
  "discharge_energy_wh",
  "min_voltage_v",
  "max_voltage_v",
  "max_temperature_c",
  "sample_count",
  "is_complete",
  "is_partial",
];
const list = (prefix: string) => VALUE_COLUMNS.map((name) => `${prefix}.${name}`).join(", ");

// A cycle that comes out as it was keeps its version: open pages hear only of what changed.
const UPSERT_CYCLES = `
  INSERT INTO cycles AS c SELECT * FROM json_populate_recordset(NULL::cycles, $1)
  ON CONFLICT (test_id, cycle) DO UPDATE
  SET (version, ${VALUE_COLUMNS.join(", ")}) = (excluded.version, ${list("excluded")})
  WHERE (${list("c")}) IS DISTINCT FROM (${list("excluded")})`;

/** The stored values of a cycle: sums in Ah and Wh. */
export function toStoredCapacities(cycle: TalliedCycle) {
  return {
    chargeCapacityAh: cycle.chargeAs / SECONDS_PER_HOUR,
    dischargeCapacityAh: cycle.dischargeAs / SECONDS_PER_HOUR,
    chargeEnergyWh: cycle.chargeWs / SECONDS_PER_HOUR,
    dischargeEnergyWh: cycle.dischargeWs / SECONDS_PER_HOUR,
  };
}

/** Writes cycles under the lab's new version. */
export async function upsertCycles(
  scope: LabScope,
  tx: LabTransaction,
  args: { version: number; cycles: readonly (TalliedCycle & { cellId: number; testId: number })[] },
): Promise<void> {
  if (args.cycles.length === 0) return;
  const rows = args.cycles.map((cycle) => {
    const sums = toStoredCapacities(cycle);
    return {
      lab_id: scope.labId,
      cell_id: cycle.cellId,
      test_id: cycle.testId,
      cycle: cycle.cycle,
      version: args.version,
      first_time: toTimestamp(cycle.firstTimeUs),
      last_time: toTimestamp(cycle.lastTimeUs),
      charge_capacity_ah: sums.chargeCapacityAh,
      discharge_capacity_ah: sums.dischargeCapacityAh,
      charge_energy_wh: sums.chargeEnergyWh,
      discharge_energy_wh: sums.dischargeEnergyWh,
      min_voltage_v: cycle.minVoltageV,
      max_voltage_v: cycle.maxVoltageV,
      max_temperature_c: cycle.maxTemperatureC,
      sample_count: cycle.sampleCount,
      is_complete: cycle.isComplete,
      is_partial: cycle.isPartial,
    };
  });
  await tx.client.query(UPSERT_CYCLES, [JSON.stringify(rows)]);
}

const DELETE_OTHER_CYCLES = `
  DELETE FROM cycles WHERE lab_id = $1 AND test_id = $2 AND NOT cycle = ANY ($3)`;

/** Removes the cycles of a test that a recount did not find. Answers how many there were. */
export async function deleteOtherCycles(
  scope: LabScope,
  tx: LabTransaction,
  args: { testId: number; keep: readonly number[] },
): Promise<number> {
  const { rowCount } = await tx.client.query(DELETE_OTHER_CYCLES, [scope.labId, args.testId, args.keep]);
  return rowCount ?? 0;
}
