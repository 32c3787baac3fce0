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

/** One cell as a row. */
export type GroupAgeingRow = { cell: string; cycles: string; endOfLife: string; knee: string; onset: string };

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

/** Each cell on its own: the earliest end of life first, those without one behind, by name. */
export function groupAgeingRows(cells: readonly AgeingCell[]): GroupAgeingRow[] {
  const endOf = ({ endOfLife }: AgeingCell) => endOfLife?.cycle ?? Number.POSITIVE_INFINITY;
  const byEnd = (left: AgeingCell, right: AgeingCell) =>
    endOf(left) === endOf(right) ? 0 : endOf(left) - endOf(right);
  return [...cells]
    .sort((left, right) => byEnd(left, right) || (left.cell < right.cell ? -1 : 1))
    .map(({ cell, equivalentFullCycles, endOfLife, knee, onset }) => ({
      cell,
      cycles: equivalentFullCycles === null ? "–" : equivalentFullCycles.toFixed(1),
      endOfLife: endOfLife ? `${endOfLife.cycle}${endOfLife.reached ? "" : " (forecast)"}` : "–",
      knee: placeText(knee),
      onset: placeText(onset),
    }));
}

const placeText = (place: CellAgeing["knee"]) =>
  place ? `${whole(place.cycle)} (${whole(place.from)}–${whole(place.to)})` : "–";
/** A place between two cycles is told to a tenth only where that is not all noise. */
const whole = (cycle: number) => String(Math.round(cycle));
