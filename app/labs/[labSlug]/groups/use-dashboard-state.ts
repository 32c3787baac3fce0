"use client";

import { useCallback, useMemo } from "react";
import { changeQueryOfAddress, useQueryOfAddress } from "@/app/_components/browser/use-address";
import { withTables } from "@/app/_components/table/table-view";
import { type DashboardState, isStepInHistory, readDashboardState, writeDashboardState } from "./dashboard-state";

/** `isContinued`: it goes on from the change before, and Back undoes both. */
export type ChangeDashboard = (change: Partial<DashboardState>, isContinued?: boolean) => void;

/** The state in the URL, and the one way to change it. */
export function useDashboardState(): readonly [DashboardState, ChangeDashboard] {
  const query = useQueryOfAddress();
  const state = useMemo(() => readDashboardState(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeDashboard>((given, isContinued = false) => {
    const { search } = window.location;
    const before = readDashboardState(new URLSearchParams(search));
    const query = withTables(writeDashboardState({ ...before, ...given }), search);
    changeQueryOfAddress(query, isStepInHistory(given) && !isContinued);
  }, []);
  return [state, change];
}
