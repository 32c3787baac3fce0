import { RUN_QUANTITIES, type RunQuantityName, SECONDS_PER_HOUR } from "./stored-quantities";
import type { ComputedTotalName } from "./computed-totals";

/** @param per what the sum is divided by, where it is a share */
function ofComputed(
  of: ComputedTotalName,
  column: string,
  unit: string,
  { per = null, divisor = 1 }: { per?: ComputedTotalName | null; divisor?: number } = {},
) {
  return { of, column, unit, divisor, per, type: "double", isNullable: true } as const;
}

/** A quantity that is stored of every cycle: that of its runs, merged, ÷ `divisor`. */
function ofRuns<Name extends RunQuantityName>(of: Name, column: string, unit: string, divisor = 1) {
  const { type, isNullable } = RUN_QUANTITIES[of];
  return {
    of,
    column,
    unit,
    divisor,
    per: null,
    type,
    isNullable: isNullable as (typeof RUN_QUANTITIES)[Name]["isNullable"],
  };
}

/** In the order of the table's columns. */
export const CYCLE_QUANTITIES = {
  chargeCapacityAh: ofRuns("chargeAs", "charge_capacity_ah", "Ah", SECONDS_PER_HOUR),
  dischargeCapacityAh: ofRuns("dischargeAs", "discharge_capacity_ah", "Ah", SECONDS_PER_HOUR),
  chargeEnergyWh: ofRuns("chargeWs", "charge_energy_wh", "Wh", SECONDS_PER_HOUR),
  dischargeEnergyWh: ofRuns("dischargeWs", "discharge_energy_wh", "Wh", SECONDS_PER_HOUR),
  minVoltageV: ofRuns("minVoltageV", "min_voltage_v", "V"),
  maxVoltageV: ofRuns("maxVoltageV", "max_voltage_v", "V"),
  maxTemperatureC: ofRuns("maxTemperatureC", "max_temperature_c", "°C"),
  sampleCount: ofRuns("sampleCount", "sample_count", "1"),
  uncoveredS: ofRuns("uncoveredS", "uncovered_s", "s"),
  formulaVersion: ofRuns("formulaVersion", "formula_version", "1"),
  durationS: ofComputed("durationS", "duration_s", "s"),
  chargeDurationS: ofComputed("chargeDurationS", "charge_duration_s", "s"),
  dischargeDurationS: ofComputed("dischargeDurationS", "discharge_duration_s", "s"),
  constantVoltageShare: ofComputed("heldChargeAs", "constant_voltage_share", "1", { per: "chargeOfChargeAs" }),
  /** Of the first run that has an edge from rest to current; see `current-shape.ts`. */
  internalResistanceOhm: ofComputed("internalResistanceOhm", "internal_resistance_ohm", "Ω"),
  /** The sum of its runs' bounds; see `capacity-uncertainty.ts`. */
  chargeCapacityUncertaintyAh: ofComputed("chargeUncertaintyAs", "charge_capacity_uncertainty_ah", "Ah", {
    divisor: SECONDS_PER_HOUR,
  }),
  dischargeCapacityUncertaintyAh: ofComputed("dischargeUncertaintyAs", "discharge_capacity_uncertainty_ah", "Ah", {
    divisor: SECONDS_PER_HOUR,
  }),
} as const;

export type CycleQuantities = {
  [Name in keyof typeof CYCLE_QUANTITIES]: (typeof CYCLE_QUANTITIES)[Name] extends { isNullable: true }
    ? number | null
    : number;
};
