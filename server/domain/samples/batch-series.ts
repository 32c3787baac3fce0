import { floatAt, intAt, compareIdentity, NO_INT, pickSamples, type SampleColumns } from "./sample-columns";

/** The samples of one test in a batch, in order, one a (time, record). */
export type BatchSeries = { cell: string; test: string; samples: SampleColumns };

/**
 * Sorts the samples of one test by (time, record), as a batch must be before it is stored.
 *
 * A sample without `record` gets the ordinal among those of the same time that have none either, in the order they were sent. Of two
 * with one identity the later sent wins whole. What is in order already is not copied.
 * @param samples in the order they were sent
 */
export function orderSamples(samples: SampleColumns): SampleColumns {
  const record = countRecordsInOrder(samples) ?? countRecords(samples);
  if (isStrictlyOrdered(samples.timeUs, record)) return { ...samples, record };
  const order = Int32Array.from({ length: samples.length }, (_, index) => index);
  const identityOf = (index: number) => ({
    timeUs: floatAt(samples.timeUs, index),
    record: intAt(record, index),
  });
  order.sort((left, right) => compareIdentity(identityOf(left), identityOf(right)) || left - right);
  const kept = order.filter((index, at) => {
    const next = order[at + 1];
    return next === undefined || compareIdentity(identityOf(index), identityOf(next)) !== 0;
  });
  return pickSamples({ ...samples, record }, kept);
}

/** As `countRecords`, where equal times are neighbours; null where times fall. */
function countRecordsInOrder(samples: SampleColumns): Int32Array | null {
  const record = samples.record.slice();
  let before = Number.NEGATIVE_INFINITY;
  let ordinal = 0;
  for (let index = 0; index < samples.length; index++) {
    const timeUs = floatAt(samples.timeUs, index);
    if (timeUs < before) return null;
    if (timeUs > before) ordinal = 0;
    if (record[index] === NO_INT) record[index] = ordinal++;
    before = timeUs;
  }
  return record;
}

function countRecords(samples: SampleColumns): Int32Array {
  const record = samples.record.slice();
  const seen = new Map<number, number>();
  for (let index = 0; index < samples.length; index++) {
    if (record[index] !== NO_INT) continue;
    const timeUs = floatAt(samples.timeUs, index);
    const ordinal = seen.get(timeUs) ?? 0;
    record[index] = ordinal;
    seen.set(timeUs, ordinal + 1);
  }
  return record;
}

function isStrictlyOrdered(timeUs: Float64Array, record: Int32Array): boolean {
  for (let index = 1; index < timeUs.length; index++) {
    const before = floatAt(timeUs, index - 1);
    const now = floatAt(timeUs, index);
    if (now < before || (now === before && intAt(record, index) <= intAt(record, index - 1))) return false;
  }
  return true;
}
