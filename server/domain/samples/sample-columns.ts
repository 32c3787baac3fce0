/**
 * Samples as columns: one typed array a field, so that a batch costs no object a sample. Missing values are NaN in the
 * float columns and `NO_INT` in the integer ones; they become `null` wherever they leave this module.
 */
export type SampleColumns = {
  readonly length: number;
  /** Unix time in whole µs. Exact in a double until the year 2255. */
  readonly timeUs: Float64Array;
  /** 0-based ordinal among the samples of one test with the same time. */
  readonly record: Int32Array;
  readonly voltageV: Float64Array;
  /** Positive charges the cell, negative discharges it. */
  readonly currentA: Float64Array;
  readonly temperatureC: Float64Array;
  /** Time since the start of the test as the cycler counts it, in s. */
  readonly testTimeS: Float64Array;
  /** Time since the sample's step began as the cycler counts it, in s; it tells of a lead-in (contract.md, "Lead-in"). */
  readonly stepTimeS: Float64Array;
  readonly cycle: Int32Array;
  readonly step: Int32Array;
  readonly stepCount: Int32Array;
  /** Index into `SENT_MODES`, or `NO_INT`. */
  readonly mode: Int32Array;
};

/** The missing value of an integer column: no cycler counts that far down. */
export const NO_INT = -2147483648;

/** Modes a sender may give. They only separate runs; the mode that is shown comes from the current. */
export const SENT_MODES = ["charge", "discharge", "rest", "other"] as const;
export type SentMode = (typeof SENT_MODES)[number];

/** One sample as an object, for edges and tests. */
export type Sample = {
  timeUs: number;
  record: number;
  voltageV: number;
  currentA: number;
  temperatureC?: number | null;
  testTimeS?: number | null;
  stepTimeS?: number | null;
  cycle?: number | null;
  step?: number | null;
  stepCount?: number | null;
  mode?: SentMode | null;
};

const FLOAT_COLUMNS = 6;
const INTEGER_COLUMNS = 5;
const BYTES_PER_SAMPLE =
  FLOAT_COLUMNS * Float64Array.BYTES_PER_ELEMENT + INTEGER_COLUMNS * Int32Array.BYTES_PER_ELEMENT;

/**
 * Columns for `length` samples, every optional field missing. They share one buffer: one of its own for each column of each small batch
 * kept the garbage collector busier than all else.
 */
export function createSampleColumns(length: number): SampleColumns {
  const buffer = new ArrayBuffer(length * BYTES_PER_SAMPLE);
  let at = 0;
  const floats = () => {
    const column = new Float64Array(buffer, at, length);
    at += column.byteLength;
    return column;
  };
  const integers = () => {
    const column = new Int32Array(buffer, at, length);
    at += column.byteLength;
    return column;
  };
  return {
    length,
    // The floats come first, where they lie at multiples of their size.
    timeUs: floats(),
    voltageV: floats(),
    currentA: floats(),
    temperatureC: floats().fill(Number.NaN),
    testTimeS: floats().fill(Number.NaN),
    stepTimeS: floats().fill(Number.NaN),
    record: integers(),
    cycle: integers().fill(NO_INT),
    step: integers().fill(NO_INT),
    stepCount: integers().fill(NO_INT),
    mode: integers().fill(NO_INT),
  };
}

/**
 * The number at an index that is known to lie inside a column of doubles. One function a type of column: an engine then knows what it
 * reads, and the check costs next to nothing. Where a million values are read at once it costs 9 %, and a cast stands instead:
 * `scripts/index-casts.test.ts` lists those files.
 * @throws RangeError when it does not
 */
export function floatAt(column: Float64Array, index: number): number {
  const value = column[index];
  if (value === undefined) throw new RangeError(`a column of ${column.length} has no row ${index}`);
  return value;
}

/** The same for a column of integers. */
export function intAt(column: Int32Array, index: number): number {
  const value = column[index];
  if (value === undefined) throw new RangeError(`a column of ${column.length} has no row ${index}`);
  return value;
}

