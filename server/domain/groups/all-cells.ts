import type { GroupingDefinition, GroupStyleEntry } from "./input-groupings";

type BuiltInGrouping = {
  id: number;
  name: string;
  definition: GroupingDefinition;
  isDefault: boolean;
  styles: GroupStyleEntry[];
};

/** The grouping that every lab has: the first sample draws before anything is known of its cell. No stored grouping has its id. */
export const ALL_CELLS: BuiltInGrouping = {
  id: 0,
  name: "All cells",
  // A rule without conditions takes every cell.
  definition: { rules: [{ name: "All cells", where: [] }] },
  isDefault: false,
  styles: [],
};
