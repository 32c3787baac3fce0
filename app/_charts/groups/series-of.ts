import type { PreparedSeries } from "./prepare-series";

/** For tests: a series from what matters to them; its other columns follow from those. */
export function seriesOf(given: Partial<PreparedSeries>): PreparedSeries {
  const cycle = given.cycle ?? [1, 2];
  const mean = given.mean ?? cycle.map(() => 1);
  const none = cycle.map(() => null);
  return {
    ...{ key: "W", name: "W", cells: 3, x: cycle, step: 1, cycle, line: mean, mean },
    ...{ std: none, low: none, high: none, median: mean, q1: mean, q3: mean, min: mean, max: mean },
    uncertainty: null,
    ...{ n: cycle.map(() => 3), thinned: cycle.map(() => false) },
    ...given,
  };
}
