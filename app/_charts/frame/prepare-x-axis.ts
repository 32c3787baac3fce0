import {
  AIMED_INTERVALS,
  type Domain,
  extendDomain,
  extendValueDomain,
  multiplesIn,
  roundedOut,
  roundStep,
  tickText,
  tidyDomain,
  valueTicks,
  withoutNoise,
} from "./prepare-axis";

/** Title, ticks and tick labels of an axis for one domain. */
export type AxisText = { title: string; ticks: number[]; textOf: (tick: number) => string };

/** A quantity on the x axis: the positions of its ticks, how its domain grows, and how a drag snaps. */
export type XAxis = {
  /** Ticks at round numbers inside the domain, with at most so many intervals. */
  prepare: (domain: Domain, maxIntervals: number) => AxisText;
  /** The value to which the end of a dragged range snaps, inside the domain. */
  snap: (value: number, domain: Domain) => number;
  /** The least width of a range. */
  leastSpan: number;
  /** The axis around the data; see `extendDomain`. */
  extend: (extent: Domain | null, previous: Domain | null) => Domain;
};

/** The ends of an axis of cycles lie on fifths of a tick interval. */
const CYCLE_PARTS = 5;
const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

/** Cycle numbers: integers only. The axis begins at 0 where the first cycle is 1. */
export const CYCLE_AXIS: XAxis = {
  prepare: (domain, maxIntervals) => ({
    title: "Cycle number",
    ticks: cycleTicks(domain, maxIntervals),
    textOf: String,
  }),
  snap: (value, [low, high]) => within(Math.round(value), [Math.ceil(low), Math.floor(high)]),
  leastSpan: 1,
  extend: (extent, previous) =>
    extendDomain(extent, previous, {
      empty: [0, 10],
      around: ([low, high]) => {
        // A lone cycle stands in the middle, and not on the axis.
        if (low === high) return [low - 1, high + 1];
        const step = roundStep(Math.max(1, high - low), AIMED_INTERVALS);
        const [start, end] = roundedOut([low, high], Math.max(1, Math.round(step / CYCLE_PARTS)));
        // Cycle 0 stands beside the axis, not on it.
        if (extent?.[0] === 0) return [-step / CYCLE_PARTS, end];
        return low === 1 ? [0, end] : [start, Math.max(end, start + 1)];
      },
    }),
};

function cycleTicks(domain: Domain, maxIntervals: number): number[] {
  const tidy = tidyDomain(domain);
  if (!tidy) return [];
  const span = Math.max(1, tidy[1] - tidy[0]);
  return multiplesIn(tidy, Math.max(1, roundStep(span, maxIntervals)));
}

export const FULL_CYCLES_AXIS = quantityAxis("Equivalent full cycles", 1e-6);
export const THROUGHPUT_AXIS = quantityAxis("Charge throughput / Ah");
export const DAYS_AXIS = quantityAxis("Time since the reference cycle / d", 1e-6);

/** A measured quantity, titled with its unit. */
export function quantityAxis(title: string, leastSpan = 1e-9): XAxis {
  return {
    prepare: (domain, maxIntervals) => {
      const ticks = valueTicks(domain, maxIntervals);
      return { title, ticks, textOf: (tick) => tickText(tick, ticks) };
    },
    snap: snapToThousandth,
    leastSpan,
    extend: extendValueDomain,
  };
}

/** Time since a start, in seconds; shown in the unit that suits the span. */
export const DURATION_AXIS: XAxis = {
  prepare: (domain, maxIntervals) => {
    const ticks = durationTicks(domain, maxIntervals);
    const { name, seconds } = unitOf(Math.abs(domain[1] - domain[0]));
    const inUnit = ticks.map((tick) => withoutNoise(tick / seconds));
    return { title: `Time / ${name}`, ticks, textOf: (tick) => tickText(withoutNoise(tick / seconds), inUnit) };
  },
  snap: snapToThousandth,
  leastSpan: 1e-3,
  extend: (extent, previous) =>
    extendDomain(extent, previous, {
      empty: [0, HOUR_S],
      around: ([low, high]) => {
        const end = Math.max(high, low + 1);
        return roundedOut([low, end], durationStep(end - low, AIMED_INTERVALS) / 2);
      },
    }),
};

/** Steps that a clock has. Below a second and above a day, decimal ones. */
const CLOCK_STEPS_S = [1, 2, 5, 10, 15, 30].flatMap((step) => [step, step * MINUTE_S]);
const DURATION_STEPS_S = [...CLOCK_STEPS_S, ...[1, 2, 3, 6, 12].map((step) => step * HOUR_S)].sort((a, b) => a - b);

export function durationStep(spanS: number, intervals: number): number {
  const least = spanS / intervals;
  if (least <= 0.5) return roundStep(spanS, intervals);
  return (
    DURATION_STEPS_S.find((step) => step >= least * (1 - 1e-9)) ??
    DAY_S * Math.max(1, roundStep(spanS / DAY_S, intervals))
  );
}

function durationTicks(domain: Domain, maxIntervals: number): number[] {
  const ticks = valueTicks(domain, maxIntervals);
  const tidy = tidyDomain(domain);
  // A single moment, or none.
  if (!tidy || ticks.length < 2) return ticks;
  return multiplesIn(tidy, durationStep(tidy[1] - tidy[0], maxIntervals));
}

const UNITS = [
  { name: "s", seconds: 1, upToS: 2 * MINUTE_S },
  { name: "min", seconds: MINUTE_S, upToS: 2 * HOUR_S },
  { name: "h", seconds: HOUR_S, upToS: 3 * DAY_S },
] as const;

function unitOf(spanS: number): { name: string; seconds: number } {
  return UNITS.find(({ upToS }) => spanS < upToS) ?? { name: "d", seconds: DAY_S };
}

/** A thousandth of the domain is about a pixel; more digits would have no meaning. */
export function snapToThousandth(value: number, domain: Domain): number {
  const span = domain[1] - domain[0];
  const step = span > 0 && Number.isFinite(span) ? roundStep(span, 1_000) : 0;
  return within(step > 0 ? withoutNoise(Math.round(value / step) * step) : value, domain);
}

const within = (value: number, [low, high]: Domain) => Math.min(high, Math.max(low, value));
