/** A test of a cell: when it began, and how long each of its cycles took, in order; NaN where that is not known. */
type TimedTest = { startedAtUs: number; spansS: ArrayLike<number> };

/**
 * How long a cell had been under test when each of its cycles ended: what its cycles up to that took, of all its tests in the order in which
 * those began. What lies between two tests counts for nothing, nor does a pause for which the cycler's count of time stood still. Told of
 * ends, as throughput is: the time before a cycle's first run is booked to it, so that no other place is exact.
 * @returns s, by test and cycle as they were given; NaN from a cycle on whose length is not known
 * @see contract.md, "Groups": the axis `testTime`
 */
export function endsUnderTest(tests: readonly TimedTest[]): Float64Array[] {
  const ends = tests.map(({ spansS }) => new Float64Array(spansS.length));
  const order = [...tests.keys()].sort(
    (left, right) => (tests[left]?.startedAtUs ?? 0) - (tests[right]?.startedAtUs ?? 0) || left - right,
  );
  let elapsedS = 0;
  for (const at of order) {
    const [spansS, own] = [tests[at]?.spansS ?? [], ends[at]];
    for (let cycle = 0; cycle < spansS.length; cycle++) {
      elapsedS += spansS[cycle] ?? Number.NaN;
      if (own) own[cycle] = elapsedS;
    }
  }
  return ends;
}

type TimedCycle = {
  testId: number;
  cyclerCycle: number;
  startedAtUs: number;
  durationS: number | null;
  uncoveredS: number | null;
};

/** As `endsUnderTest`, of the stored cycles of a cell in any order; null where it is not known. */
export function timesUnderTest<Cycle extends TimedCycle>(cycles: readonly Cycle[]): Map<Cycle, number | null> {
  const tests = [...Map.groupBy(cycles, ({ testId }) => testId).values()].map((own) =>
    own.toSorted((left, right) => left.cyclerCycle - right.cyclerCycle),
  );
  const ends = endsUnderTest(
    tests.map((own) => ({
      startedAtUs: Math.min(...own.map(({ startedAtUs }) => startedAtUs)),
      spansS: own.map(({ durationS, uncoveredS }) => (durationS ?? Number.NaN) + (uncoveredS ?? Number.NaN)),
    })),
  );
  return new Map(
    tests.flatMap((own, test) =>
      own.map((cycle, index) => {
        const endS = ends[test]?.[index] ?? Number.NaN;
        return [cycle, Number.isNaN(endS) ? null : endS] as const;
      }),
    ),
  );
}
