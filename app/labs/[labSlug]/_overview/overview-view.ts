import type { CellStatus } from "@/server/domain/cells/cell-state";

/** In the order in which they are looked at; a stray is one whatever its state. */
export const SHOWN_STATES = [
  "silent",
  "running",
  "resting",
  "waiting",
  "ended",
  "imported",
] as const satisfies readonly CellStatus[];
export type CellFilter = CellStatus | "stray";
const FILTERS: readonly CellFilter[] = ["stray", ...SHOWN_STATES];

const SORT_KEYS = ["state", "name", "cycle", "voltage", "current", "age", "deviation", "channel"] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** Which cells the overview lists, and in what order: what its address says. */
export type OverviewView = {
  text: string;
  /** Cells of any of these; none: all. */
  only: readonly CellFilter[];
  sort: SortKey;
  isFalling: boolean;
};

const MAX_TEXT = 200;

export function readOverviewView(params: { get: (name: string) => string | null }): OverviewView {
  const asked = (params.get("state") ?? "").split(",");
  const sort = params.get("sort") ?? "";
  const isFalling = sort.startsWith("-");
  const key = SORT_KEYS.find((one) => one === (isFalling ? sort.slice(1) : sort));
  return {
    text: (params.get("filter") ?? "").slice(0, MAX_TEXT),
    only: FILTERS.filter((filter) => asked.includes(filter)),
    sort: key ?? "state",
    isFalling: key !== undefined && isFalling,
  };
}

/** The query of a view beside what else stands in it; what is usual is left out. */
export function writeOverviewView({ text, only, sort, isFalling }: OverviewView, others: URLSearchParams): string {
  const params = new URLSearchParams(others);
  const put = (name: string, value: string) => (value === "" ? params.delete(name) : params.set(name, value));
  put("filter", text);
  put("state", only.join(","));
  put("sort", sort === "state" && !isFalling ? "" : `${isFalling ? "-" : ""}${sort}`);
  return params.toString();
}
