import { floatAt, intAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

/** The voltage has to move this far over a stretch of current to show its direction. */
const LEAST_V = 0.3;

type Stretch = { line: number; stepCount: number; beginV: number; endV: number };

/**
 * Finds a current without a sign: it never changes, although the voltage rises in one step and falls in another.
 * @param onUnsigned receives the line of the first sample of the other direction
 */
export function unsignedCurrent(onUnsigned: (line: number) => void): Check {
  const signs = new Set<number>();
  /** Line of the first stretch with a rising voltage, and of the first with a falling one. */
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
      if (signs.size === 1 && upLine !== null && downLine !== null) onUnsigned(signs.has(1) ? downLine : upLine);
    },
  };
}
