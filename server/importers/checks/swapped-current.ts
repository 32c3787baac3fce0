import { floatAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

/** Voltage that moved against the current has to be this many times what moved with it, and this much. */
const SHARE = 3;
const LEAST_V = 0.05;
/** From one sample to the next no steady current moves it further: that is a value gone wrong, as a 0 where a file ends. */
const LEAP_V = 0.5;

/** Whatever a cell is made of, a current into its plus pole raises its voltage: one that falls on charge all along has its sign swapped. */
export function swappedCurrent(): Check {
  let [withV, againstV] = [0, 0];
  const add = ({ samples }: BuiltPart) => {
    for (let row = 1; row < samples.length; row++) {
      const [before, now] = [floatAt(samples.currentA, row - 1), floatAt(samples.currentA, row)];
      if (before * now <= 0 || samples.stepCount[row] !== samples.stepCount[row - 1]) continue;
      const movedV = (floatAt(samples.voltageV, row) - floatAt(samples.voltageV, row - 1)) * Math.sign(now);
      if (Math.abs(movedV) > LEAP_V) continue;
      if (movedV > 0) withV += movedV;
      else againstV -= movedV;
    }
  };
  return {
    add,
    finish: (warn) => {
      if (againstV < LEAST_V || againstV < SHARE * withV) return;
      const message = "The voltage falls on charge and rises on discharge: charge and discharge seem to be swapped.";
      warn("swapped current", null, message);
    },
  };
}
