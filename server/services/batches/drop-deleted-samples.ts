import type { BatchSeries } from "../../domain/samples/batch-series";
import { keyOfTest } from "../../domain/samples/merge-batches";
import { samplesWhere } from "../../domain/samples/sample-columns";
import { isTombstoned, type Tombstone, dropTombstonedSamples } from "../../domain/samples/tombstones";
import type { LabTransaction } from "../../data/in-lab";
import type { TestState } from "../../data/series/test-state-writes";
import { listTombstones } from "../../data/deletion/tombstone-reads";
import type { PackedBatch } from "../../jobs/store-batch-job";
import type { LabScope } from "../../lab-scope";

/** A batch with its samples unpacked. */
export type UnpackedBatch = PackedBatch & {
  unpacked: BatchSeries[];
  /** Whether every cell or test that it names was deleted after it was accepted. */
  isTombstoned: boolean;
};

/**
 * Batches without what there is no place for any more: cells, tests and stretches of time that were deleted after they were accepted, and
 * samples older than those that the lab keeps.
 * @param args.states of the tests, locked
 * @returns the same array where nothing was taken out, and the cells that sent what is too old
 */
export async function dropDeletedSamples(
  scope: LabScope,
  tx: LabTransaction,
  args: { batches: readonly UnpackedBatch[]; states: readonly TestState[] },
): Promise<{ batches: readonly UnpackedBatch[]; outdatedCells: string[] }> {
  const { batches, states } = args;
  const cells = [...new Set(batches.flatMap(({ unpacked }) => unpacked.map(({ cell }) => cell)))];
  const tombstones = await listTombstones(scope, tx, { cells });
  const keptFrom = new Map(
    states.flatMap((state) => (state.keptFromUs === null ? [] : [[keyOfTest(state), state.keptFromUs]])),
  );
  const outdated = new Set<string>();
  const left = batches.map((batch) => {
    const alive = dropDeleted(batch, tombstones);
    const kept = alive.unpacked.map((series) => dropOutdated(series, keptFrom.get(keyOfTest(series))));
    kept.forEach(({ cell, samples }, index) => {
      if (samples !== alive.unpacked[index]?.samples) outdated.add(cell);
    });
    const unpacked = kept.filter(({ samples }) => samples.length > 0);
    const isSame = unpacked.length === batch.unpacked.length && unpacked.every((one, at) => one === batch.unpacked[at]);
    return isSame ? batch : { ...alive, unpacked };
  });
  const isUntouched = left.every((batch, index) => batch === batches[index]);
  return { batches: isUntouched ? batches : left, outdatedCells: [...outdated] };
}

function dropDeleted(batch: UnpackedBatch, tombstones: readonly Tombstone[]): UnpackedBatch {
  if (tombstones.length === 0) return batch;
  const { seq } = batch;
  const named = batch.unpacked.filter(({ cell, test }) => !isTombstoned(tombstones, { cell, test, seq }));
  const unpacked = named.map((series) => {
    const samples = dropTombstonedSamples(tombstones, { ...series, seq });
    return samples === series.samples ? series : { ...series, samples };
  });
  return { ...batch, unpacked, isTombstoned: named.length === 0 };
}

function dropOutdated(series: BatchSeries, keptFromUs: number | undefined): BatchSeries {
  if (keptFromUs === undefined) return series;
  const samples = samplesWhere(series.samples, (timeUs) => timeUs >= keptFromUs);
  return samples === series.samples ? series : { ...series, samples };
}
