import fc from "fast-check";
import { expect, it } from "vitest";
import { type RunClock, testClock } from "./test-clock";

const S = 1e6;
const run = (fromS: number, toS: number, testS: [number, number] | null, testId = 1): RunClock => ({
  testId,
  firstTimeUs: fromS * S,
  lastTimeUs: toS * S,
  firstTestTimeS: testS?.[0] ?? null,
  lastTestTimeS: testS?.[1] ?? null,
});

it("goes on with the clock, and stands still while the test pauses", () => {
  const runs = [run(100, 200, [0, 100]), run(210, 300, [110, 200]), run(1000, 1100, [200, 300])];
  // From 300 s to 1,000 s the cycler was off.
  expect(testClock(runs)).toEqual({ atMs: [100_000, 300_000, 1_000_000, 1_100_000], testTimeS: [0, 200, 200, 300] });
});

it("goes on where the count begins again, by the clock where there is none, and with the next test", () => {
  expect(testClock([run(0, 100, [50, 150]), run(110, 210, [0, 100])])).toEqual({
    atMs: [0, 100_000, 110_000, 210_000],
    testTimeS: [50, 150, 150, 250],
  });
  expect(testClock([run(0, 100, [0, 100]), run(160, 200, null)])).toEqual({ atMs: [0, 200_000], testTimeS: [0, 200] });
  expect(testClock([run(0, 100, [0, 100]), run(400, 500, [0, 100], 2)])?.testTimeS).toEqual([0, 100, 100, 200]);
  expect(testClock([run(0, 100, null), run(100, 200, null)])).toBeNull();
  expect(testClock([])).toBeNull();
});

it("keeps few knots where a clock only rounds, and rises whatever is sent", () => {
  const rounded = Array.from({ length: 5000 }, (_, index) => {
    const from = index * 60;
    return run(from + (index % 3) / 10, from + 59, [from, from + 59]);
  });
  expect(testClock(rounded)?.atMs.length).toBeLessThan(5);

  const time = fc.double({ min: 0, max: 1e7, noNaN: true });
  const any = fc.record({
    at: time,
    lasts: time,
    test: fc.option(fc.tuple(time, time)),
    testId: fc.integer({ min: 1, max: 2 }),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 20 }), (given) => {
      const runs = given
        .sort((left, right) => left.at - right.at)
        .map(({ at, lasts, test, testId }) => run(at, at + lasts, test, testId));
      const clock = testClock(runs);
      for (const column of clock ? [clock.atMs, clock.testTimeS] : []) {
        expect(column.every((value, index) => index === 0 || value >= (column[index - 1] ?? 0))).toBe(true);
      }
    }),
  );
});
