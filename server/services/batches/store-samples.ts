import type { NumberedSeries } from "../../domain/samples/merge-batches";
import { identityAt } from "../../domain/samples/merge-samples";
import { floatAt, compareIdentity, pickSamples, type SampleColumns } from "../../domain/samples/sample-columns";
import type { LabScope } from "../../lab-scope";
import type { LabTransaction } from "../../data/in-lab";
import { copySamples, type NumberedSamples, type UpsertCounts, upsertSamples } from "../../data/series/sample-writes";
import { countSamples, timed } from "../../jobs/worker-metrics";
import type { TestState } from "../../data/series/test-state-writes";

/** What storing samples of one test came to. */
export type StoredPart = {
  state: TestState;
  /** Those past the test's last sample; they changed nothing that was stored. */
  newer: SampleColumns | null;
  /** Those before it, of batches that changed anything. */
  changed: SampleColumns | null;
  /** By the batch's number. */
  counts: UpsertCounts[];
};

/**
 * New samples by plain COPY, late and repeated ones by the slower way that compares.
 * @returns while the database still copies: what asks nothing of it can be computed meanwhile
 */
export async function storeSamples(
  scope: LabScope,
  tx: LabTransaction,
  series: readonly (NumberedSeries & { state: TestState })[],
): Promise<{ parts: StoredPart[]; isCopied: Promise<unknown> }> {
  const parts: StoredPart[] = [];
  const copied: (NumberedSamples & { testId: number })[] = [];
  for (const { state, samples, seq } of series) {
    const { testId } = state;
    const lateCount = state.last === null ? 0 : countUpTo(samples, state.last);
    const late = slice({ samples, seq }, 0, lateCount);
    const newer = lateCount === 0 ? { samples, seq } : slice({ samples, seq }, lateCount, samples.length);
    const counts = lateCount === 0 ? [] : await upsertSamples(scope, tx, { testId, ...late });
    if (newer.samples.length > 0) copied.push({ testId, ...newer });
    parts.push({
      state,
      newer: newer.samples.length > 0 ? newer.samples : null,
      changed: lateCount === 0 ? null : changedSamples(late, counts),
      counts: withCopied(counts, newer.seq),
    });
  }
  const { isCopied } = copied.length === 0 ? { isCopied: Promise.resolve() } : await beginCopies(scope, tx, copied);
  countSamples(
    "copied",
    copied.reduce((sum, { samples }) => sum + samples.length, 0),
  );
  countSamples(
    "compared",
    parts.reduce((sum, { changed }) => sum + (changed?.length ?? 0), 0),
  );
  return { parts, isCopied };
}

/** Resolves when the database has begun, with what resolves when it is done. */
function beginCopies(scope: LabScope, tx: LabTransaction, copied: Parameters<typeof copySamples>[2]) {
  // In an object: a promise that is answered by itself would be awaited.
  const begun = Promise.withResolvers<{ isCopied: Promise<unknown> }>();
  const done = timed("copies", async () => {
    const copying = await copySamples(scope, tx, copied);
    begun.resolve(copying);
    await copying.isCopied;
  });
  done.catch((cause: unknown) => begun.reject(cause));
  return begun.promise;
}

function countUpTo(samples: SampleColumns, last: { timeUs: number; record: number }): number {
  let count = 0;
  while (count < samples.length && compareIdentity(identityAt(samples, count), last) <= 0) count++;
  return count;
}

function slice({ samples, seq }: NumberedSamples, from: number, to: number): NumberedSamples {
  const indexes = Int32Array.from({ length: to - from }, (_, index) => from + index);
  return { samples: pickSamples(samples, indexes), seq: seq.slice(from, to) };
}

function changedSamples({ samples, seq }: NumberedSamples, counts: readonly UpsertCounts[]): SampleColumns | null {
  const changing = new Set(counts.filter(({ inserted, replaced }) => inserted + replaced > 0).map(({ seq }) => seq));
  if (changing.size === 0) return null;
  const indexes = Int32Array.from({ length: samples.length }, (_, index) => index);
  return pickSamples(
    samples,
    indexes.filter((index) => changing.has(floatAt(seq, index))),
  );
}

function withCopied(counts: readonly UpsertCounts[], copied: Float64Array): UpsertCounts[] {
  const copiedOf = new Map<number, number>();
  for (let from = 0, to = 1; to <= copied.length; to++) {
    if (copied[to] === copied[from]) continue; // neighbours are mostly of one batch
    const seq = floatAt(copied, from);
    copiedOf.set(seq, (copiedOf.get(seq) ?? 0) + to - from);
    from = to;
  }
  return [...counts, ...[...copiedOf].map(([seq, inserted]) => ({ seq, inserted, replaced: 0, unchanged: 0 }))];
}

/** Over so long a pause it is cheaper to sum up two ranges than one. */
const RANGE_GAP_US = 6 * 3_600e6;

export type ChangedRange = { testId: number; fromUs: number; toUs: number };

/** The stretches of time that hold samples of a test. */
export function rangesOf(testId: number, samples: SampleColumns | null): ChangedRange[] {
  const ranges: ChangedRange[] = [];
  for (const timeUs of samples?.timeUs ?? []) {
    const open = ranges.at(-1);
    if (open && timeUs - open.toUs <= RANGE_GAP_US) open.toUs = timeUs;
    else ranges.push({ testId, fromUs: timeUs, toUs: timeUs });
  }
  return ranges;
}
