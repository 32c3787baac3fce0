"use client";

import { useCallback, useMemo } from "react";
import { useAddress } from "@/app/_components/browser/use-address";
import { type CellPageState, isStepInHistory, readCellPageState, writeCellPageState } from "./cell-page-state";

export type ChangeCellPage = (change: Partial<CellPageState>) => void;

/** The state in the URL, and the one way to change it. */
export function useCellPageState(): readonly [CellPageState, ChangeCellPage] {
  const { query, read, change: changeQuery } = useAddress();
  const state = useMemo(() => readCellPageState(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeCellPage>(
    (given) => {
      const before = readCellPageState(new URLSearchParams(read()));
      changeQuery(writeCellPageState({ ...before, ...given }), isStepInHistory(given));
    },
    [read, changeQuery],
  );
  return [state, change];
}
