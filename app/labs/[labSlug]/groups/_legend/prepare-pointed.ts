import type { PreparedSeries } from "@/app/_charts/groups/prepare-series";
import { indexAtOrAfter } from "@/app/_charts/groups/prepare-series";

/** Points that lie this many usual steps off are not meant. */
const REACH_STEPS = 0.51;

/** What a line shows at a place of x; null where it has no point there. */
export function valueAtPlace({ x, step, line }: PreparedSeries, place: number): number | null {
  const after = indexAtOrAfter(x, place);
  const nearest = [after - 1, after]
    .filter((index) => Math.abs((x[index] ?? Number.NaN) - place) <= REACH_STEPS * step)
    .sort((one, other) => Math.abs((x[one] ?? 0) - place) - Math.abs((x[other] ?? 0) - place))[0];
  const value = nearest === undefined ? null : (line[nearest] ?? null);
  return value === null || !Number.isFinite(value) ? null : value;
}

/** The groups whose names hold all words of what is searched for. */
export function groupsNamed<Row extends { name: string }>(rows: readonly Row[], search: string): readonly Row[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}

/** What stays hidden when one group is to be seen alone; nothing when it is alone already. */
export function hiddenBut(keys: readonly string[], key: string, hidden: readonly string[]): string[] {
  const isAlone = !hidden.includes(key) && keys.every((one) => one === key || hidden.includes(one));
  return isAlone ? [] : keys.filter((one) => one !== key);
}
