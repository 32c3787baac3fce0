/** The cell that a step up or down leads to: the first from nowhere, and no further than the ends. */
export function steppedCell(cells: readonly string[], now: string | null, step: 1 | -1): string | null {
  const at = now === null ? -1 : cells.indexOf(now);
  if (at === -1) return cells[step === 1 ? 0 : cells.length - 1] ?? null;
  return cells[Math.min(cells.length - 1, Math.max(0, at + step))] ?? null;
}
