import type { MetricName } from "../cycles/metrics";
import { ofLaterTests } from "./one-a-number";
import type { RateTestStep } from "../cycles/pulses/rate-test";
import type { StepControl } from "../cycles/step-control";
import type { StepPulse } from "../cycles/pulses/step-pulse";
import type { SheetCell, SheetField } from "./cell-sheet";

/** What a cell's page shows at its head. */
export type CellHead = {
  cell: SheetCell;
  fields: SheetField[];
  /** The last sample of the test that sampled last; null before the first. */
  latest: LatestSample | null;
  /** The cells before and after it by name. */
  previous: string | null;
  next: string | null;
};

export type LatestSample = {
  /** When it was taken, Unix ms. */
  atMs: number;
  /** As shown; null while it has no number. */
  cycle: number | null;
  test: string;
  voltageV: number | null;
  currentA: number | null;
  temperatureC: number | null;
};

/** One line of the table of cycles; its metrics stand in columns beside it. */
export type PageCycle = {
  cycle: number;
  test: string;
  startedAtMs: number;
  endedAtMs: number;
  /** How long the cell had been under test when it ended, s; null where that is not known. */
  underTestS: number | null;
  sampleCount: number;
  isComplete: boolean;
  isPartial: boolean;
  isExcluded: boolean;
  tags: string[];
  warnings: string[];
  /** The version of the formulas that made it, where that is not today's: workers recompute it, or its raw samples are no longer kept. */
  olderFormulas?: number;
};

export type CellCycles = {
  referenceCycle: number | null;
  cycles: PageCycle[];
  /** By metric, in the order of `cycles`; a metric without any value is left out. */
  metrics: Partial<Record<MetricName, (number | null)[]>>;
  /** Of the one metric that a shared comparison shows; elsewhere they follow from `metrics`. */
  uncertainties?: (number | null)[];
  warnings: string[];
};

/** Of cycles that share their number the one that statistics look at, whether it counts or not. */
export const oneANumber = (cycles: readonly PageCycle[]): ReadonlySet<PageCycle> =>
  new Set(ofLaterTests(cycles, ({ test, startedAtMs }) => [test, startedAtMs]));

/** One line of the table of steps. */
export type PageStep = {
  test: string;
  index: number;
  step: number | null;
  mode: "charge" | "discharge" | "rest" | "mixed";
  control: StepControl | null;
  /** Of a step whose voltage was held after a constant current; null of others. Both sum to the step. */
  constantCurrent: PageStepPart | null;
  constantVoltage: PageStepPart | null;
  startedAtMs: number;
  durationS: number;
  chargeCapacityAh: number;
  dischargeCapacityAh: number;
  chargeEnergyWh: number;
  dischargeEnergyWh: number;
  minVoltageV: number;
  maxVoltageV: number;
  maxTemperatureC: number | null;
  sampleCount: number;
};

/** Its capacity is of the step's direction. */
export type PageStepPart = { durationS: number; capacityAh: number };

/** What formation, a rate test and pulses told of a cell; what it never had is empty. */
export type CellTests = {
  /** Of its first cycle that counts; null before one is finished. */
  formation: {
    cycle: number;
    efficiency: number | null;
    /** At most about ± this; null where that is not known. */
    efficiencyUncertainty: number | null;
    /** What its charge put in and its discharge did not return; of an anode's half cell the reverse. */
    irreversibleLossAh: number | null;
    /** How many of its cycles are formation. */
    formationCycles: number;
  } | null;
  /** The slowest rate first. */
  rateTest: RateTestStep[];
  pulses: PagePulse[];
  /** Pulses beyond those. */
  morePulses: number;
};

/** A pulse between two rests, in the order of the tests. */
export type PagePulse = StepPulse & {
  test: string;
  cycle: number;
  /** Of its step in the test. */
  index: number;
  startedAtMs: number;
  durationS: number;
};
