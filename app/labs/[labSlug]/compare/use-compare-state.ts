"use client";

import { useCallback, useMemo } from "react";
import { useAddress } from "@/app/_components/browser/use-address";
import { type CompareState, isStepInHistory, readCompareState, writeCompareState } from "./compare-state";

export type ChangeCompare = (change: Partial<CompareState>) => void;

/** The state in the URL, and the one way to change it. */
export function useCompareState(): readonly [CompareState, ChangeCompare] {
  const { query, read, change: changeQuery } = useAddress();
  const state = useMemo(() => readCompareState(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeCompare>(
    (given) => {
      const before = readCompareState(new URLSearchParams(read()));
      changeQuery(writeCompareState({ ...before, ...given }), isStepInHistory(given));
    },
    [read, changeQuery],
  );
  return [state, change];
}
