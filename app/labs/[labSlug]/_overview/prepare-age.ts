import { formatAgeOrDate } from "@/app/_charts/frame/prepare-numbers";
import type { OverviewCell } from "@/server/domain/cells/lab-overview";

/** An arrival is noted down each ten seconds: a younger one has no exact age. */
const LEAST_AGE_MS = 10_000;

/** How long ago a cell's last sample arrived; of what came as files the date on which it was taken; null before the first. */
export function ageText(
  cell: Pick<OverviewCell, "arrivedAtMs" | "lastSampleAtMs">,
  nowMs: number,
  timeZone: string,
): string | null {
  const { arrivedAtMs, lastSampleAtMs } = cell;
  if (arrivedAtMs !== null && nowMs - arrivedAtMs < LEAST_AGE_MS) return "now";
  if (arrivedAtMs !== null) return formatAgeOrDate(arrivedAtMs, nowMs, timeZone);
  return lastSampleAtMs === null ? null : formatAgeOrDate(lastSampleAtMs, Number.POSITIVE_INFINITY, timeZone);
}
