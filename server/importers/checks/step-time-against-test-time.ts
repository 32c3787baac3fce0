import { floatAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";
import { commonFactor } from "./unit-factor";

/** So many intervals show it. */
const LOOKED_AT = 2000;
const LEAST_VOTES = 5;

/** Compares step time with test time, or with the clock where there is no test time: inside a step both pass alike. */
export function stepTimeAgainstTestTime(): Check & { readonly factor: number | null } {
  const rates: number[] = [];
  const add = ({ samples, clockUs }: BuiltPart) => {
    const { stepTimeS, testTimeS, stepCount } = samples;
    for (let row = 1; row < samples.length && rates.length < LOOKED_AT; row++) {
      if (stepCount[row] !== stepCount[row - 1]) continue;
      const stepS = floatAt(stepTimeS, row) - floatAt(stepTimeS, row - 1);
      const testS = floatAt(testTimeS, row) - floatAt(testTimeS, row - 1);
      const passedS = Number.isNaN(testS) ? (floatAt(clockUs, row) - floatAt(clockUs, row - 1)) / 1e6 : testS;
      if (stepS > 0 && passedS > 0) rates.push(passedS / stepS);
    }
  };
  return {
    add,
    finish: () => {},
    /** Seconds of test time in a second of step time, where that is a factor of units; else null. */
    get factor() {
      return rates.length < LEAST_VOTES ? null : commonFactor(rates);
    },
  };
}
