import type { SheetOrder } from "./prepare-rows";

export type SheetView = { filter: string; order: SheetOrder };

const FIRST: SheetOrder = { key: "name", isFalling: false };

export function readSheetView(params: { get: (name: string) => string | null }): SheetView {
  const filter = (params.get("filter") ?? "").slice(0, 200);
  const sort = params.get("sort") ?? "";
  if (sort === "" || sort === "-") return { filter, order: FIRST };
  const isFalling = sort.startsWith("-");
  return { filter, order: { key: isFalling ? sort.slice(1) : sort, isFalling } };
}

/** The query of a view, beside what else stands in it; what is usual is left out. */
export function writeSheetView({ filter, order }: SheetView, others: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams(others);
  const put = (name: string, value: string) => (value === "" ? params.delete(name) : params.set(name, value));
  put("filter", filter);
  const isUsual = order.key === FIRST.key && !order.isFalling;
  put("sort", isUsual ? "" : `${order.isFalling ? "-" : ""}${order.key}`);
  return params;
}
