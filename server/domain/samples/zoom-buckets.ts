import { floatAt, intAt, type SampleColumns } from "./sample-columns";

/** Of one quantity and each bucket: NaN where it was not measured. */
type Summary = { first: Float64Array; last: Float64Array; min: Float64Array; max: Float64Array };

/** What stretches of time of one test hold, as columns in order of time. V, A, °C. */
export type ZoomBuckets = {
  readonly length: number;
  /** Where each begins, in Unix µs. */
  startUs: Float64Array;
  n: Int32Array;
  voltage: Summary;
  current: Summary;
  temperature: Summary;
};

/**
 * Sums samples up by stretches of equal width that begin at whole multiples of it.
 * @param samples of one test, in order
 * @param widthUs in µs; a minute or an hour
 */
export function toZoomBuckets(samples: SampleColumns, widthUs: number): ZoomBuckets {
  const { timeUs, voltageV, currentA, temperatureC } = samples;
  const length = countBuckets(timeUs, widthUs);
  const buckets: ZoomBuckets = {
    length,
    startUs: new Float64Array(length),
    n: new Int32Array(length),
    voltage: emptySummary(length),
    current: emptySummary(length),
    temperature: emptySummary(length),
  };
  let bucket = -1;
  let nextUs = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < samples.length; index++) {
    const time = floatAt(timeUs, index);
    if (time >= nextUs) {
      bucket += 1;
      const startUs = Math.floor(time / widthUs) * widthUs;
      buckets.startUs[bucket] = startUs;
      nextUs = startUs + widthUs;
    }
    const isFirst = buckets.n[bucket] === 0;
    buckets.n[bucket] = intAt(buckets.n, bucket) + 1;
    add(buckets.voltage, bucket, floatAt(voltageV, index), isFirst);
    add(buckets.current, bucket, floatAt(currentA, index), isFirst);
    add(buckets.temperature, bucket, floatAt(temperatureC, index), isFirst);
  }
  return buckets;
}

/** Some of them, as views. */
export function sliceBuckets(buckets: ZoomBuckets, from: number, to: number): ZoomBuckets {
  const summary = ({ first, last, min, max }: Summary): Summary => ({
    first: first.subarray(from, to),
    last: last.subarray(from, to),
    min: min.subarray(from, to),
    max: max.subarray(from, to),
  });
  const startUs = buckets.startUs.subarray(from, to);
  return {
    length: startUs.length,
    startUs,
    n: buckets.n.subarray(from, to),
    voltage: summary(buckets.voltage),
    current: summary(buckets.current),
    temperature: summary(buckets.temperature),
  };
}

function countBuckets(timeUs: Float64Array, widthUs: number): number {
  let count = 0;
  let nextUs = Number.NEGATIVE_INFINITY;
  for (const time of timeUs) {
    if (time < nextUs) continue;
    count += 1;
    nextUs = (Math.floor(time / widthUs) + 1) * widthUs;
  }
  return count;
}

const emptySummary = (length: number): Summary => ({
  first: new Float64Array(length).fill(Number.NaN),
  last: new Float64Array(length).fill(Number.NaN),
  min: new Float64Array(length).fill(Number.NaN),
  max: new Float64Array(length).fill(Number.NaN),
});

function add({ first, last, min, max }: Summary, bucket: number, value: number, isFirst: boolean): void {
  if (isFirst) first[bucket] = value;
  last[bucket] = value;
  // Written so that a missing value neither is an extreme nor hides one.
  if (!(floatAt(min, bucket) <= value) && !Number.isNaN(value)) min[bucket] = value;
  if (!(floatAt(max, bucket) >= value) && !Number.isNaN(value)) max[bucket] = value;
}

const ZOOM_LEVELS = [
  { level: "1m", widthUs: 60e6 },
  { level: "1h", widthUs: 3_600e6 },
] as const;

export type SummedTest = { testId: number; buckets: ZoomBuckets };
export type SummedLevel = { level: "1m" | "1h"; summed: SummedTest[] };

/** What samples of tests come to in each zoom level. */
export const sumZoomLevels = (parts: readonly { testId: number; samples: SampleColumns }[]): SummedLevel[] =>
  ZOOM_LEVELS.map(({ level, widthUs }) => ({
    level,
    summed: parts.map(({ testId, samples }) => ({ testId, buckets: toZoomBuckets(samples, widthUs) })),
  }));
