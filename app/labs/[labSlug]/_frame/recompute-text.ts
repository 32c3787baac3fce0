/** What is left to recompute, in words; null when nothing is. `old`: by earlier formulas, `changed`: of others, with earlier settings. */
export function recomputeText({ tests, old, changed }: { tests: number; old: number; changed: number }): string | null {
  const count = old + changed;
  if (count === 0) return null;
  const cause = old > 0 ? "The formulas have changed" : "Settings of cells have changed";
  const left = tests === 1 ? "this lab's test" : `${count} of ${tests} tests`;
  return `${cause}: ${left} will be recomputed in the background. Until then they show their earlier numbers.`;
}
