import { expect, it } from "vitest";
import type { BatchSeries } from "../samples/batch-series";
import { Demonstration, demonstrationMs, isDemonstrationOver, SIMULATED_CELLS } from "./demonstration";

const STARTED_AT_MS = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;

function takeAll(demonstration: Demonstration, untilMs: number): BatchSeries[] {
  const all: BatchSeries[] = [];
  for (;;) {
    const series = demonstration.take(untilMs);
    if (series.length === 0) return all;
    all.push(...series);
  }
}

const timesOf = (series: readonly BatchSeries[], cell: string) =>
  series.filter((part) => part.cell === cell).flatMap(({ samples }) => [...samples.timeUs]);

it("gives every cell a history, in which one of four in a group strays", () => {
  const series = takeAll(new Demonstration(STARTED_AT_MS, -1), demonstrationMs(0));
  expect(new Set(series.map(({ cell }) => cell)).size).toBe(16);
  for (const { name } of SIMULATED_CELLS) {
    const times = timesOf(series, name);
    expect(times.length).toBeGreaterThan(45 * 50); // at least 50 cycles of 45 samples
    expect(times.every((time, index) => time > (times[index - 1] ?? 0))).toBe(true);
  }
  expect(SIMULATED_CELLS.filter(({ stray }) => stray !== null).map(({ name }) => name)).toEqual(["Simulated W-04"]);
});

it("gives the same samples in one stretch as in two", () => {
  const [middle, end] = [demonstrationMs(60_000), demonstrationMs(120_000)];
  const whole = takeAll(new Demonstration(STARTED_AT_MS, middle), end);
  const steady = new Demonstration(STARTED_AT_MS, demonstrationMs(0));
  takeAll(steady, middle);
  const name = "Simulated X-01";
  expect(timesOf(takeAll(steady, end), name)).toEqual(timesOf(whole, name));
});

it("never overtakes the clock, and ends after an hour", () => {
  const last = takeAll(new Demonstration(STARTED_AT_MS, demonstrationMs(0.99 * HOUR_MS)), demonstrationMs(2 * HOUR_MS));
  const latestUs = Math.max(...last.flatMap(({ samples }) => [...samples.timeUs]));
  expect(latestUs).toBeLessThanOrEqual((STARTED_AT_MS + HOUR_MS) * 1000);
  expect([isDemonstrationOver(0.5 * HOUR_MS), isDemonstrationOver(HOUR_MS)]).toEqual([false, true]);
});
