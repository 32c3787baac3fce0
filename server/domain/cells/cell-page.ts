import type { MetricName } from "../cycles/metrics";
import type { StepControl } from "../cycles/step-control";
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
  sampleCount: number;
  isComplete: boolean;
  isPartial: boolean;
  isExcluded: boolean;
  tags: string[];
  warnings: string[];
};

export type CellCycles = {
  referenceCycle: number | null;
  cycles: PageCycle[];
  /** By metric, in the order of `cycles`; a metric without any value is left out. */
  metrics: Partial<Record<MetricName, (number | null)[]>>;
  warnings: string[];
};

/** One line of the table of steps. */
export type PageStep = {
  test: string;
  index: number;
  step: number | null;
  mode: "charge" | "discharge" | "rest" | "mixed";
  control: StepControl | null;
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
