import { momentsOfWallTime } from "@/server/domain/samples/zoned-time";

export type TimeRange = {
  /** null until both ends are entered and in order. */
  range: { fromMs: number; toMs: number } | null;
  problems: { from: string | null; to: string | null };
};

const SKIPPED = "The clocks skip this time";

/**
 * A range typed in the lab's time zone. Of an end that the clocks show twice, in the hour that they are put back, the range takes the
 * moment that makes it longer.
 */
export function prepareTimeRange(from: string, to: string, timeZone: string): TimeRange {
  const [fromMs, toMs] = [momentsOfWallTime(from, timeZone)[0], momentsOfWallTime(to, timeZone).at(-1)];
  const problemOf = (text: string, atMs: number | undefined) => (text !== "" && atMs === undefined ? SKIPPED : null);
  const problems = { from: problemOf(from, fromMs), to: problemOf(to, toMs) };
  if (fromMs === undefined || toMs === undefined) return { range: null, problems };
  if (fromMs > toMs) return { range: null, problems: { ...problems, to: "Lies before the beginning" } };
  return { range: { fromMs, toMs }, problems };
}
