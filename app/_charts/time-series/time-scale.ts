import type { TestClock } from "@/server/domain/samples/test-clock";

/** What an axis of time counts: from Unix ms to its unit and back. Rising, but it may stand still. */
export type TimeScale = { toUnit: (atMs: number) => number; toMs: (at: number) => number };

const MS_PER_S = 1000;

/** Unix ms, as clocks show them. */
export const CLOCK_SCALE: TimeScale = { toUnit: (atMs) => atMs, toMs: (at) => at };

/** Seconds since a moment. */
export const elapsedScale = (originMs: number): TimeScale => ({
  toUnit: (atMs) => (atMs - originMs) / MS_PER_S,
  toMs: (at) => at * MS_PER_S + originMs,
});

/** Seconds under test, in which pauses count for nothing; before and behind what is known, it goes with the clock. */
export function testTimeScale({ atMs, testTimeS }: TestClock): TimeScale {
  return {
    toUnit: (ms) => along(atMs, testTimeS, ms, 1 / MS_PER_S),
    toMs: (at) => along(testTimeS, atMs, at, MS_PER_S),
  };
}

/** What stands at a place between two columns, of which the first rises; `slope` holds beyond their ends. */
function along(places: readonly number[], values: readonly number[], at: number, slope: number): number {
  const next = firstAbove(places, at);
  const [place = 0, value = 0] = [places[Math.max(0, next - 1)], values[Math.max(0, next - 1)]];
  const [nextPlace, nextValue] = [places[next], values[next]];
  if (next === 0 || nextPlace === undefined || nextValue === undefined) return value + (at - place) * slope;
  return value + ((at - place) / (nextPlace - place)) * (nextValue - value);
}

/** Index of the first place that lies behind; their count where none does. */
function firstAbove(places: readonly number[], at: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
