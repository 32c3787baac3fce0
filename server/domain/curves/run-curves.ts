import { floatAt } from "../samples/sample-columns";
import { beforeHeld, capacityAlong, type CurveRun, type CurveSamples } from "./curve-samples";
import { type Branch, growingCapacity, interpolated, monotoneBranch, multiplesBetween } from "./monotone-branch";
import { pointsByLength } from "./points-by-length";
import { derivative, placesNeeded, type Smoothing } from "./smoothing";

/** A curve as columns of equal length, or empty ones with the reason. */
export type Curve = {
  x: Float64Array;
  y: Float64Array;
  /** What a reader should know of it. */
  note: string | null;
};

/** More places than that are no curve but a mistake in the grid. */
const MAX_PLACES = 10_000;
const NOTHING = { x: new Float64Array(0), y: new Float64Array(0) };

/** Voltage over the capacity moved since the step began, all of the run, sampled by curve length. */
export function voltageOverCapacity(run: CurveRun, points: number): Curve {
  const capacityAh = capacityAlong(run);
  const { voltageV } = run.samples;
  const kept = pointsByLength(capacityAh, voltageV, points);
  const pick = (values: Float64Array) => Float64Array.from(kept, (index) => floatAt(values, index));
  return { x: pick(capacityAh), y: pick(voltageV), note: null };
}

/**
 * Capacity a volt over the voltage: the monotone branch of the run up to where its current begins to decay, at the multiples of `gridV`,
 * positive in both directions.
 * @see data/README.md, "Curves"
 */
export function capacityPerVolt(run: CurveRun, { gridV, smoothing }: { gridV: number; smoothing: Smoothing }): Curve {
  const { branch, offBranch } = branchOf(run);
  const grid = gridOver(branch, gridV);
  if (typeof grid === "string") return { ...NOTHING, note: grid };
  if (grid.length < placesNeeded(smoothing)) return { ...NOTHING, note: tooShort("V", gridV, grid.length, smoothing) };
  const perVolt = derivative(interpolated(branch, grid), gridV, smoothing);
  return { ...inOrder(grid, perVolt, run.sign), note: offBranch === 0 ? null : offBranchNote(offBranch) };
}

/** Capacity at the multiples of `gridV` on the same branch: what two cycles are compared by. */
export function capacityAtVoltages(run: CurveRun, gridV: number): Curve {
  const { branch, offBranch } = branchOf(run);
  const grid = gridOver(branch, gridV);
  if (typeof grid === "string") return { ...NOTHING, note: grid };
  const capacityAh = interpolated(branch, grid);
  return { ...inOrder(grid, capacityAh, run.sign), note: offBranch === 0 ? null : offBranchNote(offBranch) };
}

/** Volts a unit of capacity over the capacity, at the multiples of `gridAh`, positive in both directions. */
export function voltPerCapacity(
  run: CurveRun,
  { gridAh, smoothing }: { gridAh: number | null; smoothing: Smoothing },
): Curve & { gridAh: number } {
  const samples = beforeHeld(run);
  const branch = growingCapacity(capacityAlong({ ...run, samples }), samples.voltageV);
  const step = gridAh ?? rangeOf(branch) / DEFAULT_STEPS;
  const grid = step > 0 ? gridOver(branch, step) : new Float64Array(0);
  if (typeof grid === "string") return { ...NOTHING, gridAh: step, note: grid };
  if (grid.length < placesNeeded(smoothing)) {
    return { ...NOTHING, gridAh: step, note: tooShort("Ah", step, grid.length, smoothing) };
  }
  const perAh = derivative(interpolated(branch, grid), step, smoothing);
  return { x: grid, y: perAh.map((value) => run.sign * value), gridAh: step, note: null };
}

/** Of a step, where nobody says how fine. */
const DEFAULT_STEPS = 250;
const rangeOf = ({ x }: Branch) => (x.length < 2 ? 0 : floatAt(x, x.length - 1) - floatAt(x, 0));

function branchOf(run: CurveRun): { samples: CurveSamples; branch: Branch; offBranch: number } {
  const samples = beforeHeld(run);
  return { samples, ...monotoneBranch(samples.voltageV, capacityAlong({ ...run, samples }), run.sign) };
}

/** @returns why there is none */
function gridOver({ x }: Branch, step: number): Float64Array | string {
  if (x.length < 2) return "The step has fewer than two samples that could be a curve.";
  const { count, places } = multiplesBetween(floatAt(x, 0), floatAt(x, x.length - 1), step);
  if (count <= MAX_PLACES) return places();
  return `The grid is too fine: it would have ${count} places, ${MAX_PLACES} are possible. Ask for a coarser one.`;
}

const tooShort = (unit: string, step: number, count: number, smoothing: Smoothing) =>
  `The step spans ${count} places of ${Number(step.toPrecision(6))} ${unit}; its smoothing needs ${placesNeeded(smoothing)}. Ask for a finer grid.`;

const offBranchNote = (count: number) =>
  `${count} ${count === 1 ? "sample lies" : "samples lie"} off the monotone branch and are left out.`;

/** Voltages are told to so many decimals: 3.015 V, and not 603 × 0.005 as doubles multiply it. */
const NANO = 1e9;

/** Of a discharge x was taken with the other sign: back, by rising voltage. */
function inOrder(x: Float64Array, y: Float64Array, sign: 1 | -1): { x: Float64Array; y: Float64Array } {
  const voltageV = x.map((directed) => Math.round(sign * directed * NANO) / NANO + 0); // + 0: no negative zero
  return sign === 1 ? { x: voltageV, y } : { x: voltageV.reverse(), y: y.slice().reverse() };
}
