import { floatAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

const COARSE_SHARE = 0.01;
const LEAST_ROWS = 100;
/** Of each part so many rows show how finely the current is written. */
const LOOKED_AT = 1000;
const MAX_DECIMALS = 12;
/** Of rows with a current so many differ from the row before where it was measured: one that is held as it was set shows no resolution. */
const MOVING_SHARE = 0.05;

/**
 * Finds a current that is written so coarsely that what is integrated of it is, too: 0.0002 A with four decimals is off by up to a quarter.
 * @param writtenStepA how finely it is written, where its text tells; else only a current that moves does
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
      const isTold = writtenStepA !== null || moved >= looked * MOVING_SHARE;
      if (rows < LEAST_ROWS || share <= COARSE_SHARE || !isTold) return;
      const percent = Number((share * 100).toPrecision(2)); // as text 100, not 1.0e+2
      const message = `The current has a resolution of ${Number(stepA.toPrecision(6))} A, ${percent} % of its mean: capacities are as uncertain.`;
      warn("coarse current", null, message);
    },
  };
}

/** Whether the current is another one than in the row before, of the same step and direction. */
function movesInStep({ currentA, step, stepCount }: BuiltPart["samples"], row: number): boolean {
  if (row === 0 || step[row] !== step[row - 1] || stepCount[row] !== stepCount[row - 1]) return false;
  const [before, now] = [floatAt(currentA, row - 1), floatAt(currentA, row)];
  return now !== before && now * before > 0;
}

/** How many decimals a number has, at least `from`. */
function decimalsOf(value: number, from: number): number {
  for (let decimals = from; decimals < MAX_DECIMALS; decimals++) {
    const scaled = value * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-9 * scaled) return decimals;
  }
  return MAX_DECIMALS;
}
