import type { PageCycle } from "@/server/domain/cells/cell-page";
import type { Domain } from "@/app/_charts/frame/prepare-axis";

/** First and last sample of all cycles, Unix ms; null without a cycle. */
export function wholeOf(cycles: readonly Pick<PageCycle, "startedAtMs" | "endedAtMs">[]): Domain | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { startedAtMs, endedAtMs } of cycles) {
    first = Math.min(first, startedAtMs);
    last = Math.max(last, endedAtMs);
  }
  return first <= last ? [first, last] : null;
}

const RESOLUTIONS = { samples: "", "1m": "min to max by minute", "1h": "min to max by hour" };

/** What is drawn, in words. */
export function resolutionText({
  resolution,
  points,
}: {
  resolution: keyof typeof RESOLUTIONS;
  points: { time: readonly number[] };
}): string {
  const count = points.time.length;
  if (resolution === "samples") return count === 1 ? "1 sample" : `${count.toLocaleString("en")} points`;
  return RESOLUTIONS[resolution];
}
