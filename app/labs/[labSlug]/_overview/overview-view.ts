import type { TableOrder } from "@/app/_components/table/table-view";
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

/** What stands first without having been asked: strays, then what matters. */
export const BY_STATE: TableOrder = { key: "state", isFalling: false };

/** Cells of which states an address lists; none: all. */
export function readStates(params: { get: (name: string) => string | null }): readonly CellFilter[] {
  const requested = (params.get("state") ?? "").split(",");
  return FILTERS.filter((filter) => requested.includes(filter));
}

/** The query with other states, beside what else stands in it. */
export function writeStates(only: readonly CellFilter[], others: URLSearchParams): string {
  const params = new URLSearchParams(others);
  if (only.length === 0) params.delete("state");
  else params.set("state", only.join(","));
  return params.toString();
}
