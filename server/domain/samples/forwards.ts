import type { BatchSeries } from "./batch-series";
import { keyOfTest } from "./merge-batches";
import { dropTombstonedSamples, isTombstoned, type Tombstone } from "./tombstones";

/** Where a cell or a test went, and the number up to which batches still meant its old name. `test` null: every test, under its own name. */
export type Forward = { cell: string; test: string | null; intoCell: string; intoTest: string | null; seq: number };

/** Samples on their way to their test. */
export type PlacedSeries = BatchSeries & {
  /** The move that gave them the names they have now: what was deleted before it under these names were others. */
  movedAt?: number;
};

/**
 * The samples of a batch under the names that their tests have by now: every rename, merge and move that came behind the batch, in order, as if
 * it had been stored before them. What was deleted in between stays under the name by which it was deleted.
 * @param forwards in order of their numbers
 * @returns the same array where nothing moved
 */
export function followForwards(
  series: readonly PlacedSeries[],
  seq: number,
  { forwards, tombstones }: { forwards: readonly Forward[]; tombstones: readonly Tombstone[] },
): readonly PlacedSeries[] {
  let placed = series;
  for (const forward of forwards) {
    const taken = new Set(placed.map(keyOfTest));
    const moved = placed.map((one) => {
      const there = follow(one, seq, forward, tombstones);
      // Two series of a batch never become one, for a batch holds no sample twice: the one stays, as if it had come after the move.
      return there !== one && taken.has(keyOfTest(there)) ? { ...one, movedAt: forward.seq } : there;
    });
    if (moved.some((one, index) => one !== placed[index])) placed = moved;
  }
  return placed;
}

/** The same for what a batch says of a cell as a whole. */
export function followCell(cell: string, seq: number, forwards: readonly Forward[]): { cell: string; since: number } {
  let place = { cell, since: seq };
  for (const forward of forwards) {
    const isMoved = forward.test === null && forward.cell === place.cell && place.since < forward.seq;
    if (isMoved) place = { cell: forward.intoCell, since: forward.seq };
  }
  return place;
}

function follow(one: PlacedSeries, seq: number, forward: Forward, tombstones: readonly Tombstone[]): PlacedSeries {
  const since = one.movedAt ?? seq;
  if (!isMeant(forward, one, since)) return one;
  const between = tombstones.filter((tombstone) => tombstone.seq < forward.seq);
  if (isTombstoned(between, { ...one, seq: since })) return one;
  const samples = dropTombstonedSamples(between, { ...one, seq: since });
  return { cell: forward.intoCell, test: forward.intoTest ?? one.test, samples, movedAt: forward.seq };
}

/** Whether what was accepted as `since` under these names is somewhere else by now. */
export const isMeant = (forward: Forward, { cell, test }: { cell: string; test: string }, since: number): boolean =>
  forward.cell === cell && (forward.test === null || forward.test === test) && since < forward.seq;
