/** What is left to recompute, in words; null when nothing is. */
export function recomputeText({ tests, old }: { tests: number; old: number }): string | null {
  if (old === 0) return null;
  const left = tests === 1 ? "this lab's test" : `${old} of ${tests} tests`;
  return `The formulas have changed: ${left} will be recomputed in the background. Until then they show their earlier numbers.`;
}
