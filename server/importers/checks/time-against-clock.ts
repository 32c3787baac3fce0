import { floatAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";
import { commonFactor, unitFactor } from "./unit-factor";

/** The clock has to advance this far before a rate is computed, because it may have whole seconds only. */
const LEAST_US = 60e6;
const LEAST_VOTES = 3;
/** In a file too short for that, its whole length shows the rate, if the clock moves so far and so often. */
const SHORT_US = 20e6;
const SHORT_STEPS = 10;
const MOST_SHORT_STEPS = 1000;
/** No test lasts this long; it seems to where hours are read as seconds. */
const LONGEST_S = 10 * 365 * 86_400;
/** A rate other than 1 throughout: pauses come and go, so that their rates differ. */
const STEADY_SHARE = 0.9;
const STEADY_VOTES = 10;
const STEADY_WITHIN = 0.02;
/** A clock that leaps by this much from one row to the next was put forward. */
const LEAP_US = 180 * 86_400e6;
const LEAP_TEST_S = 86_400;

/** Test time and clock of one row. */
type Reading = { testS: number; clockUs: number };

const hasFallen = (now: Reading, from: Reading) => now.testS < from.testS || now.clockUs < from.clockUs;
const rateOf = (begin: Reading, end: Reading) => (end.clockUs - begin.clockUs) / 1e6 / (end.testS - begin.testS);

/** What clock and test time say of each other. */
export type ClockWitness = {
  /** Seconds of the clock in a second of test time, where that is a factor of units, 1 included; else null. */
  factor: number | null;
  /** The same where it is neither 1 nor a factor of units, and equal throughout; else null. */
  steadyRate: number | null;
  /** Days by which the clock leaps ahead of test time from one row to the next; null where it does not. */
  leapDays: number | null;
  /** By its test time the test lasts longer than any does. */
  isEndless: boolean;
};

/** Compares test time with the clock, span by span: pauses and clock changes affect few spans, a wrong unit affects all. */
export function timeAgainstClock(): Check & { readonly witness: ClockWitness } {
  const spans = new ClockSpans();
  const add = ({ samples, clockUs }: BuiltPart) => {
    for (let row = 0; row < samples.length; row++) spans.add(floatAt(samples.testTimeS, row), floatAt(clockUs, row));
  };
  return {
    add,
    finish: () => {},
    get witness() {
      return spans.witness;
    },
  };
}

class ClockSpans {
  private readonly rates: number[] = [];
  /** From one reading of the clock to the next, for short files. */
  private readonly shortRates: number[] = [];
  private first: Reading | null = null;
  private from: Reading | null = null;
  private before: Reading | null = null;
  private longestS = 0;
  private leapUs = 0;

  add(testS: number, clockUs: number): void {
    if (testS > this.longestS) this.longestS = testS;
    if (Number.isNaN(testS + clockUs)) return;
    const now = { testS, clockUs };
    if (this.first === null || hasFallen(now, this.first)) this.first = now;
    this.before = this.stepTo(now, this.before ?? now);
    if (this.from === null || hasFallen(now, this.from)) this.from = now;
    if (clockUs - this.from.clockUs < LEAST_US) return;
    this.rates.push(rateOf(this.from, now));
    this.from = now;
  }

  /** The last reading at which the clock moved. */
  private stepTo(now: Reading, before: Reading): Reading {
    if (hasFallen(now, before)) return now;
    const steppedUs = now.clockUs - before.clockUs;
    if (steppedUs > LEAP_US && now.testS - before.testS < LEAP_TEST_S) this.leapUs = Math.max(this.leapUs, steppedUs);
    if (steppedUs === 0) return before;
    if (this.shortRates.length < MOST_SHORT_STEPS) this.shortRates.push(rateOf(before, now));
    return now;
  }

  get witness(): ClockWitness {
    const { rates, leapUs } = this;
    const isShort = rates.length < LEAST_VOTES;
    return {
      factor: isShort ? this.shortFactor() : commonFactor(rates),
      steadyRate: isShort ? null : steadyRateOf(rates),
      leapDays: leapUs === 0 ? null : Math.round(leapUs / 86_400e6),
      isEndless: this.longestS > LONGEST_S,
    };
  }

  private shortFactor(): number | null {
    const { first, before, shortRates } = this;
    if (first === null || before === null || shortRates.length < SHORT_STEPS) return null;
    const factor = before.clockUs - first.clockUs < SHORT_US ? null : unitFactor(rateOf(first, before));
    if (factor === null) return null;
    const alike = shortRates.filter((rate) => rate > factor / 3 && rate < factor * 3).length;
    return alike > shortRates.length / 2 ? factor : null;
  }
}

function steadyRateOf(rates: readonly number[]): number | null {
  if (rates.length < STEADY_VOTES) return null;
  const middle = [...rates].sort((left, right) => left - right)[rates.length >> 1] ?? 1;
  if (unitFactor(middle) !== null) return null;
  const alike = rates.filter((rate) => Math.abs(rate / middle - 1) < STEADY_WITHIN).length;
  return alike >= rates.length * STEADY_SHARE ? middle : null;
}
