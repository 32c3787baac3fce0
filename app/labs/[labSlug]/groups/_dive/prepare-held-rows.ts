/**
 * Rows in the order in which they were last let move, with what they say now; new ones behind them.
 * @returns `moved`: how many would stand elsewhere if they were let move
 */
export function heldRows<Row extends { cellId: number }>(
  rows: readonly Row[],
  heldIds: readonly number[] | null,
): { rows: readonly Row[]; moved: number } {
  if (heldIds === null) return { rows, moved: 0 };
  const placeOf = new Map(heldIds.map((id, place) => [id, place]));
  const behind = heldIds.length;
  const held = [...rows].sort(
    (left, right) => (placeOf.get(left.cellId) ?? behind) - (placeOf.get(right.cellId) ?? behind),
  );
  const moved = held.filter(({ cellId }, index) => rows[index]?.cellId !== cellId).length;
  return { rows: held, moved };
}
