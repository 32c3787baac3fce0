"use client";

import { useMediaQuery } from "@mantine/hooks";
import { type CSSProperties, type KeyboardEvent, memo, type ReactNode, type RefCallback, useRef } from "react";
import cards from "../card-table.module.css";
import { nextOrder, type TableColumn } from "./prepare-table";
import classes from "./table.module.css";
import { TableHead } from "./table-head";
import type { TableOrder, TableView } from "./table-view";
import type { ChangeTable } from "./use-table-view";
import { rowPx, useWindow } from "./use-window";

/** A column as it is drawn. */
export type DrawnColumn<Row> = TableColumn<Row> & {
  /** What is drawn in place of its text. */
  draw?: (row: Row) => ReactNode;
  /** Beside its head: what it means. */
  hint?: ReactNode;
  /** Where it stands on a phone's card without being one of its figures: beside the name, or over the whole width. */
  onCard?: "aside" | "across";
};

/** What a table's row says of itself. */
export type RowState = {
  /** The one that is looked at. */
  isChosen?: boolean;
  /** Whether it comes into sight when it becomes that. */
  comesIntoSight?: boolean;
  /** One that does not count. */
  isQuiet?: boolean;
  /** For those who look for it. */
  data?: Record<`data-${string}`, string | number>;
};

type DataTableProps<Row> = {
  label: string;
  /** Those that are shown; the first one names the row. */
  columns: readonly DrawnColumn<Row>[];
  /** In their order. */
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  stateOf?: (row: Row) => RowState;
  /** What a click on a row does, beside its links and buttons. */
  onRow?: (row: Row) => void;
  view: TableView;
  /** Its usual order. */
  first: TableOrder | null;
  onView: ChangeTable;
  /** The heights of a row and of a phone's card, where they are not the usual ones. */
  rowRem?: number;
  cardRem?: number | undefined;
  /** Whether it takes as much of the screen as it needs, or a part of it. */
  isTall?: boolean;
  isBusy?: boolean;
  /** Whether rows that change places by themselves leave their elements where they are, and only what these say changes: then nothing shifts. */
  isLive?: boolean;
  /** Whether ↑ and ↓ go from row to row; else they are left to the page. */
  hasKeys?: boolean;
};

const ROW_REM = 2.125;
const CARD_REM = 5;

/**
 * The one table: only the rows in sight are in the page, its head stays, and a phone shows its rows as cards. What is filtered, in which order, which
 * columns and how wide they are its view says.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, keyOf, stateOf, onRow, view, isBusy, isTall, isLive, hasKeys = true } = props;
  const isPhone = useMediaQuery("(width < 37.5em)", false, { getInitialValueInEffect: true });
  const rowRem = isPhone ? (props.cardRem ?? CARD_REM) : (props.rowRem ?? ROW_REM);
  const box = useRef<HTMLDivElement>(null);
  const { first, last, onScroll, reveal, pageRows } = useWindow(box, rows.length, rowRem);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const to = rowOfKey(event, { pageRows, last: rows.length - 1 });
    if (to === null) return;
    event.preventDefault();
    reveal(to);
    const { currentTarget } = event;
    requestAnimationFrame(() => focusRow(currentTarget, to));
  };
  return (
    <section
      ref={box}
      className={classes.box}
      aria-label={label}
      aria-busy={isBusy}
      data-tall={isTall || undefined}
      style={{ "--row-height": `${rowRem}rem` } as CSSProperties}
      data-keeps-keys={hasKeys || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={hasKeys ? onKeyDown : undefined}
    >
      <table className={`${classes.table} ${cards.cards}`} aria-rowcount={rows.length + 1}>
        <Heads {...props} />
        <tbody>
          <Gap heightPx={first * rowPx(rowRem)} columns={columns.length} />
          {rows.slice(first, last).map((row, at) => (
            <DataRow
              key={isLive ? first + at : keyOf(row)}
              row={row}
              place={first + at}
              columns={columns}
              widths={view.widths}
              stateOf={stateOf}
              onRow={onRow}
            />
          ))}
          <Gap heightPx={(rows.length - last) * rowPx(rowRem)} columns={columns.length} />
        </tbody>
      </table>
    </section>
  );
}

function Heads<Row>({ columns, view, first, onView }: DataTableProps<Row>) {
  const { order, widths } = view;
  const setWidth = (key: string, px: number | null) => {
    const { [key]: _, ...others } = widths;
    onView({ widths: px === null ? others : { ...others, [key]: px } });
  };
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(({ key, head, hint, isNumber, valueIn }) => (
          <th key={key} scope="col" aria-sort={sortOf(key, order)} style={widthStyle(widths[key])}>
            <TableHead
              head={head}
              hint={hint}
              isNumber={isNumber}
              columnKey={key}
              order={valueIn ? order : undefined}
              widthPx={widths[key] ?? null}
              onOrder={() => onView({ order: nextOrder(key, order, first) })}
              onWidth={(px) => setWidth(key, px)}
            />
          </th>
        ))}
      </tr>
    </thead>
  );
}

function sortOf(key: string, order: TableOrder | null): "ascending" | "descending" | undefined {
  if (order?.key !== key) return undefined;
  return order.isFalling ? "descending" : "ascending";
}

const PX_PER_REM = 16;

function widthStyle(px: number | undefined): CSSProperties | undefined {
  if (px === undefined) return undefined;
  const width = `${px / PX_PER_REM}rem`;
  return { width, minWidth: width, maxWidth: width };
}

type DataRowProps<Row> = {
  row: Row;
  /** In the whole table, of which only a part is in the page. */
  place: number;
  columns: readonly DrawnColumn<Row>[];
  widths: TableView["widths"];
  stateOf: ((row: Row) => RowState) | undefined;
  onRow: ((row: Row) => void) | undefined;
};

