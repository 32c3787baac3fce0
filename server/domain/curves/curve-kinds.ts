import { floatAt } from "../samples/sample-columns";
import { thinSamples } from "../samples/thin-points";
import { type CurveRun, type CurveSamples, secondsBefore } from "./curve-samples";
import { capacityAtVoltages, capacityPerVolt, voltageOverCapacity, voltPerCapacity } from "./run-curves";
import type { Smoothing } from "./smoothing";

/** Raise it with every change that gives other curves for the same samples: those that are kept are made anew. */
const CURVES_VERSION = 2;

/** Which curve of a run, or of a whole cycle, and how it is made. */
export type CurveMaking =
  | { kind: "vq"; points: number }
  | { kind: "dqdv"; gridV: number; smoothing: Smoothing }
  /** Without a grid a 250th of the step's capacity. */
  | { kind: "dvdq"; gridAh: number | null; smoothing: Smoothing }
  /** Capacity over voltage, of which differences are made. */
  | { kind: "qv"; gridV: number }
  | { kind: "vit"; points: number; x: "testTime" | "clock" };

/** Columns of equal length, and what a reader should know of them. */
export type MadeCurve = { columns: Float64Array[]; note: string | null };

/** x and y; of `vit` time, voltage, current and temperature. */
export const columnCount = ({ kind }: CurveMaking): number => (kind === "vit" ? 4 : 2);

/** The same text for the same curve: what it is kept under. */
export function curveKey(making: CurveMaking): string {
  return `${CURVES_VERSION}:${JSON.stringify(making)}`;
}

/** The curve of a run; `vit` of any samples. */
export function makeCurve(making: CurveMaking, run: CurveRun): MadeCurve {
  if (making.kind === "vit") return { columns: traces(run.samples, making), note: null };
  const { x, y, note } = curveOf(making, run);
  const isDerivative = making.kind === "dqdv" || making.kind === "dvdq";
  return { columns: [inDigits(x, DIGITS), inDigits(y, isDerivative ? DERIVATIVE_DIGITS : DIGITS)], note };
}

/** Of the largest value of a column so many digits are told: a hundred thousand times what any cycler measures, and half as long to write. */
const DIGITS = 10;
/** A derivative's smoothing leaves fewer: a thousandth of what any reference of one is compared to. */
const DERIVATIVE_DIGITS = 8;

function inDigits(values: Float64Array, digits: number): Float64Array {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = 10 ** (digits - Math.ceil(Math.log10(largest)));
  return Number.isFinite(scale) ? values.map((value) => Math.round(value * scale) / scale) : values;
}

function curveOf(making: Exclude<CurveMaking, { kind: "vit" }>, run: CurveRun) {
  switch (making.kind) {
    case "vq":
      return voltageOverCapacity(run, making.points);
    case "dqdv":
      return capacityPerVolt(run, making);
    case "dvdq":
      return voltPerCapacity(run, making);
    case "qv":
      return capacityAtVoltages(run, making.gridV);
  }
}

const US_PER_MS = 1000;

/** Voltage, current and temperature over s since the first sample, or over Unix ms; extremes are kept. */
function traces(samples: CurveSamples, { points, x }: Extract<CurveMaking, { kind: "vit" }>): Float64Array[] {
  const kept = thinSamples(samples, points);
  const pick = (values: Float64Array) => Float64Array.from(kept, (index) => floatAt(values, index));
  const time = x === "clock" ? samples.timeUs.map((timeUs) => timeUs / US_PER_MS) : secondsAlong(samples);
  return [pick(time), pick(samples.voltageV), pick(samples.currentA), pick(samples.temperatureC)];
}

function secondsAlong(samples: CurveSamples): Float64Array {
  const seconds = new Float64Array(samples.length);
  for (let index = 1; index < samples.length; index++) {
    seconds[index] = floatAt(seconds, index - 1) + secondsBefore(samples, index);
  }
  return seconds;
}

/** Of more cycles than `most` so many, evenly by their order, the first and the last among them. */
export function chooseEvenly<T>(cycles: readonly T[], most: number): T[] {
  if (cycles.length <= most) return [...cycles];
  const places = Int32Array.from({ length: most }, (_, index) =>
    Math.round((index * (cycles.length - 1)) / (most - 1)),
  );
  return cycles.filter((_, index) => places.includes(index));
}
