"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type DashboardState, isStepInHistory, readDashboardState, writeDashboardState } from "./dashboard-state";

export type ChangeDashboard = (change: Partial<DashboardState>) => void;

/** The state in the URL, and the one way to change it: without asking the server for the page again. */
export function useDashboardState(): readonly [DashboardState, ChangeDashboard] {
  const searchParams = useSearchParams();
  const state = useMemo(() => readDashboardState(searchParams), [searchParams]);
  const change = useCallback<ChangeDashboard>((given) => {
    const before = readDashboardState(new URLSearchParams(window.location.search));
    const query = writeDashboardState({ ...before, ...given });
    const url = query ? `?${query}` : window.location.pathname;
    if (isStepInHistory(given)) window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
  }, []);
  return [state, change];
}
