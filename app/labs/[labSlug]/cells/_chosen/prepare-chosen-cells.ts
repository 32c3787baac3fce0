import type { SheetCell } from "@/server/domain/cells/cell-sheet";

/** Cells that were chosen, by their ids, and the one that was chosen last: Shift chooses all from there on. */
export type Chosen = { ids: ReadonlySet<number>; last: number | null };

/** What may be done to all of them that changes something. */
export type ChosenAction = "exclude" | "tag" | "set";

export const NOTHING_CHOSEN: Chosen = { ids: new Set(), last: null };

type Row = Pick<SheetCell, "cellId">;

/** Chooses cells, or where all of them are chosen, none of them. */
export function toggled({ ids }: Chosen, cells: readonly Row[]): Chosen {
  const isOn = cells.some(({ cellId }) => !ids.has(cellId));
  return put({ ids }, cells, isOn);
}

/** Chooses a cell or not, as far as Shift reaches: all rows between it and the last one. */
export function put({ ids }: Pick<Chosen, "ids">, cells: readonly Row[], isOn: boolean): Chosen {
  const next = new Set(ids);
  for (const { cellId } of cells) {
    if (isOn) next.add(cellId);
    else next.delete(cellId);
  }
  return { ids: next, last: cells.at(-1)?.cellId ?? null };
}

/** The rows from the one that was chosen last to another, in their order; that one alone where the last is not listed. */
export function reachOf<Each extends Row>(rows: readonly Each[], last: number | null, to: Each): Each[] {
  const [from, end] = [rows.findIndex(({ cellId }) => cellId === last), rows.indexOf(to)];
  if (from < 0 || end < 0) return [to];
  const reached = rows.slice(Math.min(from, end), Math.max(from, end) + 1);
  return from <= end ? reached : reached.reverse();
}

/** "3 cells", with how many of them the filter hides. */
export function chosenText(chosen: readonly Row[], listed: readonly Row[]): string {
  const shown = new Set(listed.map(({ cellId }) => cellId));
  const hidden = chosen.filter(({ cellId }) => !shown.has(cellId)).length;
  const count = chosen.length === 1 ? "1 cell chosen" : `${chosen.length.toLocaleString("en")} cells chosen`;
  return hidden === 0 ? count : `${count}, ${hidden.toLocaleString("en")} of them not listed`;
}

type Reached = { done: string[]; refused: { cell: string; error: unknown }[] };

/**
 * Runs a verb cell by cell: what is refused of one, as where it is excluded already, is no reason to leave out the others.
 * @param endsAll whether an error is none of the cell, as when the server cannot be reached
 */
export async function forEachCell(
  cells: readonly Pick<SheetCell, "name">[],
  verb: (cell: string) => Promise<void>,
  endsAll: (error: unknown) => boolean,
): Promise<Reached> {
  const reached: Reached = { done: [], refused: [] };
  for (const { name } of cells) {
    try {
      await verb(name);
      reached.done.push(name);
    } catch (error) {
      reached.refused.push({ cell: name, error });
      if (endsAll(error)) break;
    }
  }
  return reached;
}
