import type { CellStatus } from "@/server/domain/cells/cell-state";
import type { OverviewCell } from "@/server/domain/cells/lab-overview";
import { type Filterable, parseFilter } from "@/server/domain/cells/cell-filter";
import { type CellFilter, type OverviewView, SHOWN_STATES, type SortKey } from "../overview-view";
import type { ListedStray } from "../cards/prepare-strays";

export type OverviewRow = { cell: OverviewCell; stray: ListedStray | null };

export function toRows(cells: readonly OverviewCell[], strays: readonly ListedStray[]): OverviewRow[] {
  const byId = new Map(strays.map((stray) => [stray.cellId, stray]));
  return cells.map((cell) => ({ cell, stray: byId.get(cell.cellId) ?? null }));
}

/** How many cells are in each state; states without any are left out, those that matter first stand first. */
export function countStates(cells: readonly OverviewCell[]): { state: CellStatus; count: number }[] {
  const counts = new Map<CellStatus, number>();
  for (const { state } of cells) counts.set(state, (counts.get(state) ?? 0) + 1);
  return SHOWN_STATES.map((state) => ({ state, count: counts.get(state) ?? 0 })).filter(({ count }) => count > 0);
}

type Listed = {
  rows: OverviewRow[] /** What of the filter was not understood; then it filters nothing. */;
  problem: string | null;
};

/** The rows that a view lists, in its order. */
export function listRows(rows: readonly OverviewRow[], view: OverviewView): Listed {
  const parsed = parseFilter(view.text, FILTERABLE);
  const shown = rows.filter((row) => isOneOf(row, view.only) && ("problem" in parsed || parsed.matches(row)));
  const direction = view.isFalling ? -1 : 1;
  shown.sort((left, right) => {
    const [one, other] = [sortValue(left, view.sort), sortValue(right, view.sort)];
    return compareNullsLast(one, other, direction) || byName(left.cell.name, right.cell.name);
  });
  return { rows: shown, problem: "problem" in parsed ? parsed.problem : null };
}

const isOneOf = ({ cell, stray }: OverviewRow, only: readonly CellFilter[]) =>
  only.length === 0 || only.includes(cell.state) || (stray !== null && only.includes("stray"));

function wordsOf({ cell, stray }: OverviewRow): string {
  return `${cell.name}\n${cell.channel ?? ""}\n${cell.state}\n${stray === null ? "" : "stray"}`;
}

/** By the words of the table's heads, with their units or without. */
const FILTERABLE: Filterable<OverviewRow> = {
  columns: [
    { names: ["Cell"], valueOf: ({ cell }) => cell.name },
    { names: ["State"], valueOf: ({ cell }) => cell.state },
    { names: ["Channel"], valueOf: ({ cell }) => cell.channel },
    { names: ["Cycle"], valueOf: ({ cell }) => cell.cycle },
    { names: ["Voltage", "Voltage / V"], valueOf: ({ cell }) => cell.lastVoltageV },
    { names: ["Current", "Current / A"], valueOf: ({ cell }) => cell.lastCurrentA },
    { names: ["Current / mA"], valueOf: ({ cell }) => cell.lastCurrentA && cell.lastCurrentA * 1000 },
    { names: ["Δ %"], valueOf: ({ stray }) => percentOf(stray?.relativeDeviation ?? null) },
  ],
  textOf: wordsOf,
};

const percentOf = (share: number | null) => share && 100 * share;

type SortValue = string | number | null;

const SORT_VALUES: Record<SortKey, (row: OverviewRow) => SortValue> = {
  state: ({ cell, stray }) => SHOWN_STATES.indexOf(cell.state) - (stray === null ? 0 : SHOWN_STATES.length),
  name: ({ cell }) => cell.name,
  cycle: ({ cell }) => cell.cycle,
  voltage: ({ cell }) => cell.lastVoltageV,
  current: ({ cell }) => cell.lastCurrentA,
  // The youngest first, as ages rise; what came as files by its own clock.
  age: ({ cell }) => negative(cell.arrivedAtMs ?? cell.lastSampleAtMs),
  deviation: ({ stray }) => stray?.relativeDeviation ?? null,
  channel: ({ cell }) => cell.channel,
};

const sortValue = (row: OverviewRow, key: SortKey) => SORT_VALUES[key](row);
const negative = (value: number | null) => (value === null ? null : -value);

const collator = new Intl.Collator("en", { numeric: true });
const byName = (left: string, right: string) => collator.compare(left, right);

function compareNullsLast(left: SortValue, right: SortValue, direction: 1 | -1): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (typeof left === "number" && typeof right === "number") return direction * (left - right);
  return direction * byName(String(left), String(right));
}
