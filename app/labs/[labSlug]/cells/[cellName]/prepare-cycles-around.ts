/** The cycles before and after the one that is looked at; where none is, the last one is the first to be looked at. */
export function cyclesAround(
  cycles: readonly { cycle: number }[],
  chosen: number | null,
): { before: number | null; after: number | null } {
  const numbers = [...new Set(cycles.map(({ cycle }) => cycle))];
  if (chosen === null) return { before: numbers.at(-1) ?? null, after: null };
  const before = numbers.findLast((cycle) => cycle < chosen) ?? null;
  const after = numbers.find((cycle) => cycle > chosen) ?? null;
  return { before, after };
}
