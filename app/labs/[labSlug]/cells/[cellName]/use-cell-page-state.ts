"use client";

import { useCallback, useMemo } from "react";
import { useAddress } from "@/app/_components/browser/use-address";
import { withTables } from "@/app/_components/table/table-view";
import { type CellPageState, isStepInHistory, readCellPageState, writeCellPageState } from "./cell-page-state";

export type ChangeCellPage = (change: Partial<CellPageState>) => void;

/** The state in the URL, and the one way to change it. */
export function useCellPageState(): readonly [CellPageState, ChangeCellPage] {
  const { query, read, change: changeQuery } = useAddress();
  const state = useMemo(() => readCellPageState(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeCellPage>(
    (given) => {
      const shown = read();
      const before = readCellPageState(new URLSearchParams(shown));
      changeQuery(withTables(writeCellPageState({ ...before, ...given }), shown), isStepInHistory(given));
    },
    [read, changeQuery],
  );
  return [state, change];
}
