import { floatAt, intAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check, Warn } from "./check";

/** Warns of cycle numbers that are not counts, fall, or leave numbers out. They are kept as they are. */
export function cycleNumbers(): Check {
  let before = Number.NaN;
  const checkNumber = (cycle: number, line: number, warn: Warn) => {
    if (!Number.isInteger(cycle) || cycle < 0) {
      warn("uncounted cycle", line, `Cycle number ${cycle} is not a count; such samples get the number before.`);
      return;
    }
    if (cycle < before)
      warn("cycle falls", line, `The cycle number falls from ${before} to ${cycle}; both cycles keep their numbers.`);
    if (cycle > before + 1) warn("missing cycle", line, missing(before + 1, cycle - 1));
    before = cycle;
  };
  const add = ({ cycles, lines }: BuiltPart, warn: Warn) => {
    let last = before;
    for (let row = 0; row < cycles.length; row++) {
      const cycle = floatAt(cycles, row);
      if (cycle === last || Number.isNaN(cycle)) continue;
      last = cycle;
      checkNumber(cycle, intAt(lines, row), warn);
    }
  };
  return { add, finish: () => {} };
}

function missing(first: number, last: number): string {
  const which = first === last ? `Cycle ${first} is` : `Cycles ${first}–${last} are`;
  return `${which} missing; the others keep their numbers.`;
}
