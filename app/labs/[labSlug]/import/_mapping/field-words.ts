import type { ImportField } from "@/server/importers/cycler-file";
import type { Dimension } from "@/server/importers/numbers/units";
import { dimensionOf } from "@/server/importers/table/vocabulary";

const LABELS: Record<ImportField, string> = {
  testTime: "Test time",
  stepTime: "Step time",
  clock: "Date and time",
  voltage: "Voltage",
  current: "Current",
  chargeCurrent: "Current while charging",
  dischargeCurrent: "Current while discharging",
  temperature: "Temperature",
  cycle: "Cycle number",
  step: "Step number",
  stepCount: "Steps so far",
  stepMark: "Mark of a step's first row",
  mode: "Mode: charge, discharge, rest",
  record: "Record number",
  cell: "Cell's name",
  capacity: "Capacity, either way",
  energy: "Energy, either way",
  chargeCapacity: "Charge capacity",
  dischargeCapacity: "Discharge capacity",
  chargeEnergy: "Charge energy",
  dischargeEnergy: "Discharge energy",
};

export function fieldLabel(field: ImportField): string {
  return LABELS[field];
}

/** What a column can be mapped to. */
export const FIELD_CHOICES = (Object.entries(LABELS) as [ImportField, string][]) // keys of the table
  .map(([value, label]) => ({ value, label }));

const UNITS: Record<Dimension, readonly string[]> = {
  time: ["s", "ms", "min", "h", "d"],
  voltage: ["V", "mV"],
  current: ["A", "mA", "µA"],
  capacity: ["Ah", "mAh", "µAh", "As"],
  energy: ["Wh", "mWh", "J"],
  temperature: ["°C", "K", "°F"],
};

/** The units that a column of a field can be in, ours first; none where it has no unit. */
export function unitsOf(field: ImportField): readonly string[] {
  const dimension = dimensionOf(field);
  return dimension === null ? [] : UNITS[dimension];
}
