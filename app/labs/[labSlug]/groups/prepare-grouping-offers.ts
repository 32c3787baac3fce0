import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";

/** A field by which the cells fall into groups worth a chart. */
export type GroupingOffer = { field: string; groups: number; cells: number };

/** One group has nothing to compare with, and more lines than this cannot be told apart. */
const GROUPS = { least: 2, most: 20 };
const MAX_OFFERS = 4;

/** The fields that split the cells usefully: those that most cells have a value of first, then those with fewer groups. */
export function prepareGroupingOffers(fields: readonly SheetField[], cells: readonly SheetCell[]): GroupingOffer[] {
  return fields
    .filter(({ type }) => type === "text" || type === "choice")
    .map(({ name }) => {
      const values = cells.flatMap(({ metadata }) => metadata[name] ?? []).filter((value) => value !== "");
      return { field: name, groups: new Set(values).size, cells: values.length };
    })
    .filter(({ groups }) => groups >= GROUPS.least && groups <= GROUPS.most)
    .sort((left, right) => right.cells - left.cells || left.groups - right.groups)
    .slice(0, MAX_OFFERS);
}
