/** Both ends of an axis, the smaller first. */
export type Domain = readonly [number, number];

/** Intervals an axis aims for when it chooses its ends. */
export const AIMED_INTERVALS = 6;
/** The ends of an axis of values lie on halves of a tick interval: round, and yet close to the data. */
const VALUE_PARTS = 2;
/** Values that agree to nine digits differ by noise. An axis that is narrower would have ticks that read alike. */
const LEAST_RELATIVE_SPAN = 1e-9;
/** Less is none: the labels of its ticks would need more decimals than there are. */
const LEAST_SPAN = 1e-90;
const LARGEST = 1e300;
const MAX_TICKS = 100;

/** The smallest of 1, 2, 5 × 10ᵏ that divides a span into at most so many intervals. */
export function roundStep(span: number, intervals: number): number {
  const least = Math.max(LEAST_SPAN, span) / intervals;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return withoutNoise(factor * power);
}

/** Multiples of a step inside a domain, both ends included. */
export function multiplesIn([low, high]: Domain, step: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const count = Math.min(MAX_TICKS, Math.max(0, last - first + 1));
  // Past 14 digits neighbours are one number.
  return [...new Set(Array.from({ length: count }, (_, index) => withoutNoise((first + index) * step)))];
}

/** Round ticks for values; one where all are equal, and none where the domain is no domain. */
export function valueTicks(domain: Domain, maxIntervals: number): number[] {
  const tidy = tidyDomain(domain);
  if (!tidy) return [];
  const [low, high] = tidy;
  return isPoint(tidy) ? [withoutNoise(low)] : multiplesIn(tidy, roundStep(high - low, maxIntervals));
}

/** The text of a tick, with the decimals that its axis needs; as a power of ten where those would be longer than anybody reads. */
export function tickText(value: number, ticks: readonly number[]): string {
  const [first = 0, second = first] = ticks;
  const step = second - first;
  const text = step > 0 ? textByStep(Math.abs(value), step, ticks) : String(Math.abs(value));
  return value < 0 ? `−${text}` : text;
}

const MAX_DECIMALS = 12;
const LARGEST_WRITTEN = 1e15;
const MAX_DIGITS = 15;

function textByStep(size: number, step: number, ticks: readonly number[]): string {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const largest = Math.max(...ticks.map(Math.abs));
  if (decimals <= MAX_DECIMALS && largest < LARGEST_WRITTEN) return size.toFixed(decimals);
  const digits = Math.min(MAX_DIGITS, Math.max(0, Math.ceil(Math.log10(largest / step) - 1e-9)));
  return size === 0 ? "0" : size.toExponential(digits).replace("e-", "e−").replace("e+", "e");
}

/** How an axis grows: its domain without data, and the rounded domain around some. */
type Growth = { empty: Domain; around: (extent: Domain) => Domain };

/**
 * The axis around the data. It stays as it was while the data lies within; when data leaves it, it grows to the next round number,
 * and it never shrinks, so that a chart that is fed live does not tremble.
 */
export function extendDomain(extent: Domain | null, previous: Domain | null, growth: Growth): Domain {
  const tidy = extent && tidyDomain(extent);
  if (!tidy) return previous ?? growth.empty;
  if (previous && contains(previous, tidy)) return previous;
  const shown = unite(tidy, previous);
  const grown = growth.around(shown);
  // Numbers too large for the step they are rounded to are shown as they are.
  return contains(grown, shown) ? grown : unite(grown, shown);
}

/** The axis of values around the data, as `extendDomain` grows it. */
export function extendValueDomain(extent: Domain | null, previous: Domain | null): Domain {
  return extendDomain(extent, previous, {
    empty: [0, 1],
    around: (given) => {
      const shown = widenedPoint(given);
      return roundedOut(shown, roundStep(shown[1] - shown[0], AIMED_INTERVALS) / VALUE_PARTS);
    },
  });
}

/** An axis with the ends that were asked for; those of the data where they would turn it round. */
export function requestedDomain([low, high]: Domain, { from, to }: { from: number | null; to: number | null }): Domain {
  const requested: Domain = [from ?? low, to ?? high];
  return requested[0] < requested[1] && !isPoint(requested) ? requested : [low, high];
}

/** A line at one value gets some room above and below. */
function widenedPoint(extent: Domain): Domain {
  if (!isPoint(extent)) return extent;
  const middle = extent[0] / 2 + extent[1] / 2;
  const share = Math.abs(middle) * 0.02;
  const room = share > LEAST_SPAN ? share : 0.5;
  return [middle - room, middle + room];
}

/** Whether both ends are equal except for rounding. */
function isPoint([low, high]: Domain): boolean {
  return high - low <= Math.max(LEAST_SPAN, LEAST_RELATIVE_SPAN * Math.max(Math.abs(low), Math.abs(high)));
}

/** The domain in order and of finite size; null where an end is not a number. */
export function tidyDomain([first, second]: Domain): Domain | null {
  if (Number.isNaN(first) || Number.isNaN(second)) return null;
  const [low, high] = first <= second ? [first, second] : [second, first];
  return [Math.max(-LARGEST, Math.min(LARGEST, low)), Math.max(-LARGEST, Math.min(LARGEST, high))];
}

/** Rounding may leave an end this far beyond the axis: a hundredth of a pixel or two. */
const ROUNDING = 1e-4;

function contains(outer: Domain, inner: Domain): boolean {
  const tolerance = (outer[1] - outer[0]) * ROUNDING;
  return inner[0] >= outer[0] - tolerance && inner[1] <= outer[1] + tolerance;
}

function unite(extent: Domain, previous: Domain | null): Domain {
  return previous ? [Math.min(extent[0], previous[0]), Math.max(extent[1], previous[1])] : extent;
}

/** The domain out to the next multiples of a part. */
export function roundedOut([low, high]: Domain, part: number): Domain {
  return [
    roundedBy((parts) => Math.floor(parts + 1e-9), low, part),
    roundedBy((parts) => Math.ceil(parts - 1e-9), high, part),
  ];
}

/** A number that has more parts than can be counted stays as it is. */
function roundedBy(round: (parts: number) => number, value: number, part: number): number {
  const parts = value / part;
  return Math.abs(parts) < Number.MAX_SAFE_INTEGER ? withoutNoise(round(parts) * part) : value;
}

/** 0.30000000000000004 → 0.3 */
export const withoutNoise = (value: number) => Number(value.toPrecision(14));
