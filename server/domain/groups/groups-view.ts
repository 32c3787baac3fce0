import type { MetricName } from "../cycles/metrics";
import type { OtherX } from "./x-axes";

/** A group over cycle number, as columns of equal length. Values in the metric's stored unit. */
export type GroupSeries = {
  key: string;
  name: string;
  /** Its place in the palette. */
  colour: number;
  /** Number of cells that fall into the group, with values or without. */
  cells: number;
  /** How many of them people left out whole, and how many in some of their cycles; absent where none is. */
  leftOut?: { cells: number; inPart: number };
  cycle: number[];
  mean: number[];
  /** null where n = 1. */
  std: (number | null)[];
  n: number[];
  min: number[];
  max: number[];
  median: number[];
  q1: number[];
  q3: number[];
  /** Of capacities and the coulombic efficiency: the mean is off by at most about ± this; null where a cell's is not known. */
  uncertainty?: (number | null)[];
  /** Whether so few cells have a value that who is missing shapes the mean; see `thinnedOf`. */
  thinned: boolean[];
};

/** What the values of a group are shares of: the mean of those of its cells' reference cycles; null where no cell has one. */
export type GroupBase = { key: string; base: number | null };

/** The unfinished cycle of one cell, as it grows. */
export type RunningPoint = { cellId: number; cell: string; groupKey: string; cycle: number; value: number | null };

/** The changed cycles of a group. Which points are thinned only the whole group tells. */
export type GroupPatch = Omit<GroupSeries, "thinned"> & { emptied: number[] };

/** How many cells a filter lets pass, of all that the lab has. */
export type CellsPassing = { cells: number; of: number };

/** What the dashboard draws. `version` is the lab's, for asking later only for what changed. */
export type GroupsView = {
  version: number;
  metric: MetricName;
  groups: GroupSeries[];
  running: RunningPoint[];
  unassigned: number;
  cellsWithoutCycles: number;
  /** Absent where no filter leaves any out. */
  passing?: CellsPassing;
};

/**
 * What changed since a version: columns hold only the changed cycles of the changed groups; `emptied` lists cycles of a group
 * that no longer have a value. `full` replaces everything when the asked version is too old or the groups themselves changed.
 */
export type GroupsDelta =
  | { kind: "full"; view: GroupsView }
  | {
      kind: "patch";
      version: number;
      groups: GroupPatch[];
      cellsWithoutCycles: number;
      /** Every cell whose unfinished cycle changed; value null removes the point. */
      running: RunningPoint[];
    };

/** One row of the deep dive. */
export type DeviationRow = {
  cellId: number;
  cell: string;
  group: string;
  value: number | null;
  /** At most about ± this, in the metric's unit; null where it is not known, or the metric has none. */
  uncertainty: number | null;
  sigmas: number | null;
  percentDeviation: number | null;
  relativeDeviation: number | null;
  robustScore: number | null;
  flagged: boolean;
  /** In how many of the last ten statistics cycles up to the asked one the cell was flagged. */
  persistence: number;
  verdict: "ok" | "stray" | "too_few_cells" | "no_value";
};

/** How a cell strays in one metric, at the last cycle of its group that is not thinned. */
export type Stray = {
  metric: MetricName;
  cycle: number;
  /**
   * The first cycle of the stretch that ends there: at none of its group's statistics cycles from here on was the cell found in order. One
   * without a verdict, for want of a value or of cells, ends no stretch.
   */
  since: number;
  /** Whether the stretch goes back further than was looked. */
  mayBeginEarlier: boolean;
  value: number | null;
  relativeDeviation: number | null;
  robustScore: number | null;
  persistence: number;
};

/** One cell over cycle number: columns of equal length, by cycle. Values in the metric's stored unit. */
export type CellLine = { cellId: number; cell: string; groupKey: string; cycle: number[]; value: number[] };

/** The cells of groups, one by one; `more`: cells that are too many to be drawn. */
export type CellLines = { metric: MetricName; lines: CellLine[]; more: number };

/** Groups over another axis than the cycle number: at places that no cell need have a cycle at. */
export type GroupSeriesOverX = GroupSeries & { x: number[] };
export type GroupsOverX = Pick<GroupsView, "metric" | "unassigned" | "passing"> & {
  x: OtherX;
  groups: GroupSeriesOverX[];
};

/** A cell that strays, and in what. */
export type StrayCell = { cellId: number; cell: string; metrics: Stray[] };
export type GroupStrays = { key: string; name: string; cells: StrayCell[] };

/** A change of a lab as the browser hears of it. */
export type LiveEvent = {
  /** The lab's version after the change; a gap means: read again. */
  version: number;
  /** When the server last stored a sample of this lab, Unix ms; null before the first. */
  lastReceivedAtMs: number | null;
  /** The cells that are others than at the event before; null when any cell may be. */
  cellIds: number[] | null;
  /** Whether cells, fields, groupings or what holds for the whole lab changed. */
  isConfiguration: boolean;
};
