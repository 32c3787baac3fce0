import {
  floatAt,
  intAt,
  COLUMN_NAMES,
  compareIdentity,
  createSampleColumns,
  pickSamples,
  type SampleColumns,
} from "./sample-columns";

/** Samples of several parts as one, and for each of them the index of the part it came from. */
export type MergedSamples = { samples: SampleColumns; origin: Int32Array };

/**
 * Merges samples by (time, record).
 * @param parts each in order
 */
export function mergeSamples(parts: readonly SampleColumns[]): MergedSamples {
  const filled = parts.map((samples, part) => ({ samples, part })).filter(({ samples }) => samples.length > 0);
  const [only, ...others] = filled;
  if (only && others.length === 0) {
    return { samples: only.samples, origin: new Int32Array(only.samples.length).fill(only.part) };
  }
  filled.sort((left, right) => compareIdentity(identityAt(left.samples, 0), identityAt(right.samples, 0)));
  const samples = createSampleColumns(filled.reduce((sum, { samples }) => sum + samples.length, 0));
  const origin = new Int32Array(samples.length);
  let at = 0;
  for (const { samples: own, part } of filled) {
    for (const name of COLUMN_NAMES) samples[name].set(own[name], at);
    origin.fill(part, at, at + own.length);
    at += own.length;
  }
  if (isOrdered(samples)) return { samples, origin }; // as parts mostly are that do not overlap
  const order = Int32Array.from({ length: samples.length }, (_, index) => index);
  order.sort((left, right) => compareIdentity(identityAt(samples, left), identityAt(samples, right)) || left - right);
  return { samples: pickSamples(samples, order), origin: order.map((index) => intAt(origin, index)) };
}

/** What names the sample at `index` in its test. */
export function identityAt(samples: SampleColumns, index: number): { timeUs: number; record: number } {
  return { timeUs: floatAt(samples.timeUs, index), record: intAt(samples.record, index) };
}

/** Whether two neighbours have one identity. */
export function hasDoubles(samples: SampleColumns): boolean {
  for (let index = 1; index < samples.length; index++) {
    if (compareIdentity(identityAt(samples, index - 1), identityAt(samples, index)) === 0) return true;
  }
  return false;
}

function isOrdered(samples: SampleColumns): boolean {
  for (let index = 1; index < samples.length; index++) {
    if (compareIdentity(identityAt(samples, index - 1), identityAt(samples, index)) > 0) return false;
  }
  return true;
}
