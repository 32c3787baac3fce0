"use client";

import { useCallback, useMemo } from "react";
import { type ChangeTable, useTableView } from "@/app/_components/table/use-table-view";
import type { TableView } from "@/app/_components/table/table-view";
import { useAddress } from "@/app/_components/browser/use-address";
import { BY_STATE, type CellFilter, readStates, writeStates } from "./overview-view";

/** Which cells the overview lists, and how: what its address says. */
export type OverviewView = {
  only: readonly CellFilter[];
  setOnly: (only: readonly CellFilter[]) => void;
  table: TableView;
  onTable: ChangeTable;
};

export function useOverviewView(): OverviewView {
  const { query, read, change } = useAddress();
  const only = useMemo(() => readStates(new URLSearchParams(query)), [query]);
  const [table, onTable] = useTableView(null, BY_STATE);
  const setOnly = useCallback(
    (states: readonly CellFilter[]) => change(writeStates(states, new URLSearchParams(read())), false),
    [read, change],
  );
  return { only, setOnly, table, onTable };
}
