export type CellStatus = "running" | "resting" | "silent" | "finished" | "waiting";

/** A cycler that is alive sends at least every few minutes, also while a cell rests. */
const SILENT_AFTER_MS = 60 * 60 * 1000;
/** Of the nominal C-rate current, as for steps. */
const REST_RATE = 1 / 1000;

/**
 * What a cell does, as far as its last sample tells.
 * @param args.lastSampleAtMs of the test that sampled last, Unix ms; null before the first: `waiting`
 * @param args.lastCurrentA current of that sample, A
 * @param args.hasEnded whether that test was declared ended: `finished`
 * @param args.nominalCapacityAh what a resting current is measured by; unknown, only 0 A rests
 * @returns `silent` when no sample came for an hour
 */
export function cellStatus(args: {
  lastSampleAtMs: number | null;
  lastCurrentA: number | null;
  hasEnded: boolean;
  nominalCapacityAh: number | null;
  nowMs: number;
}): CellStatus {
  if (args.hasEnded) return "finished";
  if (args.lastSampleAtMs === null) return "waiting";
  if (args.nowMs - args.lastSampleAtMs > SILENT_AFTER_MS) return "silent";
  const currentA = Math.abs(args.lastCurrentA ?? 0);
  return currentA === 0 || currentA < (args.nominalCapacityAh ?? 0) * REST_RATE ? "resting" : "running";
}
