"use client";

import { useCallback, useMemo } from "react";
import { changeQueryOfAddress, useQueryOfAddress } from "@/app/_components/browser/use-address";
import { type CompareState, isStepInHistory, readCompareState, writeCompareState } from "./compare-state";

export type ChangeCompare = (change: Partial<CompareState>) => void;

/** The state in the URL, and the one way to change it. */
export function useCompareState(): readonly [CompareState, ChangeCompare] {
  const query = useQueryOfAddress();
  const state = useMemo(() => readCompareState(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeCompare>((given) => {
    const before = readCompareState(new URLSearchParams(window.location.search));
    changeQueryOfAddress(writeCompareState({ ...before, ...given }), isStepInHistory(given));
  }, []);
  return [state, change];
}
