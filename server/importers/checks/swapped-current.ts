import { floatAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

/** The voltage has to move against the current by this many times what it moves with it, and by this much. */
const SHARE = 3;
const LEAST_V = 0.05;
/** A steady current does not move the voltage further between two samples: a jump is a wrong value, such as a 0 at the end of a file. */
const JUMP_V = 0.5;

/** In any cell, current into the positive terminal raises the voltage: one that falls on charge throughout has its sign swapped. */
export function swappedCurrent(): Check {
  let [withV, againstV] = [0, 0];
  const add = ({ samples }: BuiltPart) => {
    for (let row = 1; row < samples.length; row++) {
      const [before, now] = [floatAt(samples.currentA, row - 1), floatAt(samples.currentA, row)];
      if (before * now <= 0 || samples.stepCount[row] !== samples.stepCount[row - 1]) continue;
      const movedV = (floatAt(samples.voltageV, row) - floatAt(samples.voltageV, row - 1)) * Math.sign(now);
      if (Math.abs(movedV) > JUMP_V) continue;
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
