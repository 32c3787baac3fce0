import type { TableColumn } from "@/app/_components/table/prepare-table";
import { groupStatistics } from "@/server/domain/groups/statistics";
import type { CellAgeing } from "@/server/domain/ageing/cell-ageing";
import type { GuideAnchor } from "@/server/domain/guide/numbers-guide";

export type AgeingCell = CellAgeing & { cell: string };

/** What the cells of a group come to in one respect: how many have it and where, and why the others have none. */
export type GroupAgeingFact = {
  key: "endOfLife" | "knee" | "onset";
  name: string;
  guide: GuideAnchor;
  value: string;
  /** Empty without a cell that has one. */
  detail: string;
  none: { reason: string; cells: number }[];
};

const FACTS = [
  { key: "endOfLife", name: "End of life" },
  { key: "knee", name: "Knee" },
  { key: "onset", name: "Onset" },
] as const;

/** End of life, knee and onset of a group. What no cell has yet lies later, so medians are told with the number of cells that they are of. */
export function groupAgeingFacts(cells: readonly AgeingCell[]): GroupAgeingFact[] {
  return FACTS.map(({ key, name }) => {
    const found = cells.flatMap((cell) => cell[key]?.cycle ?? []);
    const statistics = groupStatistics(found);
    return {
      ...{ key, name, guide: key },
      value: statistics ? `cycle ${whole(statistics.median)}` : "none",
      detail: statistics ? detailOf(statistics, cells.length) : "",
      none: reasonsOf(cells.filter((cell) => cell[key] === null).map((cell) => cell.why[key] ?? "")),
    };
  });
}

function detailOf(
  { n, q1, q3, min, max }: { n: number; q1: number; q3: number; min: number; max: number },
  of: number,
) {
  const share = n === of ? `of all ${n} cells` : `of the ${n} of ${of} cells that have one`;
  if (n === 1) return share;
  return `median ${share}; the middle half from ${whole(q1)} to ${whole(q3)}, all from ${whole(min)} to ${whole(max)}`;
}

/** Those that differ in their numbers alone are one, told with the numbers of the first. */
function reasonsOf(reasons: readonly string[]): GroupAgeingFact["none"] {
  const alike = Map.groupBy(reasons, (reason) => reason.replace(/\d+(\.\d+)?/g, "#"));
  return [...alike.values()]
    .map((own) => ({
      reason: (own[0] ?? "").replace(/^None: (.)/, (_, letter: string) => letter.toUpperCase()),
      cells: own.length,
    }))
    .sort((left, right) => right.cells - left.cells);
}

/** By name: a table that is ordered by something else has these orders where that is equal. */
export const inOrderOfNames = (cells: readonly AgeingCell[]): AgeingCell[] =>
  [...cells].sort((left, right) => (left.cell < right.cell ? -1 : 1));

type AgeingColumn = TableColumn<AgeingCell>;

/** Each cell on its own, but for its name. */
export const ageingColumns = (cells: readonly AgeingCell[]): AgeingColumn[] => [
  {
    ...{ key: "cycles", head: "Equivalent full cycles", isNumber: true },
    valueIn: ({ equivalentFullCycles }) => equivalentFullCycles,
    textOf: ({ equivalentFullCycles: cycles }) => (cycles === null ? "" : cycles.toFixed(1)),
  },
  {
    ...{ key: "endOfLife", head: "End of life / cycle", label: "End of life", isNumber: true },
    valueIn: ({ endOfLife }) => endOfLife?.cycle ?? null,
    textOf: ({ endOfLife }) => (endOfLife ? `${endOfLife.cycle}${endOfLife.reached ? "" : " (forecast)"}` : ""),
  },
  {
    // In a file the number of a forecast looks like any other.
    ...column("endOfLifeIs", "End of life is", ({ endOfLife }) => endOfLife && stateText(endOfLife)),
    isNumber: false,
    isExtra: !cells.some(({ endOfLife }) => endOfLife?.reached === false),
  },
  ...placeColumns("knee", "Knee"),
  ...placeColumns("onset", "Onset"),
];

const stateText = ({ reached }: { reached: boolean }) => (reached ? "reached" : "forecast");

/** Where a life bends, and apart from that the ends of its interval, which a file wants as numbers. */
function placeColumns(key: "knee" | "onset", name: string): AgeingColumn[] {
  return [
    {
      ...{ key, head: `${name} (90 %) / cycle`, label: name, names: [name], isNumber: true },
      valueIn: ({ [key]: place }) => place?.cycle ?? null,
      textOf: ({ [key]: place }) => (place ? `${whole(place.cycle)} (${whole(place.from)}–${whole(place.to)})` : ""),
    },
    column(`${key}From`, `${name} from / cycle`, ({ [key]: place }) => place?.from ?? null),
    column(`${key}To`, `${name} to / cycle`, ({ [key]: place }) => place?.to ?? null),
  ];
}

/** One that waits to be chosen. */
function column(key: string, head: string, valueIn: (cell: AgeingCell) => number | string | null): AgeingColumn {
  const textOf = (cell: AgeingCell) => {
    const value = valueIn(cell);
    return typeof value === "number" ? whole(value) : (value ?? "");
  };
  return { key, head, isNumber: true, isExtra: true, valueIn, textOf };
}

/** What there is to say where no cell has come to an end or a bend: null where one has. */
export function nothingFound(cells: readonly AgeingCell[]): string | null {
  if (cells.length === 0 || cells.some(({ endOfLife, knee, onset }) => endOfLife ?? knee ?? onset)) return null;
  const of = cells.length === 1 ? "its one cell" : `any of its ${cells.length} cells`;
  const moved = groupStatistics(cells.flatMap(({ equivalentFullCycles }) => equivalentFullCycles ?? []));
  return `No end of life, knee or onset was found in ${of}${moved ? `, after ${spanText(moved)} equivalent full cycles` : ""}.`;
}

function spanText({ min, max }: { min: number; max: number }): string {
  const [from, to] = [min.toFixed(1), max.toFixed(1)];
  return from === to ? from : `${from} to ${to}`;
}

/** A place between two cycles is told to a tenth only where that is not all noise. */
const whole = (cycle: number) => String(Math.round(cycle));
