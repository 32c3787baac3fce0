"use client";

import { useCallback, useMemo, useState } from "react";
import { useAddress } from "../browser/use-address";
import { readTableView, type TableOrder, type TableView, writeTableView } from "./table-view";

export type ChangeTable = (change: Partial<TableView>) => void;

/**
 * How a table is looked at, kept in the address so that it can be sent and comes back.
 * @param table its name, where its page has several; null for the one of the page
 * @param first its usual order; the same object each time
 */
export function useTableView(table: string | null, first: TableOrder | null): readonly [TableView, ChangeTable] {
  const { query, read, change: changeQuery } = useAddress();
  const inAddress = useMemo(() => readTableView(new URLSearchParams(query), table, first), [query, table, first]);
  // The address follows a moment later: it is too slow to type into.
  const [filter, setFilter] = useState(inAddress.filter);
  const view = useMemo(() => ({ ...inAddress, filter }), [inAddress, filter]);
  const change = useCallback<ChangeTable>(
    (given) => {
      if (given.filter !== undefined) setFilter(given.filter);
      const before = new URLSearchParams(read());
      const next = { ...readTableView(before, table, first), ...given };
      // Not a step of the history: each letter typed would be one.
      changeQuery(writeTableView(next, before, table, first).toString(), false);
    },
    [table, first, read, changeQuery],
  );
  return [view, change];
}
