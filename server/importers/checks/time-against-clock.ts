import { floatAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

/** The clock has to advance this far before a rate is computed, because it may have whole seconds only. */
const LEAST_US = 60e6;
const LEAST_VOTES = 3;

const FACTORS: readonly (readonly [clockPerTest: number, message: string])[] = [
  [1, ""],
  [60, "The clock runs 60 times as fast as test time, which seems to be in minutes."],
  [3600, "The clock runs 3,600 times as fast as test time, which seems to be in hours."],
  [86_400, "The clock runs 86,400 times as fast as test time, which seems to be in days."],
  [1e-3, "Test time runs 1,000 times as fast as the clock: it seems to be in milliseconds."],
  [1 / 60, "Test time runs 60 times as fast as the clock: seconds seem to be read as minutes."],
  [1 / 3600, "Test time runs 3,600 times as fast as the clock: seconds seem to be read as hours."],
  [1e3, "The clock runs 1,000 times as fast as test time: seconds seem to be read as milliseconds."],
];

/** No test lasts this long; it seems to where hours are read as seconds. */
const LONGEST_S = 10 * 365 * 86_400;

/** Test time and clock of one row. */
type Reading = { testS: number; clockUs: number };

const hasFallen = (now: Reading, from: Reading) => now.testS < from.testS || now.clockUs < from.clockUs;

/** Compares test time with the clock, span by span: pauses and clock changes affect few spans, a wrong unit affects all. */
export function timeAgainstClock(): Check & { readonly doubt: string | null } {
  const votes = new Map<string, number>();
  let spans = 0;
  let from: Reading | null = null;
  let longestS = 0;
  const vote = (begin: Reading, end: Reading) => {
    const rate = (end.clockUs - begin.clockUs) / 1e6 / (end.testS - begin.testS);
    const message = FACTORS.find(([factor]) => Math.abs(rate / factor - 1) < 0.1)?.[1];
    if (message !== undefined) votes.set(message, (votes.get(message) ?? 0) + 1);
    spans += 1;
  };
  const add = ({ samples, clockUs }: BuiltPart) => {
    for (let row = 0; row < samples.length; row++) {
      const now = { testS: floatAt(samples.testTimeS, row), clockUs: floatAt(clockUs, row) };
      if (now.testS > longestS) longestS = now.testS;
      if (Number.isNaN(now.testS + now.clockUs)) continue;
      if (from === null || hasFallen(now, from)) from = now;
      if (now.clockUs - from.clockUs < LEAST_US) continue;
      vote(from, now);
      from = now;
    }
  };
  const likely = () =>
    [...votes].find(([message, count]) => message !== "" && count >= LEAST_VOTES && count > spans / 2)?.[0] ?? null;
  return {
    add,
    /** What seems wrong with the unit of test time so far. */
    get doubt() {
      return likely();
    },
    finish: (warn) => {
      if (longestS > LONGEST_S) {
        const years = Math.round(longestS / (365 * 86_400));
        warn("endless test", null, `By its test time the test lasts ${years} years: check the unit of test time.`);
      }
      const message = likely();
      if (message !== null) warn("time against clock", null, message);
    },
  };
}
