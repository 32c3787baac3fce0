"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { type DashboardState, isStepInHistory, readDashboardState, writeDashboardState } from "./dashboard-state";

/** `isContinued`: it goes on from the change before, and Back undoes both. */
export type ChangeDashboard = (change: Partial<DashboardState>, isContinued?: boolean) => void;

/** The state in the URL, and the one way to change it: without asking the server for the page again. */
export function useDashboardState(): readonly [DashboardState, ChangeDashboard] {
  const query = useQueryOfAddress();
  const state = useMemo(() => readDashboardState(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeDashboard>((given, isContinued = false) => {
    const before = readDashboardState(new URLSearchParams(window.location.search));
    const next = writeDashboardState({ ...before, ...given });
    const url = next ? `?${next}` : window.location.pathname;
    if (isStepInHistory(given) && !isContinued) window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
    window.dispatchEvent(new Event(CHANGED));
  }, []);
  return [state, change];
}

const CHANGED = "chargetracker:address";

/**
 * The query as the address bar has it. The router's own comes when it has the page again, which it asks the server for when somebody goes
 * back past a reload; twice in a row, it may not come at all.
 */
function useQueryOfAddress(): string {
  const asked = useSearchParams().toString();
  return useSyncExternalStore(
    followAddress,
    () => window.location.search.slice(1),
    () => asked,
  );
}

function followAddress(onChange: () => void): () => void {
  window.addEventListener("popstate", onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener("popstate", onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}
