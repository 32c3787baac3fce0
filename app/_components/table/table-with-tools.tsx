"use client";

import { useMemo } from "react";
import { DataTable, type DrawnColumn, type RowState } from "./data-table";
import { prepareTable, shownColumns } from "./prepare-table";
import { TableTools } from "./table-tools";
import type { TableOrder } from "./table-view";
import { useTableView } from "./use-table-view";

type TableWithToolsProps<Row> = {
  label: string;
  /** What its parameters in the address begin with. */
  name: string;
  /** Its usual order; the same object each time. */
  first: TableOrder;
  /** What it lists, in singular and plural. */
  words: readonly [one: string, many: string];
  /** All of them, in any order. */
  rows: readonly Row[];
  columns: readonly DrawnColumn<Row>[];
  keyOf: (row: Row) => string | number;
  stateOf: (row: Row) => RowState;
  placeholder: string;
  /** Name of the file with what is shown. */
  file: string;
  isBusy?: boolean;
  /** The height of a phone's card, where it is not the usual one. */
  cardRem?: number | undefined;
};

/** A table that is filtered, ordered and saved by the tools above it, as the address says. */
export function TableWithTools<Row>(props: TableWithToolsProps<Row>) {
  const {
    label,
    name,
    first,
    words,
    rows: all,
    columns,
    keyOf,
    stateOf,
    placeholder,
    file,
    isBusy = false,
    cardRem,
  } = props;
  const [view, change] = useTableView(name, first);
  const { filter, order } = view;
  const { rows, problem } = useMemo(() => prepareTable(all, columns, { filter, order }), [all, columns, filter, order]);
  const shown = useMemo(() => shownColumns(columns, view.columns), [columns, view.columns]);
  return (
    <>
      <TableTools {...{ words, columns, rows, problem, view, placeholder, file }} all={all.length} onView={change} />
      <DataTable {...{ label, rows, keyOf, stateOf, view, first, isBusy, cardRem }} columns={shown} onView={change} />
    </>
  );
}
