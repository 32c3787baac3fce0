/** By one rule everywhere: the overview, the sheet, a cell's page, the header. */
export type CellStatus = "waiting" | "ended" | "imported" | "silent" | "resting" | "running";

/** What is known of a cell's samples. */
export type CellActivity = {
  /** Of the test that sampled last, Unix ms; null before the first sample. */
  lastSampleAtMs: number | null;
  /** Current of that sample, A. */
  lastCurrentA: number | null;
  /** Where that test was declared ended, after its last sample, Unix ms; else null. */
  endedAtMs: number | null;
  /** When a sender last sent samples of it, by the server's clock, Unix ms; null where all came as files. */
  arrivedAtMs: number | null;
  /** How often one usually does, s; null before the second time. */
  arrivalIntervalS: number | null;
  /** What a resting current is measured by; unknown, only 0 A rests. */
  nominalCapacityAh: number | null;
};

export type CellState = {
  state: CellStatus;
  /** When a cell ended, or last was heard of before it fell silent, Unix ms; null in other states. */
  sinceMs: number | null;
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
export function cellState(activity: CellActivity, nowMs: number): CellState {
  const { lastSampleAtMs, endedAtMs, arrivedAtMs } = activity;
  if (lastSampleAtMs === null) return { state: "waiting", sinceMs: null };
  if (endedAtMs !== null) return { state: "ended", sinceMs: endedAtMs };
  if (arrivedAtMs === null) return { state: "imported", sinceMs: null };
  if (nowMs - arrivedAtMs > silentAfterMs(activity)) return { state: "silent", sinceMs: arrivedAtMs };
  return { state: isResting(activity) ? "resting" : "running", sinceMs: null };
}

const silentAfterMs = ({ arrivalIntervalS }: CellActivity) =>
  Math.max(LEAST_SILENCE_MS, SILENT_INTERVALS * 1000 * (arrivalIntervalS ?? 0));

function isResting({ lastCurrentA, nominalCapacityAh }: CellActivity): boolean {
  const currentA = Math.abs(lastCurrentA ?? 0);
  return currentA === 0 || currentA < (nominalCapacityAh ?? 0) * REST_RATE;
}
