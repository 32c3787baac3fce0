"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type DashboardState, isStepInHistory, readDashboardState, writeDashboardState } from "./dashboard-state";

/** `isContinued`: it goes on from the change before, and Back undoes both. */
export type ChangeDashboard = (change: Partial<DashboardState>, isContinued?: boolean) => void;

/** The state in the URL, and the one way to change it: without asking the server for the page again. */
export function useDashboardState(): readonly [DashboardState, ChangeDashboard] {
  const searchParams = useSearchParams();
  const state = useMemo(() => readDashboardState(searchParams), [searchParams]);
  const change = useCallback<ChangeDashboard>((given, isContinued = false) => {
    const before = readDashboardState(new URLSearchParams(window.location.search));
    const query = writeDashboardState({ ...before, ...given });
    const url = query ? `?${query}` : window.location.pathname;
    if (isStepInHistory(given) && !isContinued) window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
  }, []);
  return [state, change];
}
