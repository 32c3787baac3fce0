import type { BuiltPart } from "../built-part";

/** Looks at the cycler's cycle numbers: what is no count, falls back or leaves numbers out. They are kept as they are. */
export function checkCycleNumbers(warn: (line: number, message: string) => void): (part: BuiltPart) => void {
  let before = Number.NaN;
  let hasFraction = false;
  return ({ cycles, lines }) => {
    for (let row = 0; row < cycles.length; row++) {
      const cycle = cycles[row] as number;
      if (cycle === before || Number.isNaN(cycle)) continue;
      const line = lines[row] as number;
      if (!Number.isInteger(cycle) || cycle < 0) {
        if (!hasFraction) warn(line, `Cycle ${cycle} is no count; such samples take the number before.`);
        hasFraction = true;
        continue;
      }
      if (cycle < before) warn(line, `The cycle number falls from ${before} to ${cycle}; both keep their numbers.`);
      else if (cycle > before + 1) warn(line, missing(before + 1, cycle - 1));
      before = cycle;
    }
  };
}

const missing = (first: number, last: number) =>
  first === last
    ? `Cycle ${first} is missing; the others keep their numbers.`
    : `Cycles ${first}–${last} are missing; the others keep their numbers.`;
