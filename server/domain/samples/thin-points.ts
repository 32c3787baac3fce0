import { floatAt, type SampleColumns } from "./sample-columns";

/** A curve as columns of equal length, in order of time. */
export type Points = {
  /** Unix ms. */
  time: number[];
  voltage: (number | null)[];
  current: (number | null)[];
  temperature: (number | null)[];
};

/** The extremes of one quantity over a stretch of time; null where nothing was measured. */
type Extremes = { min: number | null; max: number | null };

/** A stretch of time as a zoom level sums it up. V, A, °C. */
export type PointBucket = { fromUs: number; toUs: number; voltage: Extremes; current: Extremes; temperature: Extremes };

const US_PER_MS = 1000;
/** A part gives the samples of its smallest and largest voltage and current: often fewer than four, for one may be several of them. */
const SAMPLES_PER_PART = [2, 3, 4] as const;
const ENDS = 2;

/** What tells which samples to draw. */
type Drawn = Pick<SampleColumns, "length" | "voltageV" | "currentA">;

/**
 * Which samples to draw so that a curve keeps its shape: the first, the last, and of each of as many equal parts as there is room
 * for those of the smallest and largest voltage and current.
 * @param samples in order of time
 * @param points at most so many are kept; with fewer than 6 only those of the smallest and largest voltage
 * @returns indexes, rising
 */
export function thinSamples(samples: Drawn, points: number): Int32Array {
  if (samples.length <= points) return Int32Array.from({ length: samples.length }, (_, index) => index);
  for (const perPart of SAMPLES_PER_PART) {
    const parts = Math.floor((points - ENDS) / perPart);
    if (parts < 1) break;
    const kept = extremesOfParts(samples, parts);
    if (kept.length <= points) return kept;
  }
  return inOrder(extremesOf(samples.voltageV, 0, samples.length));
}

function extremesOfParts(samples: Drawn, parts: number): Int32Array {
  const { length } = samples;
  const kept = [0, length - 1];
  for (let part = 0; part < parts; part++) {
    const [from, to] = [Math.floor((part * length) / parts), Math.floor(((part + 1) * length) / parts)];
    kept.push(...extremesOf(samples.voltageV, from, to), ...extremesOf(samples.currentA, from, to));
  }
  return inOrder(kept);
}

/** Indexes of the smallest and the largest value from one index up to another. */
function extremesOf(values: Float64Array, from: number, to: number): [number, number] {
  let [least, most] = [from, from];
  for (let index = from + 1; index < to; index++) {
    const value = floatAt(values, index);
    if (value < floatAt(values, least)) least = index;
    if (value > floatAt(values, most)) most = index;
  }
  return [least, most];
}

const inOrder = (indexes: readonly number[]) => Int32Array.from(new Set(indexes)).sort();

/** The samples at `indexes` as points. */
export function pointsOfSamples(samples: SampleColumns, indexes: Int32Array): Points {
  const pick = (column: Float64Array) =>
    Array.from(indexes, (index) => {
      const value = floatAt(column, index);
      return Number.isNaN(value) ? null : value;
    });
  return {
    time: Array.from(indexes, (index) => floatAt(samples.timeUs, index) / US_PER_MS),
    voltage: pick(samples.voltageV),
    current: pick(samples.currentA),
    temperature: pick(samples.temperatureC),
  };
}

/** Joins neighbours, as evenly by number as it goes, until there are at most `most`. @param buckets in order of time */
export function joinBuckets(buckets: readonly PointBucket[], most: number): PointBucket[] {
  const size = Math.ceil(buckets.length / most);
  if (size <= 1) return [...buckets];
  return Array.from({ length: Math.ceil(buckets.length / size) }, (_, index) =>
    buckets.slice(index * size, (index + 1) * size).reduce(joinTwo),
  );
}

const joinTwo = (left: PointBucket, right: PointBucket): PointBucket => ({
  fromUs: left.fromUs,
  toUs: right.toUs,
  voltage: joinExtremes(left.voltage, right.voltage),
  current: joinExtremes(left.current, right.current),
  temperature: joinExtremes(left.temperature, right.temperature),
});

function joinExtremes(left: Extremes, right: Extremes): Extremes {
  if (left.min === null || left.max === null) return right;
  if (right.min === null || right.max === null) return left;
  return { min: Math.min(left.min, right.min), max: Math.max(left.max, right.max) };
}

/**
 * Two points a bucket, at its start and at its middle: the extremes of each quantity, in the order in which it moves from the bucket before
 * to the one after. A bucket that begins before the range asked for is drawn at its edge.
 * @param buckets in order of time
 */
export function pointsOfBuckets(
  buckets: readonly PointBucket[],
  range: { fromUs: number; toUs: number } = { fromUs: Number.NEGATIVE_INFINITY, toUs: Number.POSITIVE_INFINITY },
): Points {
  const within = (timeUs: number) => Math.min(Math.max(timeUs, range.fromUs), range.toUs) / US_PER_MS;
  return {
    time: buckets.flatMap(({ fromUs, toUs }) => [within(fromUs), within((fromUs + toUs) / 2)]),
    voltage: inOrderOfMovement(buckets.map(({ voltage }) => voltage)),
    current: inOrderOfMovement(buckets.map(({ current }) => current)),
    temperature: inOrderOfMovement(buckets.map(({ temperature }) => temperature)),
  };
}

function inOrderOfMovement(extremes: readonly Extremes[]): (number | null)[] {
  const twiceMiddle = ({ min, max }: Extremes) => (min ?? 0) + (max ?? 0);
  return extremes.flatMap((own, index) => {
    const isFalling = twiceMiddle(extremes[index + 1] ?? own) < twiceMiddle(extremes[index - 1] ?? own);
    return isFalling ? [own.max, own.min] : [own.min, own.max];
  });
}
