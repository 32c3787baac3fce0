import { type Domain, extendDomain } from "../frame/prepare-axis";
import type { XAxis } from "../frame/prepare-x-axis";

/** Room behind the last sample, as a share of all: the axis grows by that, and not with every sample. */
const ROOM = 0.02;

/** A lone sample stands in the middle of a minute. */
const HALF_MINUTE_MS = 30_000;

/**
 * An axis of time that begins with the first sample and ends shortly behind the last one, instead of at round times: months of a cell
 * would leave weeks of nothing.
 * @param unitMs what the axis counts
 */
export function timeAxis(axis: XAxis, unitMs: number): XAxis {
  const half = HALF_MINUTE_MS / unitMs;
  return {
    ...axis,
    extend: (extent: Domain | null, previous: Domain | null) =>
      extendDomain(extent, previous, {
        empty: axis.extend(null, null),
        around: ([low, high]) => (high > low ? [low, high + (high - low) * ROOM] : [low - half, high + half]),
      }),
  };
}
