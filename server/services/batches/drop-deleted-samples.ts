import { type Forward, followCell, followForwards, type PlacedSeries } from "../../domain/samples/forwards";
import { keyOfTest } from "../../domain/samples/merge-batches";
import { samplesWhere } from "../../domain/samples/sample-columns";
import { isTombstoned, type Tombstone, dropTombstonedSamples } from "../../domain/samples/tombstones";
import type { LabTransaction } from "../../data/in-lab";
import type { TestState } from "../../data/series/test-state-writes";
import { listForwards, listTombstones } from "../../data/deletion/tombstone-reads";
import type { PackedBatch } from "../../jobs/contracts/store-batch-job";
import type { LabScope } from "../../lab-scope";

/** A batch with its samples unpacked. */
export type UnpackedBatch = PackedBatch & {
  unpacked: readonly PlacedSeries[];
  /** Whether every cell or test that it names was deleted after it was accepted. */
  isTombstoned: boolean;
  /** The last move that its names were looked at for; left out before the first. */
  followedUpTo?: number;
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
  const tombstones = await listTombstones(scope, tx, { cells, fromSeq: lowestSeq(batches) });
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
  const since = ({ movedAt }: PlacedSeries) => movedAt ?? batch.seq;
  const named = batch.unpacked.filter((series) => !isTombstoned(tombstones, { ...series, seq: since(series) }));
  const unpacked = named.map((series) => {
    const samples = dropTombstonedSamples(tombstones, { ...series, seq: since(series) });
    return samples === series.samples ? series : { ...series, samples };
  });
  return { ...batch, unpacked, isTombstoned: named.length === 0 };
}

function dropOutdated(series: PlacedSeries, keptFromUs: number | undefined): PlacedSeries {
  if (keptFromUs === undefined) return series;
  const samples = samplesWhere(series.samples, (timeUs) => timeUs >= keptFromUs);
  return samples === series.samples ? series : { ...series, samples };
}

const lowestSeq = (batches: readonly UnpackedBatch[]) => Math.min(...batches.map(({ seq }) => seq));

/**
 * The batches under the names that their cells and tests have by now.
 * @returns null where nothing of them was renamed, merged or moved since they were accepted
 */
export async function followMoves(
  scope: LabScope,
  tx: LabTransaction,
  batches: readonly UnpackedBatch[],
): Promise<UnpackedBatch[] | null> {
  const forwards = await listForwards(scope, tx, { fromSeq: lowestSeq(batches) });
  if (forwards.length === 0) return null;
  const named = batches.flatMap(({ unpacked }) => unpacked.map(({ cell }) => cell));
  const cells = [...new Set([...named, ...forwards.map(({ intoCell }) => intoCell)])];
  const tombstones = await listTombstones(scope, tx, { cells, fromSeq: lowestSeq(batches) });
  const placed = batches.map((batch) => {
    const newer = forwards.filter(({ seq }) => seq > (batch.followedUpTo ?? batch.seq));
    const unpacked = followForwards(batch.unpacked, batch.seq, { forwards: newer, tombstones });
    const cellsNow = cellsUnderNames(batch, newer);
    if (unpacked === batch.unpacked && cellsNow === batch.cells) return batch;
    return { ...batch, unpacked, cells: cellsNow, followedUpTo: newer.at(-1)?.seq ?? batch.seq };
  });
  return placed.some((batch, index) => batch !== batches[index]) ? placed : null;
}

/** What is said of cells goes with them; what is said of the other cell itself comes before it. */
function cellsUnderNames({ cells, seq }: UnpackedBatch, forwards: readonly Forward[]): UnpackedBatch["cells"] {
  const moved = Object.entries(cells).map(([cell, values]) => ({
    now: followCell(cell, seq, forwards).cell,
    cell,
    values,
  }));
  if (moved.every(({ now, cell }) => now === cell)) return cells;
  const [others, own] = [moved.filter(({ now, cell }) => now !== cell), moved.filter(({ now, cell }) => now === cell)];
  return Object.fromEntries([...others, ...own].map(({ now, values }) => [now, values]));
}
