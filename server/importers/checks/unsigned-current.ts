import { floatAt, intAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

/** The voltage has to move this far under a current to show its direction: of a cell, and of a pack of many. */
const LEAST_V = 0.3;
const LEAST_SHARE = 0.07;
/** A current of another size is another step, whose voltage leaps. */
const SIZES_ALIKE = 2;

/**
 * Finds a current without a sign: it never changes, although the voltage rises and falls under it, in one step or in several.
 * @param onUnsigned receives the line from which the voltage moves the other way
 */
export function unsignedCurrent(onUnsigned: (line: number) => void): Check {
  const signs = new Set<number>();
  /** Where a voltage began to rise, and where one began to fall. */
  let upLine: number | null = null;
  let downLine: number | null = null;
  let stretch: Stretch | null = null;
  const look = ({ risenV, fallenV, lowLine, highLine, highV }: Stretch) => {
    const leastV = Math.max(LEAST_V, LEAST_SHARE * highV);
    if (risenV >= leastV) upLine ??= lowLine;
    if (fallenV >= leastV) downLine ??= highLine;
  };
  const close = () => {
    stretch?.end();
    if (stretch) look(stretch);
    stretch = null;
  };
  const add = ({ samples, lines }: BuiltPart) => {
    if (signs.size > 1) return;
    for (let row = 0; row < samples.length; row++) {
      const currentA = floatAt(samples.currentA, row);
      const stepCount = intAt(samples.stepCount, row);
      if (currentA === 0 || !stretch?.holds(stepCount, Math.abs(currentA))) close();
      if (currentA === 0) continue;
      signs.add(Math.sign(currentA));
      const line = intAt(lines, row);
      stretch ??= new Stretch(stepCount, Math.abs(currentA), line);
      stretch.add(floatAt(samples.voltageV, row), line);
      look(stretch);
    }
  };
  const finish = () => {
    close();
    if (signs.size === 1 && upLine !== null && downLine !== null) onUnsigned(signs.has(1) ? downLine : upLine);
  };
  return { add, finish };
}

/** Neighbouring rows of one step and like currents: how far their voltage lies from its least and from its largest. */
class Stretch {
  lowLine = 0;
  highLine = 0;
  risenV = 0;
  fallenV = 0;
  private lowV = Number.POSITIVE_INFINITY;
  highV = Number.NEGATIVE_INFINITY;
  private earlierV = Number.NaN;
  private beforeV = Number.NaN;

  constructor(
    private readonly stepCount: number,
    private readonly sizeA: number,
    private readonly firstLine: number,
  ) {}

  holds(stepCount: number, sizeA: number): boolean {
    const isAlike = sizeA <= SIZES_ALIKE * this.sizeA && sizeA * SIZES_ALIKE >= this.sizeA;
    return isAlike && stepCount === this.stepCount;
  }

  add(voltageV: number, line: number): void {
    // Of three rows the middle voltage counts: one wrong value is no direction. NaN before the third.
    const middleV = middleOf(this.earlierV, this.beforeV, voltageV);
    this.earlierV = this.beforeV;
    this.beforeV = voltageV;
    if (Number.isNaN(middleV)) return;
    const at = this.lowV > this.highV ? this.firstLine : line;
    if (middleV < this.lowV) [this.lowV, this.lowLine] = [middleV, at];
    if (middleV > this.highV) [this.highV, this.highLine] = [middleV, at];
    this.risenV = middleV - this.lowV;
    this.fallenV = this.highV - middleV;
  }

  /** Of two rows both count. */
  end(): void {
    if (this.lowV <= this.highV || Number.isNaN(this.earlierV)) return;
    const movedV = this.beforeV - this.earlierV;
    [this.risenV, this.fallenV, this.lowLine, this.highLine] = [movedV, -movedV, this.firstLine, this.firstLine];
    this.highV = Math.max(this.beforeV, this.earlierV);
  }
}

const middleOf = (first: number, second: number, third: number) =>
  Math.max(Math.min(first, second), Math.min(Math.max(first, second), third));
