export type TableOrder = { key: string; isFalling: boolean };

/** How a table is looked at, as its page's address says. */
export type TableView = {
  filter: string;
  /** null: as the rows come. */
  order: TableOrder | null;
  /** Keys of the columns that are shown; null: the usual ones. */
  columns: readonly string[] | null;
  /** By the column's key, in px at the usual size of text; those that nobody dragged are as wide as they need to be. */
  widths: Readonly<Record<string, number>>;
};

const MAX_FILTER = 500;
const WIDTHS_PX = { least: 48, most: 800 };
const WIDTH = /^(.+):(\d{2,3})$/;

type ReadableParams = { get: (name: string) => string | null };

/**
 * What an address says of a table; what is no view counts as absent.
 * @param table what its parameters begin with, where a page has several: "cycles" has "cycles.sort"
 * @param first its usual order
 */
export function readTableView(params: ReadableParams, table: string | null, first: TableOrder | null): TableView {
  const get = (name: string) => params.get(nameOf(table, name)) ?? "";
  const columns = get("columns").split(",").filter(Boolean);
  const widths = get("widths").split(",").flatMap(readWidth);
  return {
    filter: get("filter").slice(0, MAX_FILTER),
    order: readOrder(get("sort")) ?? first,
    columns: columns.length > 0 ? columns : null,
    widths: Object.fromEntries(widths),
  };
}

function readOrder(sort: string): TableOrder | null {
  const isFalling = sort.startsWith("-");
  const key = isFalling ? sort.slice(1) : sort;
  return key === "" ? null : { key, isFalling };
}

function readWidth(text: string): [string, number][] {
  const [, key, px] = WIDTH.exec(text) ?? [];
  return key === undefined ? [] : [[key, clampWidth(Number(px))]];
}

export const clampWidth = (px: number) => Math.min(WIDTHS_PX.most, Math.max(WIDTHS_PX.least, Math.round(px)));

/** The query of a view, beside what else stands in it; what is usual is left out. */
export function writeTableView(
  { filter, order, columns, widths }: TableView,
  others: URLSearchParams,
  table: string | null,
  first: TableOrder | null,
): URLSearchParams {
  const params = new URLSearchParams(others);
  const put = (name: string, value: string) => {
    if (value === "") params.delete(nameOf(table, name));
    else params.set(nameOf(table, name), value);
  };
  put("filter", filter);
  const isUsual = order === null || (order.key === first?.key && order.isFalling === first.isFalling);
  put("sort", isUsual ? "" : `${order.isFalling ? "-" : ""}${order.key}`);
  put("columns", columns?.join(",") ?? "");
  put(
    "widths",
    Object.entries(widths)
      .map(([key, px]) => `${key}:${px}`)
      .join(","),
  );
  return params;
}

const nameOf = (table: string | null, name: string) => (table === null ? name : `${table}.${name}`);

/** A page's query with what an address says of its tables, which the page itself knows nothing of. */
export function withTables(query: string, address: string): string {
  const params = new URLSearchParams(query);
  for (const [name, value] of new URLSearchParams(address)) if (name.includes(".")) params.append(name, value);
  return params.toString();
}
