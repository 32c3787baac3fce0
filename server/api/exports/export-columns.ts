import { toIsoTime } from "../../domain/samples/input-times";
import { floatAt, intAt, NO_INT, SENT_MODES, type SampleColumns } from "../../domain/samples/sample-columns";

/** How a time series leaves: as CSV of the Battery Data Format, as Parquet with its names, or as CSV with the names of the REST API. */
export const EXPORT_FORMATS = ["bdf", "csv", "parquet"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export type ColumnNote = { name: string; unit: string | null; description: string };

const CURRENT = "Positive charges the cell, negative discharges it";
const CYCLE = "Number of the cycle as the cycler gave it; empty where it gave none";
const STEP_COUNT = "Steps executed so far, as the cycler counts them";
const STEP = "Number of the step in the cycler's program";
const MODE = "charge, discharge, rest or other, as the cycler said";
const STEP_TIME = "Since the step began, as the cycler counts it";

/** Of `bdf` and `parquet`, in their order: machine-readable names of the format. Units are fixed by it. */
export const BDF_COLUMNS: readonly ColumnNote[] = [
  {
    name: "test_time_second",
    unit: "s",
    description:
      "Since the test began. As sent; where it is missing it goes on with the clock, and where it falls it and all that follow are raised, so that it never falls",
  },
  { name: "voltage_volt", unit: "V", description: "Voltage of the cell" },
  { name: "current_ampere", unit: "A", description: CURRENT },
  { name: "unix_time_second", unit: "s", description: "Since 1970-01-01T00:00:00 UTC, to the µs" },
  { name: "cycle_count", unit: "1", description: CYCLE },
  { name: "step_count", unit: "1", description: STEP_COUNT },
  { name: "step_id", unit: null, description: STEP },
  { name: "step_type", unit: null, description: MODE },
  { name: "step_time_second", unit: "s", description: STEP_TIME },
  { name: "ambient_temperature_celsius", unit: "°C", description: "Temperature as the cycler recorded it" },
];

/** Beyond the format's own, in Parquet. */
const TEST_COLUMN: ColumnNote = { name: "test", unit: null, description: "Name of the test" };

/** Of `csv`: as an ingest body has them, every value as it is stored. */
export const API_COLUMNS: readonly ColumnNote[] = [
  { name: "test", unit: null, description: "Name of the test" },
  { name: "time", unit: null, description: "ISO 8601 UTC, to the µs" },
  { name: "testTime", unit: "s", description: "Since the test began, as sent" },
  { name: "stepTime", unit: "s", description: STEP_TIME },
  { name: "voltage", unit: "V", description: "Voltage of the cell" },
  { name: "current", unit: "A", description: CURRENT },
  { name: "temperature", unit: "°C", description: "Temperature as the cycler recorded it" },
  { name: "cycle", unit: "1", description: CYCLE },
  { name: "step", unit: "1", description: STEP },
  { name: "stepCount", unit: "1", description: STEP_COUNT },
  { name: "mode", unit: null, description: MODE },
  { name: "record", unit: "1", description: "Ordinal among the samples of one time, from 0" },
];

export const COLUMNS: Readonly<Record<ExportFormat, readonly ColumnNote[]>> = {
  bdf: BDF_COLUMNS,
  csv: API_COLUMNS,
  parquet: [...BDF_COLUMNS, TEST_COLUMN],
};

const US_PER_S = 1e6;
const US_DIGITS = 6;

/** Unix seconds in decimals, exact to the µs: a double would print the rounding of its last digit. */
function unixSeconds(timeUs: number): string {
  const seconds = Math.floor(timeUs / US_PER_S);
  const us = timeUs - seconds * US_PER_S;
  return us === 0 ? String(seconds) : `${seconds}.${String(us).padStart(US_DIGITS, "0")}`;
}

const float = (value: number): string => (Number.isNaN(value) ? "" : String(value));
const integer = (value: number): string => (value === NO_INT ? "" : String(value));
const mode = (value: number): string => SENT_MODES[value] ?? "";

/** A row of `bdf` without its line end. @param testTimeS that never falls */
export function bdfRow(samples: SampleColumns, index: number, testTimeS: number): string {
  const { voltageV, currentA, timeUs, cycle, stepCount, step, mode: modes, stepTimeS, temperatureC } = samples;
  return `${testTimeS},${floatAt(voltageV, index)},${floatAt(currentA, index)},${unixSeconds(floatAt(timeUs, index))},${integer(intAt(cycle, index))},${integer(intAt(stepCount, index))},${integer(intAt(step, index))},${mode(intAt(modes, index))},${float(floatAt(stepTimeS, index))},${float(floatAt(temperatureC, index))}`;
}

/** A row of `csv` without its line end and the name of the test. */
export function apiRow(samples: SampleColumns, index: number): string {
  const { timeUs, testTimeS, stepTimeS, voltageV, currentA, temperatureC, cycle, step, stepCount, record } = samples;
  return `${toIsoTime(floatAt(timeUs, index))},${float(floatAt(testTimeS, index))},${float(floatAt(stepTimeS, index))},${floatAt(voltageV, index)},${floatAt(currentA, index)},${float(floatAt(temperatureC, index))},${integer(intAt(cycle, index))},${integer(intAt(step, index))},${integer(intAt(stepCount, index))},${mode(intAt(samples.mode, index))},${intAt(record, index)}`;
}
