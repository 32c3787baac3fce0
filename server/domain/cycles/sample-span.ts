import { floatAt, type SampleColumns } from "../samples/sample-columns";

/** Neighbouring samples of one run, with the one before them. */
export type SampleSpan = {
  samples: SampleColumns;
  /** Indexes into the columns: the first, and one past the last. */
  from: number;
  to: number;
  /** The sample before the first. */
  before: { voltageV: number; currentA: number };
  /** Time from the sample before each, in s; the first is that of `from`. */
  intervalS: Float64Array;
  /** The same where the interval counts for sums, else 0: see `maxGapSeconds` of a cell. */
  integratedS: Float64Array;
};

const US_PER_S = 1e6;
const FIRST_CAPACITY = 1024;

/** Used again for one span after the other: a span of one sample, of which there are thousands a second, costs no array. */
let scratch = { intervalS: new Float64Array(FIRST_CAPACITY), integratedS: new Float64Array(FIRST_CAPACITY) };

/** Where the sample before a span lies. */
type Before = { lastTimeUs: number; lastTestTimeS: number | null; lastVoltageV: number; lastCurrentA: number };

/**
 * The intervals of a span: by test time where both ends carry it, else by time, for wall clocks pause and jump.
 * @param maxGapS intervals longer than this do not count for sums
 * @returns a span that holds until the next one is made
 * @throws RangeError when a sample is earlier than the one before it
 */
export function toSampleSpan(
  samples: SampleColumns,
  { from, to, before, maxGapS }: { from: number; to: number; before: Before; maxGapS: number },
): SampleSpan {
  if (to - from > scratch.intervalS.length) {
    const capacity = Math.max(to - from, 2 * scratch.intervalS.length);
    scratch = { intervalS: new Float64Array(capacity), integratedS: new Float64Array(capacity) };
  }
  const { intervalS, integratedS } = scratch;
  let timeUs = before.lastTimeUs;
  let testTimeS = before.lastTestTimeS ?? Number.NaN;
  for (let index = from; index < to; index++) {
    const nextTimeUs = floatAt(samples.timeUs, index);
    const nextTestTimeS = floatAt(samples.testTimeS, index);
    const byTestTimeS = nextTestTimeS - testTimeS; // NaN where either is missing
    const elapsed = Number.isNaN(byTestTimeS) ? (nextTimeUs - timeUs) / US_PER_S : byTestTimeS;
    if (elapsed < 0) throw new RangeError("a sample is earlier than the one before it: sort by time and record first");
    intervalS[index - from] = elapsed;
    integratedS[index - from] = elapsed <= maxGapS ? elapsed : 0;
    timeUs = nextTimeUs;
    testTimeS = nextTestTimeS;
  }
  const values = { voltageV: before.lastVoltageV, currentA: before.lastCurrentA };
  return { samples, from, to, before: values, intervalS, integratedS };
}
