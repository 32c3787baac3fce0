"use client";

import { useCallback, useMemo } from "react";
import { useAddress } from "@/app/_components/browser/use-address";
import { withTables } from "@/app/_components/table/table-view";
import { type DashboardState, isStepInHistory, readDashboardState, writeDashboardState } from "./dashboard-state";

/** `isContinued`: it goes on from the change before, and Back undoes both. */
export type ChangeDashboard = (change: Partial<DashboardState>, isContinued?: boolean) => void;

/** The state in the URL, and the one way to change it. */
export function useDashboardState(): readonly [DashboardState, ChangeDashboard] {
  const { query, read, change: changeQuery } = useAddress();
  const state = useMemo(() => readDashboardState(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeDashboard>(
    (given, isContinued = false) => {
      const shown = read();
      const before = readDashboardState(new URLSearchParams(shown));
      const next = withTables(writeDashboardState({ ...before, ...given }), shown);
      changeQuery(next, isStepInHistory(given) && !isContinued);
    },
    [read, changeQuery],
  );
  return [state, change];
}
