import { expect, it } from "vitest";
import { endsUnderTest, timesUnderTest } from "./time-under-test";

const HOUR_US = 3600e6;
const cycle = (testId: number, cyclerCycle: number, startedAtH: number, given: object = {}) => ({
  ...{ testId, cyclerCycle, startedAtUs: startedAtH * HOUR_US, durationS: 7200, uncoveredS: 60 },
  ...given,
});

it("goes on from test to test, in the order in which they began, without what lies between them", () => {
  // Formation elsewhere: two cycles of 2 h and 1 min each, a week before. Then one of 1 h, and one that began after a pause of a night.
  const cycles = [
    cycle(1, 1, 200, { durationS: 3600, uncoveredS: 0 }),
    cycle(1, 2, 210),
    cycle(2, 2, 34),
    cycle(2, 1, 32),
  ];
  const times = timesUnderTest(cycles);
  expect(cycles.map((one) => times.get(one))).toEqual([
    2 * 7260 + 3600, // both cycles of formation, and an hour
    3 * 7260 + 3600, // the night is none of the cycler's count
    2 * 7260,
    7260,
  ]);
});

it("knows no time behind a cycle of which nobody knows how long it took", () => {
  const cycles = [cycle(1, 1, 0), cycle(1, 2, 3, { uncoveredS: null }), cycle(1, 3, 6)];
  const times = timesUnderTest(cycles);
  expect(cycles.map((one) => times.get(one))).toEqual([7260, null, null]);
  expect(timesUnderTest([]).size).toBe(0);
});

it("adds up what cycles took, test by test in the order in which they began", () => {
  const tests = [
    { startedAtUs: 9, spansS: [100, 50] },
    { startedAtUs: 2, spansS: [10, Number.NaN, 1] },
  ];
  expect(endsUnderTest(tests.slice(0, 1)).map((ends) => [...ends])).toEqual([[100, 150]]);
  expect(endsUnderTest(tests).map((ends) => [...ends])).toEqual([
    [Number.NaN, Number.NaN], // behind one of which nobody knows how long it took
    [10, Number.NaN, Number.NaN],
  ]);
});
