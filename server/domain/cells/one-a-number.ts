/** The test that a cycle is of, and when the cycle began. */
type TestOf<C> = (cycle: C) => readonly [test: number | string, startedAt: number];

/**
 * One cycle a number: where two tests show the same one, that of the test that started later, whether it counts or not.
 * @param shown in order of their numbers, then of their starts
 */
export function ofLaterTests<C extends { cycle: number }>(shown: readonly C[], testOf: TestOf<C>): C[] {
  const startOfTest = new Map<number | string, number>();
  for (const cycle of shown) {
    const [test, startedAt] = testOf(cycle);
    startOfTest.set(test, Math.min(startedAt, startOfTest.get(test) ?? Number.POSITIVE_INFINITY));
  }
  const startOf = (cycle: C) => startOfTest.get(testOf(cycle)[0]) ?? 0;
  const byNumber = new Map<number, C>();
  for (const cycle of shown) {
    const other = byNumber.get(cycle.cycle);
    if (!other || startOf(cycle) >= startOf(other)) byNumber.set(cycle.cycle, cycle);
  }
  return [...byNumber.values()];
}
