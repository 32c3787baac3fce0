import type { SheetOrder } from "./prepare-rows";

export type SheetView = {
  filter: string;
  order: SheetOrder;
  /** Keys of the columns that are shown; null: the usual ones. */
  columns: readonly string[] | null;
};

const MAX_FILTER = 500;
const FIRST: SheetOrder = { key: "name", isFalling: false };

export function readSheetView(params: { get: (name: string) => string | null }): SheetView {
  const filter = (params.get("filter") ?? "").slice(0, MAX_FILTER);
  const columns = params.get("columns")?.split(",").filter(Boolean) ?? null;
  return { filter, order: orderOf(params.get("sort") ?? ""), columns };
}

function orderOf(sort: string): SheetOrder {
  if (sort === "" || sort === "-") return FIRST;
  const isFalling = sort.startsWith("-");
  return { key: isFalling ? sort.slice(1) : sort, isFalling };
}

/** The query of a view, beside what else stands in it; what is usual is left out. */
export function writeSheetView({ filter, order, columns }: SheetView, others: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams(others);
  const put = (name: string, value: string) => (value === "" ? params.delete(name) : params.set(name, value));
  put("filter", filter);
  const isUsual = order.key === FIRST.key && !order.isFalling;
  put("sort", isUsual ? "" : `${order.isFalling ? "-" : ""}${order.key}`);
  put("columns", columns?.join(",") ?? "");
  return params;
}
