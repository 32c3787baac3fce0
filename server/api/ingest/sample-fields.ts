import { isPlausibleTemperature } from "../../domain/samples/plausible-temperature";
import {
  EARLIEST_TIME_US,
  MAX_ABS_CURRENT_A,
  MAX_ABS_TEST_TIME_S,
  MAX_ABS_VOLTAGE_V,
  MAX_INTEGER,
  MAX_RECORD,
} from "../../domain/samples/sample-bounds";
import { SENT_MODES } from "../../domain/samples/sample-columns";
import { CELL_NAME_RULE, TEST_NAME_RULE } from "../../domain/cells/input-names";
import { parseTimeUs, TIME_RULE } from "../../domain/samples/input-times";
import { shortened } from "../../errors";
import type { SampleField } from "./ingest-body";
import { type SampleBuilder, timeOutOfRange } from "./batch-builder";

/** Puts a value, as JSON has it, at an index of its column; false when it breaks the rule of the field in `ingest-body.ts`. */
export type ReadValue = (index: number, value: unknown) => boolean;

/** How one name of a sample is read, whatever form of body it stands in. */
export type FieldReader = {
  /** Null for what is not stored. */
  field: SampleField | null;
  /** The reading of values into this builder: bound once a body, for a look-up of the column at each value would take longer than the rest. */
  bind: (into: SampleBuilder) => ReadValue;
  /** What is wrong with a value that was not read. */
  problemOf: (value: unknown, into: SampleBuilder) => string;
  /** Whether a text that is a number means the number: CSV knows no types. */
  isNumeric: boolean;
};

const US_PER_MS = 1000;
const US_PER_S = 1e6;
const MS_PER_S = 1000;

const isMissing = (value: unknown): value is null | undefined => value === null || value === undefined;

type FloatColumn = "voltageV" | "currentA" | "temperatureC" | "testTimeS" | "stepTimeS";
type IntegerColumn = "step" | "stepCount" | "record";

/** @param divisor how many of the unit that is sent make one of the column's */
function measured(
  field: SampleField,
  column: FloatColumn,
  { largest, isRequired = false, divisor = 1 }: { largest: number; isRequired?: boolean; divisor?: number },
): FieldReader {
  const bind = ({ columns }: SampleBuilder): ReadValue => {
    const target = columns[column];
    return (index, value) => {
      if (typeof value !== "number") return !isRequired && isMissing(value);
      if (!(value >= -largest && value <= largest)) return false;
      target[index] = value / divisor;
      return true;
    };
  };
  const rule = largest === Number.MAX_VALUE ? "expected a number" : `expected a number from −${largest} to ${largest}`;
  return { field, bind, problemOf: (value) => `${rule}${given(value)}`, isNumeric: true };
}

function ordinal(field: SampleField, column: IntegerColumn, largest = MAX_INTEGER): FieldReader {
  const bind = ({ columns }: SampleBuilder): ReadValue => {
    const target = columns[column];
    return (index, value) => {
      if (typeof value !== "number") return isMissing(value);
      if (!(value >= 0 && value <= largest && Number.isInteger(value))) return false;
      target[index] = value;
      return true;
    };
  };
  const rule = `expected an integer from 0 to ${largest}`;
  return { field, bind, problemOf: (value) => `${rule}${given(value)}`, isNumeric: true };
}

const cycle: FieldReader = {
  field: "cycle",
  bind: ({ columns, badCycles }) => {
    const target = columns.cycle;
    return (index, value) => {
      if (typeof value !== "number") return isMissing(value);
      if (!Number.isFinite(value)) return false;
      if (value >= 0 && value <= MAX_INTEGER && Number.isInteger(value)) target[index] = value;
      else badCycles.push(index);
      return true;
    };
  },
  problemOf: (value) => `expected a number${given(value)}`,
  isNumeric: true,
};

const temperature: FieldReader = {
  field: "temperature",
  bind: ({ columns, badTemperatures }) => {
    const target = columns.temperatureC;
    return (index, value) => {
      if (typeof value !== "number") return isMissing(value);
      if (!Number.isFinite(value)) return false;
      if (isPlausibleTemperature(value)) target[index] = value;
      else badTemperatures.push(index);
      return true;
    };
  },
  problemOf: (value) => `expected a number${given(value)}`,
  isNumeric: true,
};

/** @param usOf the Unix time in µs that a value means; null when it means none */
function time(usOf: (value: unknown) => number | null, problemOf: FieldReader["problemOf"]): FieldReader {
  const bind = ({ columns, latestUs }: SampleBuilder): ReadValue => {
    const target = columns.timeUs;
    return (index, value) => {
      if (isMissing(value)) return true;
      const us = usOf(value) ?? Number.NaN;
      if (!(us >= EARLIEST_TIME_US && us <= latestUs)) return false;
      target[index] = us;
      return true;
    };
  };
  return { field: "time", bind, problemOf, isNumeric: true };
}

const timeInUnit = (usPerUnit: number, unit: string): FieldReader =>
  time(
    (value) => (typeof value === "number" ? Math.round(value * usPerUnit) : null),
    (value, { latestUs }) =>
      typeof value === "number"
        ? (unitMistake(value, usPerUnit, latestUs, `this name means ${unit}`) ?? timeOutOfRange(value * usPerUnit))
        : `expected Unix time in ${unit}${given(value)}`,
  );

