"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type CellPageState, isStepInHistory, readCellPageState, writeCellPageState } from "./cell-page-state";

export type ChangeCellPage = (change: Partial<CellPageState>) => void;

/** The state in the URL, and the one way to change it: without asking the server for the page again. */
export function useCellPageState(): readonly [CellPageState, ChangeCellPage] {
  const searchParams = useSearchParams();
  const state = useMemo(() => readCellPageState(searchParams), [searchParams]);
  const change = useCallback<ChangeCellPage>((given) => {
    const before = readCellPageState(new URLSearchParams(window.location.search));
    const query = writeCellPageState({ ...before, ...given });
    const url = query ? `?${query}` : window.location.pathname;
    if (isStepInHistory(given)) window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
  }, []);
  return [state, change];
}
