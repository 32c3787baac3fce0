import type { BatchSeries } from "./batch-series";
import { hasDoubles, mergeSamples } from "./merge-samples";
import { intAt, type SampleColumns } from "./sample-columns";

/** The samples of one test, in order, each with the number of the batch that brought it. */
export type NumberedSeries = { cell: string; test: string; samples: SampleColumns; seq: Float64Array };

/** Names a test of a lab in a map. */
export const keyOfTest = ({ cell, test }: { cell: string; test: string }) => JSON.stringify([cell, test]);

/**
 * The series of several batches, those of one test as one.
 * @returns null when two batches hold one sample: then what each of them changed can be said only if they are stored one by one
 */
export function mergeBatches(
  batches: readonly { seq: number; series: readonly BatchSeries[] }[],
): NumberedSeries[] | null {
  const parts = batches.flatMap(({ seq, series }) => series.map((part) => ({ seq, ...part })));
  const byTest = Map.groupBy(parts, keyOfTest);
  const merged: NumberedSeries[] = [];
  for (const ofTest of byTest.values()) {
    const { cell = "", test = "" } = ofTest[0] ?? {};
    const { samples, origin } = mergeSamples(ofTest.map(({ samples }) => samples));
    if (hasDoubles(samples)) return null;
    const seq = new Float64Array(origin.length);
    for (let index = 0; index < origin.length; index++) seq[index] = ofTest[intAt(origin, index)]?.seq ?? 0;
    merged.push({ cell, test, samples, seq });
  }
  return merged;
}
