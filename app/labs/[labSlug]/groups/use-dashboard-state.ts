"use client";

import { useCallback, useMemo } from "react";
import { changeQueryOfAddress, useQueryOfAddress } from "@/app/_components/browser/use-address";
import { type DashboardState, isStepInHistory, readDashboardState, writeDashboardState } from "./dashboard-state";

/** `isContinued`: it goes on from the change before, and Back undoes both. */
export type ChangeDashboard = (change: Partial<DashboardState>, isContinued?: boolean) => void;

/** The state in the URL, and the one way to change it. */
export function useDashboardState(): readonly [DashboardState, ChangeDashboard] {
  const query = useQueryOfAddress();
  const state = useMemo(() => readDashboardState(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeDashboard>((given, isContinued = false) => {
    const before = readDashboardState(new URLSearchParams(window.location.search));
    changeQueryOfAddress(writeDashboardState({ ...before, ...given }), isStepInHistory(given) && !isContinued);
  }, []);
  return [state, change];
}
