import { type SampleColumns, samplesWhere } from "./sample-columns";

/**
 * What was deleted, and the number up to which batches still meant it. `test` null: the whole cell. With a range, in Unix µs and both ends
 * included, only samples in it are gone.
 */
export type Tombstone = {
  cell: string;
  test: string | null;
  seq: number;
  range: { fromUs: number; toUs: number } | null;
};

/**
 * Whether samples were accepted before what they belong to was deleted.
 * @param series the cell and test that a batch names, and the batch's number; `test` null asks for the cell as a whole
 */
export function isTombstoned(
  tombstones: readonly Tombstone[],
  series: { cell: string; test: string | null; seq: number },
): boolean {
  return tombstones.some((one) => one.range === null && means(one, series));
}

const means = (one: Tombstone, { cell, test, seq }: { cell: string; test: string | null; seq: number }) =>
  one.cell === cell && (one.test === null || one.test === test) && seq <= one.seq;

/**
 * The samples of a series that lie in no stretch of time that was deleted after they were accepted.
 * @returns the same columns where none does
 */
export function dropTombstonedSamples(
  tombstones: readonly Tombstone[],
  { samples, ...series }: { cell: string; test: string; seq: number; samples: SampleColumns },
): SampleColumns {
  const ranges = tombstones.flatMap((one) => (one.range !== null && means(one, series) ? [one.range] : []));
  return samplesWhere(samples, (timeUs) => !ranges.some(({ fromUs, toUs }) => timeUs >= fromUs && timeUs <= toUs));
}
