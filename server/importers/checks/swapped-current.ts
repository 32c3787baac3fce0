import { floatAt, intAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

/** The voltage has to move against the current by this many times what it moves with it, and by this much. */
const SHARE = 3;
const LEAST_V = 0.02;
/** Stretches of fewer rows show noise. */
const LEAST_ROWS = 10;
/** Rows at each end of a stretch, of which the middle counts: one alone may be a wrong value, or flicker. */
const END_ROWS = 3;

type Stretch = { sign: number; stepCount: number; rows: number; beginV: number[]; endV: number[] };

const middleOf = (values: readonly number[]) =>
  [...values].sort((left, right) => left - right)[values.length >> 1] ?? Number.NaN;

/**
 * In any cell, current into the positive terminal raises the voltage: one that falls on charge throughout has its sign swapped, or none. The ends
 * of stretches of one sign are compared. A symmetric cell, whose voltage crosses 0, may do either.
 */
export function swappedCurrent(): Check & { readonly isSwapped: boolean } {
  let [withV, againstV] = [0, 0];
  let [leastV, mostV] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let stretch: Stretch | null = null;
  const close = () => {
    if (stretch === null || stretch.rows < LEAST_ROWS) return;
    const [beginV, endV] = [middleOf(stretch.beginV), middleOf(stretch.endV)];
    leastV = Math.min(leastV, beginV, endV);
    mostV = Math.max(mostV, beginV, endV);
    const movedV = (endV - beginV) * stretch.sign;
    if (movedV > 0) withV += movedV;
    else againstV -= movedV;
  };
  const add = ({ samples }: BuiltPart) => {
    for (let row = 0; row < samples.length; row++) {
      const sign = Math.sign(floatAt(samples.currentA, row));
      const stepCount = intAt(samples.stepCount, row);
      if (stretch === null || sign !== stretch.sign || stepCount !== stretch.stepCount) {
        close();
        stretch = { sign, stepCount, rows: 0, beginV: [], endV: [] };
      }
      if (sign !== 0) addTo(stretch, floatAt(samples.voltageV, row));
    }
  };
  return {
    add,
    finish: () => {
      close();
      stretch = null;
    },
    /** Known after `finish`. */
    get isSwapped() {
      const isSymmetric = leastV < 0 && mostV > 0;
      return !isSymmetric && againstV >= LEAST_V && againstV >= SHARE * withV;
    },
  };
}

function addTo(stretch: Stretch, voltageV: number): void {
  stretch.rows += 1;
  if (stretch.beginV.length < END_ROWS) stretch.beginV.push(voltageV);
  if (stretch.endV.length === END_ROWS) stretch.endV.shift();
  stretch.endV.push(voltageV);
}
