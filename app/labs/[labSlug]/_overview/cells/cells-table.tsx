"use client";

import { Link } from "@/app/_components/link";
import { memo, useRef } from "react";
import { useTick } from "@/app/_components/browser/use-tick";
import { cellHref } from "@/app/_components/cell-href";
import { CellStateMark } from "../../cell-state-mark";
import { rowPx, useWindow } from "../../cells/_sheet/use-window";
import type { CellColumn } from "./cell-columns";
import classes from "./cells-table.module.css";
import type { OverviewView, SortKey } from "../overview-view";
import { ageText } from "../prepare-age";
import type { OverviewRow } from "./prepare-cells";

const TICK_MS = 1_000;

export type CellsListProps = {
  labSlug: string;
  rows: readonly OverviewRow[];
  columns: readonly CellColumn[];
  timeZone: string;
  /** How far this computer's clock is ahead of the server's. */
  skewMs: number;
};
type CellsTableProps = CellsListProps & {
  view: OverviewView;
  onSort: (sort: SortKey, isFalling: boolean) => void;
};

/** Every cell in a row. Only rows in sight are drawn. */
export function CellsTable({ labSlug, rows, columns, timeZone, skewMs, view, onSort }: CellsTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const { first, last, onScroll } = useWindow(box, rows.length);
  useTick(TICK_MS);
  const nowMs = Date.now() - skewMs;
  const heads: readonly HeadColumn[] = [
    { key: "state", head: "State", isNumber: false },
    { key: "name", head: "Cell", isNumber: false },
    ...columns,
    { key: "age", head: "Last sample", isNumber: true },
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <section ref={box} className={classes.box} tabIndex={0} aria-label="Every cell" onScroll={onScroll}>
      <table className={classes.table} aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {heads.map((head) => (
              <Head key={head.key} column={head} view={view} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer rows={first} columns={heads.length} />
          {rows.slice(first, last).map((row, index) => (
            <Row
              key={row.cell.cellId}
              labSlug={labSlug}
              row={row}
              index={first + index}
              columns={columns}
              age={ageText(row.cell, nowMs, timeZone)}
            />
          ))}
          <Spacer rows={rows.length - last} columns={heads.length} />
        </tbody>
      </table>
    </section>
  );
}

type HeadColumn = Pick<CellColumn, "key" | "head" | "isNumber">;
type HeadProps = { column: HeadColumn } & Pick<CellsTableProps, "view" | "onSort">;

function Head({ column: { key, head, isNumber }, view, onSort }: HeadProps) {
  const isSorted = view.sort === key;
  const direction = view.isFalling ? "descending" : "ascending";
  return (
    <th scope="col" data-number={isNumber || undefined} aria-sort={isSorted ? direction : undefined}>
      <button type="button" className={classes.sort} onClick={() => onSort(key, isSorted && !view.isFalling)}>
        {head}
        <span aria-hidden="true" className={classes.arrow}>
          {isSorted ? (view.isFalling ? "↓" : "↑") : ""}
        </span>
      </button>
    </th>
  );
}

function Spacer({ rows, columns }: { rows: number; columns: number }) {
  if (rows <= 0) return null;
  return (
    <tr>
      <td colSpan={columns} style={{ height: rows * rowPx(), padding: 0, border: 0 }} />
    </tr>
  );
}

type RowProps = {
  labSlug: string;
  row: OverviewRow;
  index: number;
  columns: readonly CellColumn[];
  age: string | null;
};

const Row = memo(function Row({ labSlug, row, index, columns, age }: RowProps) {
  const { cell, stray } = row;
  return (
    <tr aria-rowindex={index + 2} data-cell={cell.name}>
      <td>
        <CellStateMark state={cell.state} />
        {stray !== null && (
          <span className={classes.stray} title={stray.all}>
            stray
          </span>
        )}
      </td>
      <th scope="row">
        <Link href={cellHref(labSlug, cell.name)} prefetch={false} title={cell.name} className={classes.name}>
          <bdi>{cell.name}</bdi>
        </Link>
      </th>
      {columns.map((column) => (
        <td key={column.key} data-number={column.isNumber || undefined}>
          {column.textOf(row) || <span className={classes.missing}>–</span>}
        </td>
      ))}
      <td data-number suppressHydrationWarning>
        {age ?? <span className={classes.missing}>–</span>}
      </td>
    </tr>
  );
});
