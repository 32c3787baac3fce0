import { SMOOTHINGS, type Smoothing } from "@/app/_charts/groups/prepare-smoothed";
import { BANDS, type Band, LINES, type Line } from "@/app/_charts/groups/prepare-band";
import { isMetricName, type MetricName } from "@/server/domain/cycles/metrics";
import { ALL_CELLS } from "@/server/domain/groups/all-cells";
import type { GroupingDefinition } from "@/server/domain/groups/input-groupings";
import { OTHER_X_AXES, type OtherX } from "@/server/domain/groups/x-axes";
import { readCycleTag } from "@/server/domain/tags/cycle-tags";

/** What the page shows, as kept in the URL. */
export type DashboardState = {
  /** null: the lab's default. */
  groupingId: number | null;
  /** Fields to group by instead of a grouping, one or two; none: by the grouping. */
  by: readonly string[];
  /** Which cells are in the groups, by a filter as it is typed; null: all. */
  where: string | null;
  /** null: the grouping's default. */
  metric: MetricName | null;
  /** Metrics in panels below, over the same axis. */
  panels: readonly MetricName[];
  /** null: the cycle number. */
  x: OtherX | null;
  /** Which cycles enter the statistics, by a tag; null: all. */
  tag: string | null;
  /** And by their discharge rate, 1/h; null: any. */
  rateC: number | null;
  /** The key of the group, or the name of the cell, from which the differences are shown; null: the values themselves. */
  reference: string | null;
  referenceCell: string | null;
  /** The part of x that is shown; a zoom sets it. null leaves an end open. */
  from: number | null;
  to: number | null;
  /** The values shown, in the stored unit; a zoom sets them. null leaves an end to the data. */
  low: number | null;
  high: number | null;
  /** What the deep dive shows; null: the first group, at its last cycle that is not thinned. */
  group: string | null;
  cycle: number | null;
  /** The cell that is looked at more closely. */
  cell: string | null;
  hidden: readonly string[];
  /** Whether lines are drawn to their ends, where few cells are left. */
  tails: boolean;
  line: Line;
  band: Band;
  /** Over how many points lines and bands are running medians; null: as they are. */
  smoothing: Smoothing | null;
  /** Whether the band is drawn as bars at its points. */
  bars: boolean;
  /** Whether each cell has a line of its own. */
  cells: boolean;
  /** Whether cycles under way are drawn. */
  unfinished: boolean;
  /** Whether the numbers of cells stand under the axis. */
  counts: boolean;
  /** Whether each group has a small chart of its own. */
  small: boolean;
  /** Whether the deep dive lists every score. */
  scores: boolean;
  /** Whether it tells how its group ages. */
  ageing: boolean;
};

/** Without a zoom. */
export const WHOLE = { from: null, to: null, low: null, high: null } as const satisfies Partial<DashboardState>;
/** What means something in one grouping only. */
export const OF_GROUPING = {
  group: null,
  cycle: null,
  cell: null,
  hidden: [],
  reference: null,
  low: null,
  high: null,
} as const satisfies Partial<DashboardState>;

const MAX_FIELDS = 2;
export const MAX_PANELS = 3;
const MAX_HIDDEN = 500;
const MAX_NAME = 256;

type ReadableParams = { get: (name: string) => string | null; getAll: (name: string) => string[] };

/** Parses the URL's query. Invalid values count as absent: an old link shows the page, not an error. */
export function readDashboardState(params: ReadableParams): DashboardState {
  const x = OTHER_X_AXES.find((one) => one === params.get("x")) ?? null;
  const numberOfX = x === null ? wholeNumber : realNumber;
  const reference = params.get("reference");
  return {
    ...readGrouping(params),
    where: whereOf(params.get("where")),
    metric: metricOf(params.get("metric")),
    panels: distinct(params.getAll("panel"))
      .flatMap((name) => metricOf(name) ?? [])
      .slice(0, MAX_PANELS),
    x,
    tag: tagOf(params.get("cycles") ?? ""),
    rateC: rateOf(params.get("rate")),
    reference,
    referenceCell: reference === null ? nameOf(params.get("referenceCell")) : null,
    ...readRange(numberOfX(params.get("from")), numberOfX(params.get("to"))),
    ...readValues(realNumber(params.get("low")), realNumber(params.get("high"))),
    group: params.get("group"),
    cycle: wholeNumber(params.get("cycle")),
    cell: nameOf(params.get("cell")),
    hidden: distinct(params.getAll("hide")).slice(0, MAX_HIDDEN),
    ...readDrawing(params),
  };
}

function readGrouping(params: ReadableParams): Pick<DashboardState, "groupingId" | "by"> {
  const by = distinct(params.getAll("by").flatMap((name) => nameOf(name) ?? [])).slice(0, MAX_FIELDS);
  return { groupingId: by.length > 0 ? null : wholeNumber(params.get("grouping")), by };
}

function readDrawing(params: ReadableParams) {
  return {
    tails: params.get("tails") === "1",
    line: LINES.find((line) => line === params.get("line")) ?? "mean",
    band: BANDS.find((band) => band === params.get("band")) ?? "std",
    smoothing: SMOOTHINGS.find((points) => String(points) === params.get("smooth")) ?? null,
    bars: params.get("bars") === "1",
    cells: params.get("each") === "1",
    unfinished: params.get("unfinished") !== "0",
    counts: params.get("n") !== "0",
    small: params.get("small") === "1",
    scores: params.get("scores") === "1",
    ageing: params.get("ageing") === "1",
  };
}

