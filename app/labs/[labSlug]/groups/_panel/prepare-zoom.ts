import { type Domain, withoutNoise } from "@/app/_charts/frame/prepare-axis";
import type { Zoom } from "@/app/_charts/frame/prepare-projection";
import { type DashboardState, WHOLE } from "../dashboard-state";

/** What part of the chart is shown. */
export type Shown = Pick<DashboardState, "from" | "to" | "low" | "high">;

/** As many steps back as anybody counts. */
const MAX_STEPS = 50;

export const shownOf = ({ from, to, low, high }: DashboardState): Shown => ({ from, to, low, high });
const isWhole = (shown: Shown) => Object.values(shown).every((end) => end === null);

/**
 * What a zoom shows. An end that lies at or beyond the data is left open, so that what arrives is seen.
 * @param scale from the stored unit to the one shown: the address keeps the stored one, which no prefix changes
 * @param extent of the data along x
 */
export function zoomed(zoom: Zoom, scale: number, extent: Domain | null): Partial<Shown> {
  if (zoom.axis === "y") return { low: withoutNoise(zoom.from / scale), high: withoutNoise(zoom.to / scale) };
  const [first, last] = extent ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return { from: zoom.from <= first ? null : zoom.from, to: zoom.to >= last ? null : zoom.to };
}

/** The steps that a zoom adds to: one more, unless it goes on from the last. What was shown before the whole is forgotten. */
export function stepsWith(steps: readonly Shown[], now: Shown, isContinued: boolean): readonly Shown[] {
  if (isContinued && steps.length > 0) return steps;
  return isWhole(now) ? [now] : [...steps, now].slice(-MAX_STEPS);
}

/** One step back: what was shown before, and the steps that are left. */
export function stepBack(steps: readonly Shown[]): { shown: Shown; steps: readonly Shown[] } {
  return { shown: steps.at(-1) ?? WHOLE, steps: steps.slice(0, -1) };
}
