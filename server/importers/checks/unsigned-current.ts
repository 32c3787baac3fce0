import { floatAt, intAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

/** So far a voltage has to move, from the beginning of a stretch of current to its end, to tell which way it went. */
const LEAST_V = 0.3;

type Stretch = { line: number; stepCount: number; beginV: number; endV: number };

/**
 * Finds a current that has no sign: it never changes it, though it drives the voltage up in one step and down in another.
 * @param tell takes the line of the first sample that flowed the other way
 */
export function unsignedCurrent(tell: (line: number) => void): Check {
  const signs = new Set<number>();
  /** Line of the first stretch that went up, and of the first that went down. */
  let upLine: number | null = null;
  let downLine: number | null = null;
  let stretch: Stretch | null = null;
  const close = () => {
    if (stretch === null) return;
    const movedV = stretch.endV - stretch.beginV;
    if (movedV >= LEAST_V) upLine ??= stretch.line;
    if (movedV <= -LEAST_V) downLine ??= stretch.line;
    stretch = null;
  };
  const add = ({ samples, lines }: BuiltPart) => {
    if (signs.size > 1) return;
    for (let row = 0; row < samples.length; row++) {
      const sign = Math.sign(floatAt(samples.currentA, row));
      const endV = floatAt(samples.voltageV, row);
      const stepCount = intAt(samples.stepCount, row);
      if (sign === 0 || stretch?.stepCount !== stepCount) close();
      if (sign === 0) continue;
      signs.add(sign);
      stretch ??= { line: intAt(lines, row), stepCount, beginV: endV, endV };
      stretch.endV = endV;
    }
  };
  return {
    add,
    finish: () => {
      close();
      if (signs.size === 1 && upLine !== null && downLine !== null) tell(signs.has(1) ? downLine : upLine);
    },
  };
}
