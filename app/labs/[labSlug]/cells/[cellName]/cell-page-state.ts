import { FAMILY_KINDS, FAMILY_MODES, type FamilyKind, type FamilyMode } from "@/app/_charts/curves/prepare-curves";
import { isMetricName, type MetricName } from "@/server/domain/cycles/metrics";
import { PULSE_TIMES, type PulseTime } from "@/server/domain/cycles/pulses/step-pulse";

/**
 * By the clock, since the first sample, or by the cyclers' count of time; or all cycles from the begin of each, or of each its largest
 * charge or discharge, or one step of the cycler's program.
 */
export const TIME_VIEWS = ["clock", "elapsed", "test", "cycles", "charges", "discharges", "step"] as const;
export type TimeView = (typeof TIME_VIEWS)[number];

/** How derivatives are smoothed. */
export const SMOOTHINGS = ["savgol", "gaussian", "none"] as const;
export type Smoothing = (typeof SMOOTHINGS)[number];

/** What the page shows, as kept in the URL. */
export type CellPageState = {
  /** What is looked at: in front among curves, shaded in time, with its steps. null: none. */
  cycle: number | null;
  /** Metrics above each other; null: the usual ones. */
  metrics: readonly MetricName[] | null;
  /** The cycles shown of metrics; null leaves an end open. */
  from: number | null;
  to: number | null;
  kind: FamilyKind;
  mode: FamilyMode;
  /** Of dQ/dV and dV/dQ. */
  smoothing: Smoothing;
  /** The grouping with whose group its curves are compared; null: with none. */
  peers: number | null;
  /** The cycle against which ΔQ(V) is drawn; null: it is not drawn. */
  against: number | null;
  /** The cycles of which curves are drawn; null leaves an end open. */
  first: number | null;
  last: number | null;
  /** What was zoomed to among curves, in Ah and V; null leaves an end to the data. */
  left: number | null;
  right: number | null;
  low: number | null;
  high: number | null;
  /** What time is told in, or what is laid over each other. */
  time: TimeView;
  /** The stretch of time shown, Unix ms; null leaves an end open. */
  since: number | null;
  until: number | null;
  /** The number in the cycler's program of the step that is laid over itself; null: the first of the cycle that is looked at. */
  step: number | null;
  /** Of cycles laid over each other, s since each began; null leaves an end open. */
  begin: number | null;
  end: number | null;
  /** After a pulse's start, s: at which its resistance is drawn. */
  pulse: PulseTime;
};

/** Without a zoom among curves. */
export const WHOLE_CURVES = { left: null, right: null, low: null, high: null } as const;
export const MAX_PANELS = 6;

type ReadableParams = { get: (name: string) => string | null };

/** Parses the URL's query. Invalid values count as absent: an old link shows the page, not an error. */
export function readCellPageState(params: ReadableParams): CellPageState {
  const number = (name: string) => realNumber(params.get(name));
  const pair = (one: string, other: string) => rising(number(one), number(other));
  const cycle = (name: string) => wholeNumber(params.get(name), -MAX_CYCLE, MAX_CYCLE);
  const moment = (name: string) => wholeNumber(params.get(name), 0, MAX_MOMENT_MS);
  const metrics = [...new Set((params.get("metrics") ?? "").split(",").filter(isMetricName))].slice(0, MAX_PANELS);
  const [from, to] = rising(cycle("from"), cycle("to"));
  const [first, last] = rising(cycle("first"), cycle("last"));
  const [left, right] = pair("left", "right");
  const [low, high] = pair("low", "high");
  const [begin, end] = pair("begin", "end");
  const [since, until] = rising(moment("since"), moment("until"));
  return {
    cycle: cycle("cycle"),
    metrics: metrics.length > 0 ? metrics : null,
    from,
    to,
    kind: FAMILY_KINDS.find((kind) => kind === params.get("kind")) ?? "vq",
    mode: FAMILY_MODES.find((mode) => mode === params.get("mode")) ?? "discharge",
    smoothing: SMOOTHINGS.find((smoothing) => smoothing === params.get("smoothing")) ?? "savgol",
    peers: wholeNumber(params.get("peers"), 0, MAX_ID),
    against: cycle("against"),
    first,
    last,
    left,
    right,
    low,
    high,
    time: TIME_VIEWS.find((time) => time === params.get("time")) ?? "clock",
    since,
    until,
    step: wholeNumber(params.get("step"), -MAX_CYCLE, MAX_CYCLE),
    begin,
    end,
    pulse: PULSE_TIMES.find((time) => time === params.get("pulse")) ?? "10",
  };
}

/** The query of a state, without what is usual; empty when everything is. */
export function writeCellPageState(state: CellPageState): string {
  const usual = readCellPageState(new URLSearchParams());
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (value === null || value === usual[name as keyof CellPageState]) continue; // the keys of a state
    params.append(name, String(value));
  }
  return params.toString();
}

/** A change that Back should undo: what is shown, not which cycle is looked at. */
export function isStepInHistory(change: Partial<CellPageState>): boolean {
  return Object.keys(change).some((name) => name !== "cycle");
}

type Ends = readonly [number | null, number | null];

const rising = (low: number | null, high: number | null): Ends =>
  low === null || high === null || low <= high ? [low, high] : [null, null];

function realNumber(text: string | null): number | null {
  return text !== null && /^-?\d{1,12}(\.\d{1,17})?(e-?\d{1,3})?$/.test(text) ? Number(text) : null;
}

const MAX_ID = 2 ** 31 - 1;
/** Offsets may bring cycles below 0. */
const MAX_CYCLE = 2 ** 31 - 1;
/** The end of the year 9999. */
const MAX_MOMENT_MS = 253_402_300_799_999;

function wholeNumber(text: string | null, least: number, most: number): number | null {
  const number = text !== null && /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : null;
}
