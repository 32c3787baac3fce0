import { compareIdentity, NO_INT, pickSamples, type SampleColumns } from "./sample-columns";

/** The samples of one test in a batch, in order, one a (time, record). */
export type BatchSeries = { cell: string; test: string; samples: SampleColumns };

/**
 * Sorts the samples of one test by (time, record), as a batch must be before it is stored.
 *
 * A sample without `record` gets the ordinal among those of the same time that have none either, in the order they were sent. Of two
 * with one identity the later sent wins whole.
 * @param samples in the order they were sent
 */
export function orderSamples(samples: SampleColumns): SampleColumns {
  const record = countRecords(samples);
  const order = Int32Array.from({ length: samples.length }, (_, index) => index);
  const identityOf = (index: number) => ({
    timeUs: samples.timeUs[index] as number,
    record: record[index] as number,
  });
  if (!isStrictlyOrdered(samples.timeUs, record)) {
    order.sort((left, right) => compareIdentity(identityOf(left), identityOf(right)) || left - right);
  }
  const kept = order.filter((index, at) => {
    const next = order[at + 1];
    return next === undefined || compareIdentity(identityOf(index), identityOf(next)) !== 0;
  });
  return pickSamples({ ...samples, record }, kept);
}

function countRecords(samples: SampleColumns): Int32Array {
  const record = samples.record.slice();
  const seen = new Map<number, number>();
  for (let index = 0; index < samples.length; index++) {
    if (record[index] !== NO_INT) continue;
    const timeUs = samples.timeUs[index] as number;
    const ordinal = seen.get(timeUs) ?? 0;
    record[index] = ordinal;
    seen.set(timeUs, ordinal + 1);
  }
  return record;
}

function isStrictlyOrdered(timeUs: Float64Array, record: Int32Array): boolean {
  for (let index = 1; index < timeUs.length; index++) {
    const [before, now] = [timeUs[index - 1] as number, timeUs[index] as number];
    if (now < before || (now === before && (record[index] as number) <= (record[index - 1] as number))) return false;
  }
  return true;
}
