import { floatAt, type SampleColumns } from "../samples/sample-columns";

/** The last samples of a run of one direction, or all of them. */
export type RunTail = {
  samples: SampleColumns;
  /** How many samples the run has before them. */
  before: number;
  /** 1 for a charge, −1 for a discharge. */
  sign: 1 | -1;
  /** The largest current of the run in its direction, A. */
  largestA: number;
};

export type HeldPart = {
  /** Index among the tail's samples at which the current begins to decay; null where no part of the run is held at one voltage. */
  decay: number | null;
  /** Index of the last sample with current. */
  end: number;
  /** The rest thresholds for which this holds: over the first, up to the second. */
  closedAboveA: number;
  closedUpToA: number;
};

const CURRENT_SHARE = 0.01;
const VOLTAGE_SHARE = 0.002;
const LEAST_BAND_V = 0.005;
const LEAST_SAMPLES = 3;
const DECAYED = 0.95;

/**
 * The constant-voltage part at the end of a charge or discharge, found by walking back from its last sample with current.
 * @param restBelowA the rest threshold of the test, A
 * @returns null when earlier samples of the run are needed
 * @see contract.md, "CC–CV"; 6,859 of 6,872 program steps of 39 Arbin files are told right by it
 */
export function findHeldPart(tail: RunTail, restBelowA: number): HeldPart | null {
  const current = (index: number) => Math.max(tail.sign * floatAt(tail.samples.currentA, index), 0);
  let end = tail.samples.length - 1;
  let trailingA = 0;
  while (end >= 0 && current(end) < restBelowA) trailingA = Math.max(trailingA, current(end--));
  if (end < 0) return null;
  const closed = { end, closedAboveA: end === tail.samples.length - 1 ? -1 : trailingA, closedUpToA: current(end) };
  const stretch = heldStretch(tail, end, current);
  if (stretch === null) return null;
  let decay = end;
  while (current(decay) < stretch.largestA - CURRENT_SHARE * tail.largestA) decay -= 1;
  const isHeld = end - decay + 1 >= LEAST_SAMPLES && current(end) <= DECAYED * current(decay);
  return { ...closed, decay: isHeld ? decay : null };
}

/** The samples before `end`, with it, that have its voltage and a current that only falls; null when they may begin before the tail. */
function heldStretch({ samples, before, largestA: ofRunA }: RunTail, end: number, current: (index: number) => number) {
  const heldV = floatAt(samples.voltageV, end);
  const bandV = Math.max(LEAST_BAND_V, VOLTAGE_SHARE * heldV);
  let largestA = current(end);
  let from = end;
  for (; from >= 0; from--) {
    if (Math.abs(floatAt(samples.voltageV, from) - heldV) > bandV) break;
    if (current(from) < largestA - CURRENT_SHARE * ofRunA) break;
    largestA = Math.max(largestA, current(from));
  }
  return from < 0 && before > 0 ? null : { largestA };
}
