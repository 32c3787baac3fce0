import { floatAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

const COARSE_SHARE = 0.01;
const LEAST_ROWS = 100;
/** So many rows of each part are examined for their decimals. */
const LOOKED_AT = 1000;
const MAX_DECIMALS = 12;
/** At least this share of rows differs from the row before where a current was measured; a setpoint that is repeated shows no resolution. */
const MOVING_SHARE = 0.05;

/**
 * Finds a current whose resolution limits what is integrated from it: 0.0002 A with four decimals is off by up to a quarter.
 * @param writtenStepA resolution where the text shows it; else only a current that varies shows it
 */
export function coarseCurrent(writtenStepA: number | null): Check {
  let [sumA, rows, decimals, looked, moved] = [0, 0, 0, 0, 0];
  const add = ({ samples }: BuiltPart) => {
    const lookedBefore = looked;
    for (let row = 0; row < samples.length; row++) {
      const sizeA = Math.abs(floatAt(samples.currentA, row));
      if (sizeA === 0) continue;
      sumA += sizeA;
      rows += 1;
      if (looked - lookedBefore === LOOKED_AT) continue;
      looked += 1;
      if (movesInStep(samples, row)) moved += 1;
      decimals = Math.max(decimals, decimalsOf(sizeA, decimals));
    }
  };
  return {
    add,
    finish: (warn) => {
      const stepA = Math.min(writtenStepA ?? 1, 10 ** -decimals);
      const share = (stepA * rows) / sumA;
      const isShown = writtenStepA !== null || moved >= looked * MOVING_SHARE;
      if (rows < LEAST_ROWS || share <= COARSE_SHARE || !isShown) return;
      const percent = Number((share * 100).toPrecision(2)); // as text 100, not 1.0e+2
      const message = `The current has a resolution of ${Number(stepA.toPrecision(6))} A, ${percent} % of its mean: capacities are as uncertain.`;
      warn("coarse current", null, message);
    },
  };
}

/** Whether the current differs from that of the row before, in the same step and direction. */
function movesInStep({ currentA, step, stepCount }: BuiltPart["samples"], row: number): boolean {
  if (row === 0 || step[row] !== step[row - 1] || stepCount[row] !== stepCount[row - 1]) return false;
  const [before, now] = [floatAt(currentA, row - 1), floatAt(currentA, row)];
  return now !== before && now * before > 0;
}

/** Number of decimals, at least `from`. */
function decimalsOf(value: number, from: number): number {
  for (let decimals = from; decimals < MAX_DECIMALS; decimals++) {
    const scaled = value * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-9 * scaled) return decimals;
  }
  return MAX_DECIMALS;
}
