import type { CellStatus } from "@/server/domain/cells/cell-state";
import type { OverviewCell } from "@/server/domain/cells/lab-overview";
import { type CellFilter, SHOWN_STATES } from "../overview-view";
import type { ListedStray } from "../cards/prepare-stray-list";

export type OverviewRow = { cell: OverviewCell; stray: ListedStray | null };

/** In the order of their names, as people count, where nothing else orders them. */
export function toRows(cells: readonly OverviewCell[], strays: readonly ListedStray[]): OverviewRow[] {
  const byId = new Map(strays.map((stray) => [stray.cellId, stray]));
  return cells
    .map((cell) => ({ cell, stray: byId.get(cell.cellId) ?? null }))
    .sort((left, right) => NATURAL.compare(left.cell.name, right.cell.name));
}

const NATURAL = new Intl.Collator("en", { numeric: true });

/** How many cells are in each state; states without any are left out, those that matter first stand first. */
export function countStates(cells: readonly OverviewCell[]): { state: CellStatus; count: number }[] {
  const counts = new Map<CellStatus, number>();
  for (const { state } of cells) counts.set(state, (counts.get(state) ?? 0) + 1);
  return SHOWN_STATES.map((state) => ({ state, count: counts.get(state) ?? 0 })).filter(({ count }) => count > 0);
}

/** The rows in any of some states, or of strays; of none: all. */
export const rowsOfStates = (rows: readonly OverviewRow[], only: readonly CellFilter[]): readonly OverviewRow[] =>
  only.length === 0
    ? rows
    : rows.filter(({ cell, stray }) => only.includes(cell.state) || (stray !== null && only.includes("stray")));
