export type Place = { row: number; column: number };
/** What is selected: the rectangle between the two, both included; keys move `active`. */
export type Selection = { active: Place; anchor: Place };
export type Extent = { rows: number; columns: number; pageRows: number };

const STEPS: Record<string, (extent: Extent) => Place> = {
  ArrowUp: () => ({ row: -1, column: 0 }),
  ArrowDown: () => ({ row: 1, column: 0 }),
  ArrowLeft: () => ({ row: 0, column: -1 }),
  ArrowRight: () => ({ row: 0, column: 1 }),
  PageUp: ({ pageRows }) => ({ row: -pageRows, column: 0 }),
  PageDown: ({ pageRows }) => ({ row: pageRows, column: 0 }),
  Home: () => ({ row: 0, column: Number.NEGATIVE_INFINITY }),
  End: () => ({ row: 0, column: Number.POSITIVE_INFINITY }),
};

export const selectOne = (active: Place): Selection => ({ active, anchor: active });

/** Where a key leads; null when it does not move. With Ctrl to the end of that direction, with Shift the selection grows. */
export function moveSelection(
  { active, anchor }: Selection,
  key: string,
  { isShift, isCtrl }: { isShift: boolean; isCtrl: boolean },
  extent: Extent,
): Selection | null {
  const step = STEPS[key]?.(extent);
  if (!step) return null;
  const isHomeOrEnd = key === "Home" || key === "End";
  const far = (steps: number) => (isCtrl && steps !== 0 ? Math.sign(steps) * Number.POSITIVE_INFINITY : steps);
  const moved = clamp(
    {
      row: active.row + (isHomeOrEnd && isCtrl ? far(key === "Home" ? -1 : 1) : far(step.row)),
      column: active.column + far(step.column),
    },
    extent,
  );
  return { active: moved, anchor: isShift ? anchor : moved };
}

/** Within the sheet, which may have become smaller. */
export function clamp({ row, column }: Place, { rows, columns }: Pick<Extent, "rows" | "columns">): Place {
  const between = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  return { row: between(row, rows), column: between(column, columns) };
}

export function rangeOf({ active, anchor }: Selection) {
  return {
    top: Math.min(active.row, anchor.row),
    bottom: Math.max(active.row, anchor.row),
    left: Math.min(active.column, anchor.column),
    right: Math.max(active.column, anchor.column),
  };
}

export function isInside(range: ReturnType<typeof rangeOf>, row: number, column: number): boolean {
  return row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;
}

/** The id of a place's element in the page. */
export const idOf = (gridId: string, { row, column }: Place) => `${gridId}-${row}-${column}`;
