import { isPlausibleTemperature } from "../samples/plausible-temperature";
import { floatAt } from "../samples/sample-columns";
import type { SampleSpan } from "./sample-span";

/**
 * Version of the formulas by which runs and cycles are computed. Raise it with every change that gives other numbers for the samples of
 * old: workers then recompute existing tests in the background.
 *
 * 2: lead-in; uncovered seconds.
 * 3: durations of cycles and of their charge and discharge; constant-voltage parts, resistances, pulses;
 *    temperatures that no cell has count as missing.
 * 4: uncertainties of capacities.
 * 5: extremes of the voltage leave out single rows that neither neighbour supports.
 */
export const FORMULA_VERSION = 5;

/** What starts a run: its first sample, and the time before it. */
export type RunStart = {
  voltageV: number;
  currentA: number;
  /** NaN where it is missing. */
  temperatureC: number;
  /** Time under way before the first sample, in s; 0 for none. See contract.md, "Lead-in". */
  leadInS: number;
  /** The same where it counts for sums: 0 for a lead-in over the cell's `maxGapSeconds`. */
  integratedLeadInS: number;
  /** Time since the sample before it that neither an interval nor the lead-in covers, in s. */
  uncoveredS: number;
};

/**
 * A quantity that is stored of every run, as an additive value: started by the run's first sample, extended sample by sample, and merged
 * with that of the next run of the same cycle. From this entry follow the run, the cycle's totals, the SQL of the tables `runs` and
 * `cycles`, their readers and `admin verify`; a new one needs a migration for its columns and a test.
 */
type RunQuantity<V extends number | null> = {
  unit: string;
  column: string;
  type: "double" | "integer";
  isNullable: V extends null ? boolean : false;
  start: (first: RunStart) => V;
  /** @param span the next samples of the run, in order, with the one before them */
  extend: (value: V, span: SampleSpan) => V;
  /** @param next the value of a later run */
  merge: (value: V, next: V) => V;
};

const sum = (value: number, next: number) => value + next;
const keep = (value: number) => value;

/** The current in one direction: each end of an interval is clipped on its own, so that a drive cycle between +1 and −1 A moves charge both ways. */
const inDirection = (currentA: number, sign: 1 | -1) => Math.max(sign * currentA, 0);

/** What moved in one direction, A·s or W·s: trapezoids of the current, or of current × voltage, and the lead-in with the first values held. */
const moved = (unit: "A·s" | "W·s", column: string, sign: 1 | -1) => {
  const isEnergy = unit === "W·s";
  return {
    unit,
    column,
    type: "double",
    isNullable: false,
    start: ({ currentA, voltageV, integratedLeadInS }) =>
      inDirection(currentA, sign) * (isEnergy ? voltageV : 1) * integratedLeadInS,
    extend: (value, { from, to, integratedS, samples: { currentA, voltageV }, before }) => {
      let total = value;
      let left = inDirection(before.currentA, sign) * (isEnergy ? before.voltageV : 1);
      for (let index = from; index < to; index++) {
        const right = inDirection(floatAt(currentA, index), sign) * (isEnergy ? floatAt(voltageV, index) : 1);
        total += ((left + right) / 2) * floatAt(integratedS, index - from);
        left = right;
      }
      return total;
    },
    merge: sum,
  } satisfies RunQuantity<number>;
};

/** `odd-samples.ts` extends them, for it tells which samples are left out. */
const voltageExtreme = (column: string, merge: (value: number, next: number) => number) =>
  ({
    unit: "V",
    column,
    type: "double",
    isNullable: false,
    start: ({ voltageV }) => voltageV,
    extend: keep,
    merge,
  }) satisfies RunQuantity<number>;

const currentExtreme = (column: string, merge: (value: number, next: number) => number) =>
  ({
    unit: "A",
    column,
    type: "double",
    isNullable: false,
    start: ({ currentA }) => currentA,
    extend: (value, { from, to, samples }) => {
      let most = value;
      for (let index = from; index < to; index++) most = merge(most, floatAt(samples.currentA, index));
      return most;
    },
    merge,
  }) satisfies RunQuantity<number>;

const largerOrNull = (left: number | null, right: number | null) =>
  left === null || right === null ? (left ?? right) : Math.max(left, right);

