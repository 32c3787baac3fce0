"use client";

import { useCallback, useMemo } from "react";
import { changeQueryOfAddress, useQueryOfAddress } from "@/app/_components/browser/use-address";
import { type CellPageState, isStepInHistory, readCellPageState, writeCellPageState } from "./cell-page-state";

export type ChangeCellPage = (change: Partial<CellPageState>) => void;

/** The state in the URL, and the one way to change it. */
export function useCellPageState(): readonly [CellPageState, ChangeCellPage] {
  const query = useQueryOfAddress();
  const state = useMemo(() => readCellPageState(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeCellPage>((given) => {
    const before = readCellPageState(new URLSearchParams(window.location.search));
    changeQueryOfAddress(writeCellPageState({ ...before, ...given }), isStepInHistory(given));
  }, []);
  return [state, change];
}