const DataRow = memo(DrawnRow) as typeof DrawnRow; // memo forgets what a row is of

function DrawnRow<Row>({ row, place, columns, widths, stateOf, onRow }: DataRowProps<Row>) {
  const { isChosen = false, comesIntoSight = false, isQuiet = false, data = {} } = stateOf?.(row) ?? {};
  return (
    <tr
      ref={isChosen && comesIntoSight ? intoSight : undefined}
      className={classes.row}
      aria-rowindex={place + 2}
      aria-current={isChosen || undefined}
      data-place={place}
      data-quiet={isQuiet || undefined}
      data-clickable={onRow ? true : undefined}
      {...data}
      onClick={(event) => {
        // A link in the row leads where it leads.
        if (!(event.target instanceof Element && event.target.closest("a, button, input"))) onRow?.(row);
      }}
    >
      {columns.map((column, index) => {
        const shared = {
          className: classOf(column, index),
          "data-number": column.isNumber || undefined,
          "data-label": column.label,
          style: widthStyle(widths[column.key]),
        };
        const content = column.draw?.(row) ?? textOr(column.textOf(row));
        return index === 0 ? (
          <th key={column.key} scope="row" {...shared}>
            {content}
          </th>
        ) : (
          <td key={column.key} {...shared}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}

function classOf<Row>({ onCard, label }: DrawnColumn<Row>, index: number): string | undefined {
  if (onCard) return classes[onCard];
  return index > 0 && label === undefined ? classes.wide : undefined;
}

const textOr = (text: string) => (text === "" ? <span className={classes.missing}>–</span> : text);

/** The row that a key or a link leads to. */
const intoSight: RefCallback<HTMLTableRowElement> = (row) => row?.scrollIntoView({ block: "nearest" });

function Gap({ heightPx, columns }: { heightPx: number; columns: number }) {
  if (heightPx <= 0) return null;
  return (
    <tr>
      <td colSpan={columns} className={classes.gap} style={{ height: heightPx }} />
    </tr>
  );
}

const FOCUSABLE = "a, button";

/** Where a key leads from the row that has the focus; null when it leads nowhere. */
function rowOfKey(event: KeyboardEvent, { pageRows, last }: { pageRows: number; last: number }): number | null {
  if (!(event.target instanceof Element) || event.altKey || event.ctrlKey || event.metaKey) return null;
  const at = event.target.closest<HTMLElement>("tr[data-place]")?.dataset.place;
  if (at === undefined)
    return event.key === "ArrowDown" && event.target === event.currentTarget && last >= 0 ? 0 : null;
  const steps: Record<string, number> = {
    ...{ ArrowUp: -1, ArrowDown: 1, PageUp: -pageRows, PageDown: pageRows },
    ...{ Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY },
  };
  const by = steps[event.key];
  return by === undefined ? null : Math.max(0, Math.min(last, Number(at) + by));
}

function focusRow(box: HTMLElement, place: number): void {
  box.querySelector<HTMLElement>(`tr[data-place="${place}"] :is(${FOCUSABLE})`)?.focus({ preventScroll: true });
}
