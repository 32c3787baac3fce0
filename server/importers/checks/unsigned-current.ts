import { floatAt, intAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

/** The voltage has to move this far under a current to show its direction: of a cell, and of a pack of many. */
const LEAST_V = 0.3;
const LEAST_SHARE = 0.07;
/** A current of another size is another step, whose voltage leaps. */
const SIZES_ALIKE = 2;

/** In a step that begins from rest a cell's voltage goes one way: there this much shows it, in so many rows, if it is nearly all that it moves. */
const LEAST_FROM_REST_V = 0.02;
const LEAST_ROWS = 20;
const ONE_WAY = 0.8;

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
  /** The same in steps that begin from rest. */
  let [restUpLine, restDownLine]: [number | null, number | null] = [null, null];
  let isFromRest = true;
  const look = ({ risenV, fallenV, lowLine, highLine, highV }: Stretch) => {
    const leastV = Math.max(LEAST_V, LEAST_SHARE * highV);
    if (risenV >= leastV) upLine ??= lowLine;
    if (fallenV >= leastV) downLine ??= highLine;
  };
  const close = () => {
    stretch?.end();
    if (stretch) look(stretch);
    if (stretch && isFromRest) {
      const netV = stretch.oneWayV;
      if (netV >= LEAST_FROM_REST_V) restUpLine ??= stretch.firstLine;
      if (netV <= -LEAST_FROM_REST_V) restDownLine ??= stretch.firstLine;
    }
    if (stretch) isFromRest = false;
    stretch = null;
  };
  const add = ({ samples, lines }: BuiltPart) => {
    if (signs.size > 1) return;
    for (let row = 0; row < samples.length; row++) {
      const currentA = floatAt(samples.currentA, row);
      const stepCount = intAt(samples.stepCount, row);
      if (currentA === 0 || !stretch?.holds(stepCount, Math.abs(currentA))) close();
      if (currentA === 0) {
        isFromRest = true;
        continue;
      }
      signs.add(Math.sign(currentA));
      const line = intAt(lines, row);
      stretch ??= new Stretch(stepCount, Math.abs(currentA), line);
      stretch.add(floatAt(samples.voltageV, row), line);
      look(stretch);
    }
  };
  const finish = () => {
    close();
    if (signs.size !== 1) return;
    const lines = [
      [upLine, downLine],
      [restUpLine, restDownLine],
    ] as const;
    for (const [up, down] of lines) {
      const line = signs.has(1) ? down : up;
      if (up === null || down === null || line === null) continue;
      onUnsigned(line);
      return;
    }
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
  private rows = 0;
  private firstV = Number.NaN;
  private lastV = Number.NaN;
  private earlierV = Number.NaN;
  private beforeV = Number.NaN;

  constructor(
    private readonly stepCount: number,
    private readonly sizeA: number,
    readonly firstLine: number,
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
    this.rows += 1;
    if (this.rows === 1) this.firstV = middleV;
    this.lastV = middleV;
    const at = this.lowV > this.highV ? this.firstLine : line;
    if (middleV < this.lowV) [this.lowV, this.lowLine] = [middleV, at];
    if (middleV > this.highV) [this.highV, this.highLine] = [middleV, at];
    this.risenV = middleV - this.lowV;
    this.fallenV = this.highV - middleV;
  }

  /** How far the voltage went one way; 0 where it went to and fro, or the stretch is short. */
  get oneWayV(): number {
    const netV = this.lastV - this.firstV;
    const isOneWay = Math.abs(netV) >= ONE_WAY * (this.highV - this.lowV);
    return this.rows >= LEAST_ROWS && isOneWay ? netV : 0;
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
