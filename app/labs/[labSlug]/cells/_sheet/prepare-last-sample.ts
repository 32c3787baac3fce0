import { formatAgeOrDate, formatMoment } from "@/app/_charts/frame/prepare-numbers";
import type { SheetCell } from "@/server/domain/cells/cell-sheet";

/**
 * When a cell's last sample arrived, and for a hover when it was taken; of a cell that came as files, when it was taken. Null before the
 * first.
 */
export function lastSampleText(
  { arrivedAtMs, lastSampleAtMs }: Pick<SheetCell, "arrivedAtMs" | "lastSampleAtMs">,
  nowMs: number,
  timeZone: string,
): { text: string; title: string } | null {
  if (lastSampleAtMs === null) return null;
  const taken = `taken ${formatMoment(lastSampleAtMs, timeZone)}`;
  if (arrivedAtMs === null)
    return { text: formatMoment(lastSampleAtMs, timeZone).slice(0, "2026-03-01".length), title: taken };
  return {
    text: formatAgeOrDate(arrivedAtMs, nowMs, timeZone),
    title: `arrived ${formatMoment(arrivedAtMs, timeZone)}, ${taken}`,
  };
}
