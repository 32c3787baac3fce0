import { isMetricName, type MetricName } from "@/server/domain/cycles/metrics";

/** What a wall screen shows in turn. */
export type KioskView = { kind: "overview" } | { kind: "chart"; groupingId: number; metric: MetricName };

export type KioskState = {
  /** None: what the lab pinned, and the overview. */
  views: readonly KioskView[];
  /** How long each is shown. */
  everyS: number;
};

const USUAL_S = 20;
export const MAX_TURN_S = 3600;
export const MAX_VIEWS = 20;

type ReadableParams = { get: (name: string) => string | null; getAll: (name: string) => string[] };

/** Parses the URL's query. Invalid values count as absent. */
export function readKioskState(params: ReadableParams): KioskState {
  const everyS = Number(params.get("every"));
  return {
    views: [...new Set(params.getAll("view"))].flatMap((text) => readView(text) ?? []).slice(0, MAX_VIEWS),
    everyS: Number.isInteger(everyS) && everyS >= 1 && everyS <= MAX_TURN_S ? everyS : USUAL_S,
  };
}

function readView(text: string): KioskView | null {
  if (text === "overview") return { kind: "overview" };
  const [, groupingId, metric] = /^(\d{1,9}):(\w+)$/.exec(text) ?? [];
  if (groupingId === undefined || metric === undefined || !isMetricName(metric)) return null;
  return { kind: "chart", groupingId: Number(groupingId), metric };
}

export const viewKey = (view: KioskView) =>
  view.kind === "overview" ? "overview" : `${view.groupingId}:${view.metric}`;

/** The URL's query that shows the same, as `readKioskState` reads it. */
export function writeKioskState({ views, everyS }: KioskState): string {
  const query = new URLSearchParams();
  for (const view of views) query.append("view", viewKey(view));
  if (everyS !== USUAL_S) query.set("every", String(everyS));
  return query.toString();
}
