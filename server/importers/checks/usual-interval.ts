import { floatAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

const LOOKED_AT = 2000;
const LEAST_ROWS = 10;

/** How far apart in test time rows with a current are, in s, in the middle of the first ones. */
export function usualInterval(): Check & { readonly intervalS: number | null } {
  const intervals: number[] = [];
  const add = ({ samples: { testTimeS, stepCount, currentA, length } }: BuiltPart) => {
    for (let row = 1; row < length && intervals.length < LOOKED_AT; row++) {
      if (stepCount[row] !== stepCount[row - 1] || currentA[row] === 0) continue;
      const elapsedS = floatAt(testTimeS, row) - floatAt(testTimeS, row - 1);
      if (elapsedS > 0) intervals.push(elapsedS);
    }
  };
  return {
    add,
    finish: () => {},
    get intervalS() {
      if (intervals.length < LEAST_ROWS) return null;
      return intervals.sort((left, right) => left - right)[intervals.length >> 1] ?? null;
    },
  };
}