/** The query of a state, without what is default; empty when everything is. */
export function writeDashboardState(state: DashboardState): string {
  const params = new URLSearchParams();
  const put = (name: string, value: string | number | null) => {
    if (value !== null) params.append(name, String(value));
  };
  const putIf = (name: string, isOn: boolean, value: string | number = 1) => put(name, isOn ? value : null);
  put("grouping", state.groupingId);
  for (const field of state.by) put("by", field);
  put("where", state.where);
  put("metric", state.metric);
  for (const panel of state.panels) put("panel", panel);
  put("x", state.x);
  put("cycles", state.tag);
  put("rate", state.rateC);
  put("reference", state.reference);
  put("referenceCell", state.referenceCell);
  put("from", state.from);
  put("to", state.to);
  put("low", state.low);
  put("high", state.high);
  put("group", state.group);
  put("cycle", state.cycle);
  put("cell", state.cell);
  putIf("tails", state.tails);
  putIf("line", state.line !== "mean", state.line);
  putIf("band", state.band !== "std", state.band);
  put("smooth", state.smoothing);
  putIf("bars", state.bars);
  putIf("each", state.cells);
  putIf("unfinished", !state.unfinished, 0);
  putIf("n", !state.counts, 0);
  putIf("small", state.small);
  putIf("scores", state.scores);
  putIf("ageing", state.ageing);
  for (const key of state.hidden) put("hide", key);
  return params.toString();
}

/** What the pages of groups choose from: the lab's groupings, and behind them the one that every lab has. */
export function choosable<Grouping>({ groupings, allCells }: { groupings: readonly Grouping[]; allCells: Grouping }) {
  return [...groupings, allCells];
}

/** The grouping that the URL names, else the lab's default, else the first; null when there is none. */
export function chosenGrouping<Grouping extends { id: number; isDefault: boolean }>(
  groupings: readonly Grouping[],
  { groupingId }: Pick<DashboardState, "groupingId">,
): Grouping | null {
  const named = groupings.find(({ id }) => id === groupingId);
  return named ?? groupings.find(({ isDefault }) => isDefault) ?? groupings[0] ?? null;
}

/** How the cells are split now, by a grouping or by fields, and what that shows unless asked otherwise. */
export type Split = {
  groupingId: number;
  by: string[] | null;
  name: string;
  defaultMetric: MetricName;
  /** The fields whose values name the groups; none where rules do, or where somebody gave the groups colours. */
  styledBy: readonly string[];
};

type Choosable = {
  id: number;
  name: string;
  isDefault: boolean;
  defaultMetric: MetricName;
  definition: GroupingDefinition;
  styles: readonly unknown[];
};

/** Null before the lab's groupings are known. */
export function chosenSplit(groupings: readonly Choosable[], state: DashboardState): Split | null {
  const grouping = chosenGrouping(groupings, state);
  if (!grouping) return null;
  if (state.by.length > 0) {
    const by = [...state.by];
    // What suits all cells suits every part of them: the metric stays while one tries out how to group.
    const { defaultMetric } = groupings.find(({ id }) => id === ALL_CELLS.id) ?? grouping;
    return { groupingId: ALL_CELLS.id, by, name: by.join(" × "), defaultMetric, styledBy: by };
  }
  const { id, name, defaultMetric, definition, styles } = grouping;
  const styledBy = "by" in definition && styles.length === 0 ? definition.by : [];
  return { groupingId: id, by: null, name, defaultMetric, styledBy };
}

/** What is pointed at. Everything else is what is shown. */
const POINTED = ["group", "cycle", "cell"];

/** A change that Back should undo: what is shown, not what is pointed at. */
export function isStepInHistory(change: Partial<DashboardState>): boolean {
  return Object.keys(change).some((name) => !POINTED.includes(name));
}

/** Whether only some cycles enter the statistics. */
export const isFiltered = ({ tag, rateC }: Pick<DashboardState, "tag" | "rateC">) => tag !== null || rateC !== null;

const distinct = (names: readonly string[]) => [...new Set(names)];
const metricOf = (name: string | null) => (name !== null && isMetricName(name) ? name : null);
const nameOf = (name: string | null) => (name !== null && name !== "" && name.length <= MAX_NAME ? name : null);

const readRange = (from: number | null, to: number | null) =>
  from === null || to === null || from <= to ? { from, to } : { from: null, to: null };
const readValues = (low: number | null, high: number | null) =>
  low === null || high === null || low < high ? { low, high } : { low: null, high: null };

/** As it is asked for: the same filter is one question, whatever stands around it. */
export const whereOf = (text: string | null): string | null => text?.trim() || null;

const MAX_RATE_C = 1000;
export function tagOf(text: string): string | null {
  const read = readCycleTag(text);
  return "tag" in read ? read.tag : null;
}

export function rateOf(text: string | null): number | null {
  const rateC = realNumber(text);
  return rateC !== null && rateC > 0 && rateC <= MAX_RATE_C ? rateC : null;
}

export function realNumber(text: string | null): number | null {
  return text !== null && /^-?\d{1,12}(\.\d{1,17})?(e-?\d{1,3})?$/.test(text) ? Number(text) : null;
}

export function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}
