import { BANDS, type Band } from "@/app/_charts/groups/prepare-band";
import { CYCLE_KINDS, type CycleKind } from "@/server/domain/tags/cycle-tags";
import { isMetricName, type MetricName } from "@/server/domain/cycles/metrics";

/** What the page shows, as kept in the URL. */
export type DashboardState = {
  /** null: the lab's default. */
  groupingId: number | null;
  /** null: the grouping's default. */
  metric: MetricName | null;
  /** Which cycles enter the statistics; null: all. */
  kind: CycleKind | null;
  /** The cycles shown; a zoom sets them. null leaves an end open. */
  from: number | null;
  to: number | null;
  /** The values shown, in the stored unit; a zoom sets them. null leaves an end to the data. */
  low: number | null;
  high: number | null;
  /** What the deep dive shows; null: the first group, at its last cycle that is not thinned. */
  group: string | null;
  cycle: number | null;
  hidden: readonly string[];
  /** Whether lines are drawn to their ends, where few cells are left. */
  tails: boolean;
  band: Band;
  /** Whether cycles under way are drawn. */
  unfinished: boolean;
};

/** Without a zoom. */
export const WHOLE = { from: null, to: null, low: null, high: null } as const satisfies Partial<DashboardState>;

type ReadableParams = { get: (name: string) => string | null; getAll: (name: string) => string[] };

/** Parses the URL's query. Invalid values count as absent: an old link shows the page, not an error. */
export function readDashboardState(params: ReadableParams): DashboardState {
  const metric = params.get("metric") ?? "";
  const [from, to] = [wholeNumber(params.get("from")), wholeNumber(params.get("to"))];
  const isRange = from === null || to === null || from <= to;
  return {
    groupingId: wholeNumber(params.get("grouping")),
    metric: isMetricName(metric) ? metric : null,
    from: isRange ? from : null,
    to: isRange ? to : null,
    kind: CYCLE_KINDS.find((kind) => kind === params.get("cycles")) ?? null,
    ...readValues(realNumber(params.get("low")), realNumber(params.get("high"))),
    group: params.get("group"),
    cycle: wholeNumber(params.get("cycle")),
    hidden: [...new Set(params.getAll("hide"))],
    tails: params.get("tails") === "1",
    band: BANDS.find((band) => band === params.get("band")) ?? "std",
    unfinished: params.get("unfinished") !== "0",
  };
}

/** The query of a state, without what is default; empty when everything is. */
export function writeDashboardState(state: DashboardState): string {
  const params = new URLSearchParams();
  const put = (name: string, value: string | number | null) => {
    if (value !== null) params.append(name, String(value));
  };
  put("grouping", state.groupingId);
  put("metric", state.metric);
  put("cycles", state.kind);
  put("from", state.from);
  put("to", state.to);
  put("low", state.low);
  put("high", state.high);
  put("group", state.group);
  put("cycle", state.cycle);
  put("tails", state.tails ? 1 : null);
  put("band", state.band === "std" ? null : state.band);
  put("unfinished", state.unfinished ? null : 0);
  for (const key of state.hidden) put("hide", key);
  return params.toString();
}

/** The grouping that the URL names, else the lab's default, else the first; null when there is none. */
export function chosenGrouping<Grouping extends { id: number; isDefault: boolean }>(
  groupings: readonly Grouping[],
  { groupingId }: Pick<DashboardState, "groupingId">,
): Grouping | null {
  const named = groupings.find(({ id }) => id === groupingId);
  return named ?? groupings.find(({ isDefault }) => isDefault) ?? groupings[0] ?? null;
}

const STEPS = ["groupingId", "metric", "kind", "from", "to", "low", "high", "hidden"] as const;

/** A change that Back should undo: what is shown, not what is pointed at. */
export function isStepInHistory(change: Partial<DashboardState>): boolean {
  return STEPS.some((name) => name in change);
}

const readValues = (low: number | null, high: number | null) =>
  low === null || high === null || low < high ? { low, high } : { low: null, high: null };

function realNumber(text: string | null): number | null {
  return text !== null && /^-?\d{1,12}(\.\d{1,17})?(e-?\d{1,3})?$/.test(text) ? Number(text) : null;
}

export function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}
