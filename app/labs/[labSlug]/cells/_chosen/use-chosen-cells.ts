"use client";

import { useCallback, useMemo, useState } from "react";
import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import { type Chosen, NOTHING_CHOSEN, put, reachOf, toggled } from "./prepare-chosen-cells";

/** Which cells of the sheet are chosen for what is done to several at once. They stay chosen while the list is filtered and ordered. */
export function useChosenCells(cells: readonly SheetCell[], listed: readonly SheetCell[]) {
  const [chosen, setChosen] = useState<Chosen>(NOTHING_CHOSEN);
  const chosenCells = useMemo(() => cells.filter(({ cellId }) => chosen.ids.has(cellId)), [cells, chosen]);
  const toggle = useCallback((some: readonly SheetCell[]) => setChosen((before) => toggled(before, some)), []);
  const chooseTo = useCallback(
    (cell: SheetCell, isOn: boolean, isExtended: boolean) =>
      setChosen((before) => put(before, isExtended ? reachOf(listed, before.last, cell) : [cell], isOn)),
    [listed],
  );
  const chooseListed = () => setChosen((before) => put(before, listed, true));
  const clear = () => setChosen(NOTHING_CHOSEN);
  return { ids: chosen.ids, cells: chosenCells, toggle, chooseTo, chooseListed, clear };
}

export type ChosenCells = ReturnType<typeof useChosenCells>;