/** In the order of the table's columns. Sums of charge and energy are kept in A·s and W·s. */
export const RUN_QUANTITIES = {
  chargeAs: moved("A·s", "charge_as", 1),
  dischargeAs: moved("A·s", "discharge_as", -1),
  chargeWs: moved("W·s", "charge_ws", 1),
  dischargeWs: moved("W·s", "discharge_ws", -1),
  /** Lead-in included. */
  durationS: {
    unit: "s",
    column: "duration_s",
    type: "double",
    isNullable: false,
    start: ({ leadInS }) => leadInS,
    extend: (value, { intervalS, from, to }) => {
      let total = value;
      for (let index = 0; index < to - from; index++) total += floatAt(intervalS, index);
      return total;
    },
    merge: sum,
  } satisfies RunQuantity<number>,
  minVoltageV: voltageExtreme("min_voltage_v", Math.min),
  maxVoltageV: voltageExtreme("max_voltage_v", Math.max),
  minCurrentA: currentExtreme("min_current_a", Math.min),
  maxCurrentA: currentExtreme("max_current_a", Math.max),
  maxTemperatureC: {
    unit: "°C",
    column: "max_temperature_c",
    type: "double",
    isNullable: true,
    start: ({ temperatureC }) => (isPlausibleTemperature(temperatureC) ? temperatureC : null),
    extend: (value, { from, to, samples: { temperatureC } }) => {
      let largest = value ?? Number.NEGATIVE_INFINITY;
      for (let index = from; index < to; index++) {
        const measured = floatAt(temperatureC, index);
        if (measured > largest && isPlausibleTemperature(measured)) largest = measured; // never so for NaN
      }
      return largest === Number.NEGATIVE_INFINITY ? null : largest;
    },
    merge: largerOrNull,
  } satisfies RunQuantity<number | null>,
  sampleCount: {
    unit: "1",
    column: "sample_count",
    type: "integer",
    isNullable: false,
    start: () => 1,
    extend: (value, { from, to }) => value + to - from,
    merge: sum,
  } satisfies RunQuantity<number>,
  /** Lead-in is none of them. */
  intervalCount: {
    unit: "1",
    column: "interval_count",
    type: "integer",
    isNullable: false,
    start: () => 0,
    extend: (value, { from, to }) => value + to - from,
    merge: sum,
  } satisfies RunQuantity<number>,
  longestIntervalS: {
    unit: "s",
    column: "longest_interval_s",
    type: "double",
    isNullable: false,
    start: () => 0,
    extend: (value, { intervalS, from, to }) => {
      let longest = value;
      for (let index = 0; index < to - from; index++) longest = Math.max(longest, floatAt(intervalS, index));
      return longest;
    },
    merge: Math.max,
  } satisfies RunQuantity<number>,
  leadInS: {
    unit: "s",
    column: "lead_in_s",
    type: "double",
    isNullable: false,
    start: ({ leadInS }) => leadInS,
    extend: keep,
    merge: sum,
  } satisfies RunQuantity<number>,
  /** Null where the run was computed by formulas that did not know it. */
  uncoveredS: {
    unit: "s",
    column: "uncovered_s",
    type: "double",
    isNullable: true,
    start: ({ uncoveredS }) => uncoveredS,
    extend: (value) => value,
    merge: (value, next) => (value === null || next === null ? null : value + next),
  } satisfies RunQuantity<number | null>,
  /** The formulas that a run, or the oldest run of a cycle, was computed by. */
  formulaVersion: {
    unit: "1",
    column: "formula_version",
    type: "integer",
    isNullable: false,
    start: () => FORMULA_VERSION,
    extend: keep,
    merge: Math.min,
  } satisfies RunQuantity<number>,
} as const;

export type RunQuantityName = keyof typeof RUN_QUANTITIES;
export type RunQuantities = {
  [Name in RunQuantityName]: (typeof RUN_QUANTITIES)[Name] extends { isNullable: true } ? number | null : number;
};

/** A quantity that is computed once, from its samples, when a run closes: the next run has begun, or the test was declared ended. */
type CloseQuantity = {
  unit: string;
  column: string;
  type: "double" | "smallint" | "time";
  isNullable: true;
};

const onClose = (unit: string, column: string, type: CloseQuantity["type"] = "double") =>
  ({ unit, column, type, isNullable: true }) satisfies CloseQuantity;

/**
 * In the order of the table's columns. Null while the run is open, and where older formulas made it. `close-run.ts` computes them; they depend
 * on the test's rest threshold and say for which ones they hold, so that few runs are read again when it changes.
 */
export const CLOSE_QUANTITIES = {
  /** Rest thresholds for which what follows holds lie above it, */
  closedAboveA: onClose("A", "closed_above_a"),
  /** and up to this. */
  closedUpToA: onClose("A", "closed_up_to_a"),
  /** 1 where the current outside of the held part is within 2 % of its median. */
  isSteady: onClose("1", "is_steady", "smallint"),
  /** Where the current begins to decay at a held voltage. */
  heldFromUs: onClose("µs", "held_from", "time"),
  /** Charge, energy and time from there to the run's end. */
  heldAs: onClose("A·s", "held_as"),
  heldWs: onClose("W·s", "held_ws"),
  heldS: onClose("s", "held_s"),
  /** |ΔV ÷ ΔI| against the sample before the run, 1 s after its start; and after 2, 10 and 30 s. */
  pulseOhm1: onClose("Ω", "pulse_ohm_1"),
  pulseOhm2: onClose("Ω", "pulse_ohm_2"),
  pulseOhm10: onClose("Ω", "pulse_ohm_10"),
  pulseOhm30: onClose("Ω", "pulse_ohm_30"),
} as const;
export type CloseQuantities = { -readonly [Name in keyof typeof CLOSE_QUANTITIES]: number | null };

export const SECONDS_PER_HOUR = 3600;
