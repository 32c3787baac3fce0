/** By one rule everywhere: the sheet, the cards and the header. */
export type CellStatus = "waiting" | "ended" | "imported" | "silent" | "resting" | "running";

/** What is known of a cell's samples. */
export type CellActivity = {
  /** Of the test that sampled last, Unix ms; null before the first sample. */
  lastSampleAtMs: number | null;
  /** Current of that sample, A. */
  lastCurrentA: number | null;
  /** Whether that test was declared ended. */
  hasEnded: boolean;
  /** When a sender last sent samples of it, by the server's clock, Unix ms; null where all came as files. */
  arrivedAtMs: number | null;
  /** How often one usually does, s; null before the second time. */
  arrivalIntervalS: number | null;
  /** What a resting current is measured by; unknown, only 0 A rests. */
  nominalCapacityAh: number | null;
};

const MINUTE_MS = 60_000;
const LEAST_SILENCE_MS = 10 * MINUTE_MS;
const SILENT_INTERVALS = 10;
/** Of the nominal C-rate current, as for steps. */
const REST_RATE = 1 / 1000;

/**
 * What a cell does. Its age is that of arrival: a cycler's clock, or that of a simulation in a time-lapse, tells nothing of who still sends.
 * @returns `silent` when nothing arrived for the larger of ten minutes and ten times its usual interval
 * @see screens.md, "State of a cell"
 */
export function cellStatus(activity: CellActivity, nowMs: number): CellStatus {
  if (activity.lastSampleAtMs === null) return "waiting";
  if (activity.hasEnded) return "ended";
  if (activity.arrivedAtMs === null) return "imported";
  if (nowMs - activity.arrivedAtMs > silentAfterMs(activity)) return "silent";
  const currentA = Math.abs(activity.lastCurrentA ?? 0);
  return currentA === 0 || currentA < (activity.nominalCapacityAh ?? 0) * REST_RATE ? "resting" : "running";
}

const silentAfterMs = ({ arrivalIntervalS }: CellActivity) =>
  Math.max(LEAST_SILENCE_MS, SILENT_INTERVALS * 1000 * (arrivalIntervalS ?? 0));
