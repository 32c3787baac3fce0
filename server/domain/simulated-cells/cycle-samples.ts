import type { SentMode } from "../samples/sample-columns";
import type { CellDesign } from "./cell-design";
import { lagsAfter, openCircuitV, overpotentialV } from "./circuit";
import type { CyclePlan, PlannedStep } from "./cycle-plan";
import { scatterOf } from "./random";

export type SimulatedSample = {
  /** Since the start of the test, whole ms. */
  testTimeMs: number;
  voltageV: number;
  currentA: number;
  temperatureC: number;
  cycle: number;
  step: number;
  stepCount: number;
  mode: SentMode;
};

const DRAW = { voltage: 201, voltageToo: 202, temperature: 203 };
/** Current has no noise: a source that holds it regulates it, and the capacities stay what was planned. */
const VOLTAGE_NOISE_V = 4e-4;
const TEMPERATURE_NOISE_C = 0.08;
const LEAST_INTERVALS = 3;
/** How much of the even spacing is bent towards both ends of a step under current, and towards the start of a rest. */
const BENT_TO_ENDS = 0.75;
const BENT_TO_START = 0.75;
const MS_PER_S = 1000;

/** The number of samples of a cycle at density 1. */
export function countSamples({ steps }: CyclePlan): number {
  return steps.reduce((sum, step) => sum + intervalsOf(step, 1) + 1, 0);
}

/**
 * The samples of a cycle in order.
 * @param density samples for each one of the plain grid. Steps begin and end at the same times whatever it is, and what they move
 *   comes out the same by trapezoids, so a test may change it in the middle of a step
 */
export function samplesOfCycle(cell: CellDesign, plan: CyclePlan, density: number): SimulatedSample[] {
  return plan.steps.flatMap((step) => gridMs(step, density).map((elapsedMs) => sampleAt(cell, plan, step, elapsedMs)));
}

function intervalsOf(step: PlannedStep, density: number): number {
  if (step.taperA !== null) {
    const knots = step.taperA.length - 1;
    return knots * Math.max(1, Math.round((step.samples * density) / knots)); // every knot is a sample, or charge would be lost
  }
  const least = step.mode === "rest" ? 1 : LEAST_INTERVALS;
  return Math.max(least, Math.round(step.samples * density) - 1);
}

/** When a step is sampled, in ms from its start: both ends always, denser where the voltage bends. */
function gridMs(step: PlannedStep, density: number): number[] {
  const intervals = intervalsOf(step, density);
  const grid: number[] = [];
  for (let index = 0; index <= intervals; index++) {
    const atMs = Math.round(step.durationMs * bend(step, index / intervals));
    if (atMs !== grid.at(-1)) grid.push(atMs);
  }
  return grid;
}

function bend(step: PlannedStep, share: number): number {
  if (step.taperA !== null) return share;
  if (step.mode === "rest") return (1 - BENT_TO_START) * share + BENT_TO_START * share ** 2;
  return share - (BENT_TO_ENDS / (2 * Math.PI)) * Math.sin(2 * Math.PI * share);
}

function sampleAt(cell: CellDesign, plan: CyclePlan, step: PlannedStep, elapsedMs: number): SimulatedSample {
  const elapsedS = elapsedMs / MS_PER_S;
  const testTimeMs = step.startMs + elapsedMs;
  const currentA = step.taperA === null ? step.currentA : taperedA(step.taperA, elapsedMs / step.durationMs);
  const lags = lagsAfter(plan.circuit, step.lags, currentA, elapsedS);
  const voltageV =
    step.taperA !== null
      ? plan.circuit.maxVoltageV
      : openCircuitV(plan.circuit, step.charged + step.chargedPerS * elapsedS, plan.kneeV) +
        overpotentialV(plan.circuit, currentA, lags);
  // By the time, not by an ordinal: the same sample has the same noise however dense the others lie.
  const noise = (draw: number) => scatterOf(cell.seed, cell.index, testTimeMs, draw);
  const voltageNoiseV = (VOLTAGE_NOISE_V / 2) * (noise(DRAW.voltage) + noise(DRAW.voltageToo));
  return {
    testTimeMs,
    voltageV: round(voltageV + voltageNoiseV, 1e4),
    currentA: round(currentA, 1e6),
    temperatureC: round(cell.ambientC + lags.warmingC + TEMPERATURE_NOISE_C * noise(DRAW.temperature), 1e2),
    cycle: plan.cycle,
    step: step.step,
    stepCount: step.stepCount,
    mode: step.mode,
  };
}

/** The current of a held voltage at a share of its time: linear between the knots. */
function taperedA(knotsA: readonly number[], share: number): number {
  const position = Math.min(1, share) * (knotsA.length - 1);
  const before = Math.floor(position);
  const fromA = knotsA[before] ?? 0;
  const toA = knotsA[before + 1] ?? fromA;
  return fromA + (toA - fromA) * (position - before);
}

const round = (value: number, perUnit: number) => Math.round(value * perUnit) / perUnit;
