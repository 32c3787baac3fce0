/** Cycles by their shown numbers, both ends included. */
export type CycleRange = { from: number; to: number };

/** What is excluded of a cell from statistics: some cycles, or with null all of it. */
export type Excluded = CycleRange | null;

/** Whether a cycle is excluded from statistics, by its shown number. */
export function isExcluded(exclusions: readonly Excluded[], cycle: number): boolean {
  return exclusions.some((range) => range === null || (range.from <= cycle && cycle <= range.to));
}

/** Whether all that a range has is excluded by another one already. */
export function isCovered(range: Excluded, by: Excluded): boolean {
  if (by === null) return true;
  return range !== null && by.from <= range.from && range.to <= by.to;
}
