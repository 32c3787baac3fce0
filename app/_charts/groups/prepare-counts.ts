import { MAX_BANDS } from "./prepare-band";
import type { PreparedSeries } from "./prepare-series";
import type { ShownGroup } from "./shown-group";

/** A row of the strip of counts under the axis. */
type CountRow = { key: string; colour: string; counts: Counts };
export type Counts = Pick<PreparedSeries, "x" | "step" | "n" | "cells">;

/** Height of the strip of rows, and of the one row that stands for many. */
const STRIP_PX = 72;
const ROW_GAP_PX = 2;
const ONE_ROW_PX = 16;

/** How the strip of counts is laid out: a row a group, or one of all cells where rows would be hairlines. */
export function prepareCounts(groups: readonly ShownGroup[]) {
  const areMany = groups.length > MAX_BANDS;
  // Over another axis than the cycle number no two groups have a place in common.
  if (areMany && groups.some(({ series }) => series.x !== series.cycle)) return NO_COUNTS;
  const rows: CountRow[] = areMany
    ? [{ key: "all", colour: "var(--mantine-color-dimmed)", counts: totalOf(groups.map(({ series }) => series)) }]
    : groups.map(({ series, style }) => ({ key: series.key, colour: style.colour, counts: series }));
  const fitting = Math.floor(STRIP_PX / Math.max(1, rows.length)) - ROW_GAP_PX;
  const rowHeight = areMany ? ONE_ROW_PX : Math.min(10, fitting);
  const rowPitch = rowHeight + ROW_GAP_PX;
  return { rows, rowHeight, rowPitch, height: rows.length * rowPitch + 4 };
}

/** Where no numbers of cells are drawn. */
export const NO_COUNTS = { rows: [] as CountRow[], rowHeight: 0, rowPitch: 0, height: 0 };

/** The cells of all groups together that have a value, cycle by cycle. */
export function totalOf(series: readonly Counts[]): Counts {
  const total = new Map<number, number>();
  for (const { x, n } of series) {
    x.forEach((at, index) => {
      total.set(at, (total.get(at) ?? 0) + (n[index] ?? 0));
    });
  }
  const sorted = [...total].sort(([left], [right]) => left - right);
  return {
    x: sorted.map(([cycle]) => cycle),
    step: 1,
    n: sorted.map(([, n]) => n),
    cells: series.reduce((sum, { cells }) => sum + cells, 0),
  };
}
