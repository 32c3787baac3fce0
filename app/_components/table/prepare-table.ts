import { parseFilter } from "@/server/domain/cells/cell-filter";
import type { TableOrder, TableView } from "./table-view";

type Value = string | number | null;

/** A column of a table: what it holds of a row, for eyes, for filters and orders, and for files. */
export type TableColumn<Row> = {
  key: string;
  /** With its unit. */
  head: string;
  /** Names that a filter knows it by beside its head, and its head without the unit. */
  names?: readonly string[];
  isNumber: boolean;
  /** What it is ordered by, and filtered where nothing else is said; null where there is none. Absent: by nothing, as of a drawing. */
  valueIn?: (row: Row) => Value;
  filterOf?: (row: Row) => Value;
  /** As it is printed; empty where there is nothing. */
  textOf: (row: Row) => string;
  /** Not shown unless it is asked for. */
  isExtra?: boolean;
  /** Over its figure on a phone's cards, which have room for three; absent: left out there. */
  label?: string | undefined;
};

/** Of columns that may be chosen, those that a view shows; the first one always. */
export function shownColumns<Column extends Pick<TableColumn<never>, "key" | "isExtra">>(
  columns: readonly Column[],
  chosen: readonly string[] | null,
): Column[] {
  return columns.filter(({ key, isExtra }, index) =>
    chosen === null ? isExtra !== true : index === 0 || chosen.includes(key),
  );
}

/**
 * The rows that a filter finds, in order; those without a value last.
 * @param columns all that may be filtered and ordered by, shown or not
 * @param wordsOf further words that a row is found by
 * @returns `problem`: what of the filter was not understood; then it filters nothing
 */
export function prepareTable<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  { filter, order }: Pick<TableView, "filter" | "order">,
  wordsOf: (row: Row) => string = () => "",
): { rows: Row[]; problem: string | null } {
  const parsed = parseFilter<Row>(filter, {
    columns: columns.flatMap(({ head, names = [], valueIn, filterOf = valueIn }) =>
      filterOf ? [{ names: [head, withoutUnit(head), ...names], valueOf: filterOf }] : [],
    ),
    textOf: (row) => [...columns.map(({ textOf }) => textOf(row)), wordsOf(row)].join("\n"),
  });
  const found = "problem" in parsed ? [...rows] : rows.filter(parsed.matches);
  return { rows: inOrder(found, columns, order), problem: "problem" in parsed ? parsed.problem : null };
}

const withoutUnit = (head: string) => head.split(" / ", 1)[0] ?? head;

function inOrder<Row>(rows: Row[], columns: readonly TableColumn<Row>[], order: TableOrder | null): Row[] {
  const valueIn = columns.find(({ key }) => key === order?.key)?.valueIn;
  if (!valueIn || order === null) return rows;
  const sign = order.isFalling ? -1 : 1;
  const keyed = rows.map((row) => ({ row, value: valueIn(row) }));
  keyed.sort((left, right) => compared(left.value, right.value, sign));
  return keyed.map(({ row }) => row);
}

/** Names as people count: A-2 before A-10. */
const NATURAL = new Intl.Collator("en", { numeric: true });

function compared(left: Value, right: Value, sign: number): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (typeof left === "number" && typeof right === "number") return sign * (left - right);
  return sign * NATURAL.compare(String(left), String(right));
}

/** The next order when a head is pressed: rising, falling, and as the rows come where the table has such an order. */
export function nextOrder(key: string, order: TableOrder | null, first: TableOrder | null): TableOrder | null {
  if (order?.key !== key) return { key, isFalling: false };
  if (!order.isFalling) return { key, isFalling: true };
  return first === null ? null : { key, isFalling: false };
}

/** What is shown as CSV, with full values. */
export function tableCsv<Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[]): string {
  const valued = columns.filter(({ valueIn }) => valueIn);
  const lines = rows.map((row) => valued.map(({ valueIn, filterOf = valueIn }) => fieldOf(filterOf?.(row) ?? null)));
  return [valued.map(({ head }) => fieldOf(head)), ...lines].map((fields) => `${fields.join(",")}\r\n`).join("");
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe. */
function fieldOf(value: Value): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