/** The same for a column of flags. */
export function byteAt(column: Uint8Array, index: number): number {
  const value = column[index];
  if (value === undefined) throw new RangeError(`a column of ${column.length} has no row ${index}`);
  return value;
}

/**
 * The same for any list, where no loop over values needs it: one function that reads lists of every kind costs a third of group statistics
 * (`docs/decisions/0047-checked-access.md`).
 */
export function entryAt<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`a list of ${list.length} has no entry ${index}`);
  return value;
}

/** Samples as columns, in the order given; what a sample does not say is missing. */
export function toSampleColumns(samples: readonly Sample[]): SampleColumns {
  const columns = createSampleColumns(samples.length);
  samples.forEach((sample, index) => {
    setSample(columns, index, sample);
  });
  return columns;
}

function setSample(columns: SampleColumns, index: number, sample: Sample): void {
  columns.timeUs[index] = sample.timeUs;
  columns.record[index] = sample.record;
  columns.voltageV[index] = sample.voltageV;
  columns.currentA[index] = sample.currentA;
  columns.temperatureC[index] = sample.temperatureC ?? Number.NaN;
  columns.testTimeS[index] = sample.testTimeS ?? Number.NaN;
  columns.stepTimeS[index] = sample.stepTimeS ?? Number.NaN;
  columns.cycle[index] = sample.cycle ?? NO_INT;
  columns.step[index] = sample.step ?? NO_INT;
  columns.stepCount[index] = sample.stepCount ?? NO_INT;
  columns.mode[index] = sample.mode == null ? NO_INT : SENT_MODES.indexOf(sample.mode);
}

/** The samples at `indexes`, in that order. */
export function pickSamples(columns: SampleColumns, indexes: Int32Array): SampleColumns {
  const picked = createSampleColumns(indexes.length);
  for (const name of COLUMN_NAMES) {
    const from = columns[name];
    const to = picked[name];
    indexes.forEach((index, row) => {
      to[row] = from[index] ?? Number.NaN;
    });
  }
  return picked;
}

/** The samples whose time is wanted; the same columns where all are. */
export function samplesWhere(samples: SampleColumns, isWanted: (timeUs: number) => boolean): SampleColumns {
  if (samples.timeUs.every(isWanted)) return samples;
  const indexes = Int32Array.from({ length: samples.length }, (_, index) => index);
  return pickSamples(
    samples,
    indexes.filter((index) => isWanted(floatAt(samples.timeUs, index))),
  );
}

/** The samples from `from` up to, but not with, `to`: a view, not a copy. */
export function sliceSamples(columns: SampleColumns, from: number, to: number): SampleColumns {
  return {
    length: to - from,
    timeUs: columns.timeUs.subarray(from, to),
    record: columns.record.subarray(from, to),
    voltageV: columns.voltageV.subarray(from, to),
    currentA: columns.currentA.subarray(from, to),
    temperatureC: columns.temperatureC.subarray(from, to),
    testTimeS: columns.testTimeS.subarray(from, to),
    stepTimeS: columns.stepTimeS.subarray(from, to),
    cycle: columns.cycle.subarray(from, to),
    step: columns.step.subarray(from, to),
    stepCount: columns.stepCount.subarray(from, to),
    mode: columns.mode.subarray(from, to),
  };
}

/** In the order that packed samples know them by: what waits in a queue may be older than the code, so names are only added, at the end. */
export const COLUMN_NAMES = [
  "timeUs",
  "record",
  "voltageV",
  "currentA",
  "temperatureC",
  "testTimeS",
  "cycle",
  "step",
  "stepCount",
  "mode",
  "stepTimeS",
] as const;

/** Order of samples in a test: by time, then record. Negative when `left` comes first, 0 for one identity. */
export function compareIdentity(
  left: { timeUs: number; record: number },
  right: { timeUs: number; record: number },
): number {
  return left.timeUs - right.timeUs || left.record - right.record;
}