const UNITS: readonly (readonly [string, number])[] = [
  ["seconds", US_PER_S],
  ["milliseconds", US_PER_MS],
  ["microseconds", 1],
  ["nanoseconds", 1 / US_PER_MS],
];

/** The commonest mistake is a time in another unit: it is told by its size. */
function unitMistake(value: number, usPerUnit: number, latestUs: number, advice: string): string | null {
  const meant = UNITS.find(([, us]) => us !== usPerUnit && value * us >= EARLIEST_TIME_US && value * us <= latestUs);
  return meant ? `looks like ${meant[0]}; ${advice}` : null;
}

function problemOfTime(value: unknown, { latestUs }: SampleBuilder): string {
  if (typeof value === "number" && Number.isFinite(value)) {
    const mistake = unitMistake(value, US_PER_MS, latestUs, "send milliseconds or ISO 8601");
    return mistake ?? timeOutOfRange(value * US_PER_MS);
  }
  const us = parseTimeUs(value);
  if (us !== null) return timeOutOfRange(us);
  const hasNoOffset = typeof value === "string" && parseTimeUs(`${value}Z`) !== null;
  return hasNoOffset ? "has no offset from UTC: append Z, or one like +01:00" : `${TIME_RULE}${given(value)}`;
}

/** @param takesAny BDF fixes no list of step types; under our own name an unknown word is rather a mistake */
function mode(takesAny: boolean, rule: string): FieldReader {
  const bind = (into: SampleBuilder): ReadValue => {
    const target = into.columns.mode;
    return (index, value) => {
      if (typeof value !== "string") return isMissing(value);
      let sent = MODES.indexOf(value);
      if (sent < 0) {
        const understood = into.modeOfStepType(value);
        if (understood === "other" && !takesAny) return false;
        sent = MODES.indexOf(understood);
      }
      target[index] = sent;
      return true;
    };
  };
  return { field: "mode", bind, problemOf: (value) => `${rule}${given(value)}`, isNumeric: false };
}

const MODES: readonly string[] = SENT_MODES;
const MODE_RULE = `expected ${SENT_MODES.map((known) => `"${known}"`).join(", ")} or a BDF step type of these`;

function given(value: unknown): string {
  if (typeof value === "number") return Number.isFinite(value) ? "" : ", not an infinite number";
  if (typeof value === "string") return value === "" ? ", not an empty text" : `, not the text "${shortened(value)}"`;
  if (isMissing(value)) return "; it is missing";
  return Array.isArray(value) ? ", not a list" : `, not ${typeof value === "object" ? "an object" : String(value)}`;
}

/** The fields by our own names. */
export const FIELD_READERS: Readonly<Record<SampleField, FieldReader>> = {
  cell: {
    field: "cell",
    bind:
      ({ cells, cellOf }) =>
      (index, value) => {
        const cell = typeof value === "string" ? cells.indexOf(value) : -1;
        cellOf[index] = cell;
        return cell >= 0;
      },
    problemOf: (value) => (typeof value === "string" ? CELL_NAME_RULE : `expected the name of a cell${given(value)}`),
    isNumeric: false,
  },
  test: {
    field: "test",
    bind:
      ({ tests, testOf }) =>
      (index, value) => {
        if (typeof value !== "string") return isMissing(value);
        const test = tests.indexOf(value);
        testOf[index] = test;
        return test >= 0;
      },
    problemOf: (value) => (typeof value === "string" ? TEST_NAME_RULE : `expected the name of a test${given(value)}`),
    isNumeric: false,
  },
  time: time(parseTimeUs, problemOfTime),
  voltage: measured("voltage", "voltageV", { largest: MAX_ABS_VOLTAGE_V, isRequired: true }),
  current: measured("current", "currentA", { largest: MAX_ABS_CURRENT_A, isRequired: true }),
  temperature,
  cycle,
  step: ordinal("step", "step"),
  stepCount: ordinal("stepCount", "stepCount"),
  mode: mode(false, MODE_RULE),
  testTime: measured("testTime", "testTimeS", { largest: MAX_ABS_TEST_TIME_S }),
  stepTime: measured("stepTime", "stepTimeS", { largest: MAX_ABS_TEST_TIME_S }),
  record: ordinal("record", "record", MAX_RECORD),
};

/** Terms of BDF that say the same, in BDF's units. */
export const BDF_READERS: Readonly<Record<string, FieldReader>> = {
  voltage_volt: FIELD_READERS.voltage,
  current_ampere: FIELD_READERS.current,
  unix_time_second: timeInUnit(US_PER_S, "seconds"),
  unix_time_millisecond: timeInUnit(US_PER_MS, "milliseconds"),
  test_time_second: FIELD_READERS.testTime,
  test_time_millisecond: measured("testTime", "testTimeS", {
    largest: MAX_ABS_TEST_TIME_S * MS_PER_S,
    divisor: MS_PER_S,
  }),
  step_time_second: FIELD_READERS.stepTime,
  cycle_count: FIELD_READERS.cycle,
  step_count: FIELD_READERS.stepCount,
  step_index: FIELD_READERS.step,
  step_id: FIELD_READERS.step,
  ambient_temperature_celsius: FIELD_READERS.temperature,
  step_type: mode(true, "expected a text"),
};

/** A name of BDF that is not stored: any single value will do. */
export const IGNORED: FieldReader = {
  field: null,
  bind: () => (_, value) => typeof value !== "object" || value === null,
  problemOf: (value) => `expected a single value${given(value)}`,
  isNumeric: false,
};
