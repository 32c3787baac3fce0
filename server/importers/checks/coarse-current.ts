import type { BuiltPart } from "../built-part";
import type { Check } from "./check";

const COARSE_SHARE = 0.01;
const LEAST_ROWS = 100;
/** Of each part so many rows show how finely the current is written. */
const LOOKED_AT = 1000;
const MAX_DECIMALS = 12;

/** Finds a current that is written so coarsely that what is integrated of it is, too: 0.0002 A with four decimals is off by up to a quarter. */
export function coarseCurrent(): Check {
  let [sumA, rows, decimals] = [0, 0, 0];
  const add = ({ samples }: BuiltPart) => {
    let looked = 0;
    for (let row = 0; row < samples.length; row++) {
      const sizeA = Math.abs(samples.currentA[row] as number);
      if (sizeA === 0) continue;
      sumA += sizeA;
      rows += 1;
      if (looked++ < LOOKED_AT) decimals = Math.max(decimals, decimalsOf(sizeA, decimals));
    }
  };
  return {
    add,
    finish: (warn) => {
      const stepA = 10 ** -decimals;
      const share = (stepA * rows) / sumA;
      if (rows < LEAST_ROWS || share <= COARSE_SHARE) return;
      const message = `The current is written in steps of ${stepA} A, ${(share * 100).toPrecision(2)} % of its size: capacities are as uncertain.`;
      warn("coarse current", null, message);
    },
  };
}

/** How many decimals a number has, at least `from`. */
function decimalsOf(value: number, from: number): number {
  for (let decimals = from; decimals < MAX_DECIMALS; decimals++) {
    const scaled = value * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-9 * scaled) return decimals;
  }
  return MAX_DECIMALS;
}
