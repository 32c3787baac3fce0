/** Both ends of an axis, the smaller first. */
export type Domain = readonly [number, number];

/** Intervals an axis aims for when it chooses its ends. */
const AIMED_INTERVALS = 6;
/** The ends of an axis lie on halves (values) or fifths (cycles) of a tick interval: round, and yet close to the data. */
const VALUE_PARTS = 2;
const CYCLE_PARTS = 5;

/** The smallest of 1, 2, 5 × 10ᵏ that divides a span into at most so many intervals. */
export function roundStep(span: number, intervals: number): number {
  const least = span / intervals;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return withoutNoise(factor * power);
}

/** Multiples of a step inside a domain, both ends included. */
function ticksOf([low, high]: Domain, step: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => withoutNoise((first + index) * step));
}

/** Round ticks for values. */
export function valueTicks(domain: Domain, maxIntervals: number): number[] {
  return ticksOf(domain, roundStep(domain[1] - domain[0], maxIntervals));
}

/** Round ticks for cycle numbers: integers only. */
export function cycleTicks(domain: Domain, maxIntervals: number): number[] {
  return ticksOf(domain, Math.max(1, roundStep(domain[1] - domain[0], maxIntervals)));
}

/** The text of a tick, with the decimals that its axis needs. */
export function tickText(value: number, ticks: readonly number[]): string {
  const step = ticks.length > 1 ? (ticks[1] ?? 0) - (ticks[0] ?? 0) : 0;
  const decimals = step > 0 ? Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) : 0;
  const text = (step > 0 ? Math.abs(value).toFixed(decimals) : String(Math.abs(value))).replace("-", "−");
  return value < 0 ? `−${text}` : text;
}

/**
 * The axis of values around the data. It stays as it was while the data lies within; when data leaves it, it grows to the next
 * round number, and it never shrinks, so that a chart that is fed live does not tremble.
 */
export function extendValueDomain(extent: Domain | null, previous: Domain | null): Domain {
  if (!extent) return previous ?? [0, 1];
  if (previous && contains(previous, extent)) return previous;
  const [low, high] = unite(widened(extent), previous);
  const part = roundStep(high - low, AIMED_INTERVALS) / VALUE_PARTS;
  return [roundDown(low, part), roundUp(high, part)];
}

/** The axis of cycle numbers, likewise. It begins at 0 where the first cycle is 1, and ends on a round number. */
export function extendCycleDomain(extent: Domain | null, previous: Domain | null): Domain {
  if (!extent) return previous ?? [0, 10];
  if (previous && contains(previous, extent)) return previous;
  const [low, high] = unite(extent, previous);
  const part = Math.max(1, Math.round(roundStep(Math.max(1, high - low), AIMED_INTERVALS) / CYCLE_PARTS));
  const start = low === 1 ? 0 : roundDown(low, part);
  return [start, Math.max(roundUp(high, part), start + 1)];
}

const contains = (outer: Domain, inner: Domain) => inner[0] >= outer[0] && inner[1] <= outer[1];

function unite(extent: Domain, previous: Domain | null): Domain {
  return previous ? [Math.min(extent[0], previous[0]), Math.max(extent[1], previous[1])] : extent;
}

/** A line at one value gets some room above and below. */
function widened([low, high]: Domain): Domain {
  if (high > low) return [low, high];
  const room = Math.abs(low) * 0.02 || 0.5;
  return [low - room, high + room];
}

const roundDown = (value: number, part: number) => withoutNoise(Math.floor(value / part + 1e-9) * part);
const roundUp = (value: number, part: number) => withoutNoise(Math.ceil(value / part - 1e-9) * part);

/** 0.30000000000000004 → 0.3 */
const withoutNoise = (value: number) => Number(value.toPrecision(12));
