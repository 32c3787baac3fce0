import type { BatchSeries } from "../domain/batch-series";
import { compareIdentity, pickSamples, type SampleColumns } from "../domain/sample-columns";
import { AppError } from "../errors";
import type { LabScope } from "../lab-scope";
import { inLab, type LabTransaction } from "../data/in-lab";
import { insertLedgerRow, updateLedgerCounts } from "../data/timeseries/batch-writes";
import { getLabState } from "../data/timeseries/lab-state-reads";
import { copySamples, refreshZoomLevels, type UpsertCounts, upsertSamples } from "../data/timeseries/sample-writes";
import { insertMissingTestStates, lockTestStates, type TestState } from "../data/timeseries/test-state-writes";
import { type StoreBatchPayload, unpackSeries } from "../jobs/store-batch-job";
import { type CountedTest, growTest, recountTest } from "./count-test";
import { registerCells } from "./register-cells";
import { writeCounts } from "./write-counts";

export type StoredBatch = { version: number; lastReceivedAtMs: number | null };

/**
 * Stores one batch in one transaction: ledger, samples, steps, cycles, zoom levels. It may run twice and in any order against other
 * batches and ends in the same rows.
 * @returns the lab's version after it, also when the batch was in already (its news may not have been published)
 */
export async function storeBatch(scope: LabScope, batch: StoreBatchPayload): Promise<StoredBatch> {
  const series = unpackSeries(batch);
  const tests = series.map(({ cell, test }) => ({ cell, test }));
  const stored = Object.keys(batch.cells).length === 0 ? await tryToStore(scope, batch, series) : null;
  if (stored) return stored;
  // Cells are registered apart from the batch, so that a new name makes nobody wait.
  await registerCells(scope, toRegistrations(series, batch));
  await inLab(scope, (tx) => insertMissingTestStates(scope, tx, tests));
  const second = await tryToStore(scope, batch, series);
  if (!second) throw new AppError("internal", "The batch's cells were registered and are not there.");
  return second;
}

function toRegistrations(series: readonly BatchSeries[], batch: StoreBatchPayload) {
  const testsOfCell = Map.groupBy(series, ({ cell }) => cell);
  return [...testsOfCell].map(([cell, ofCell]) => {
    const values = batch.cells[cell];
    return { cell, tests: ofCell.map(({ test }) => test), ...(values ? { values } : {}) };
  });
}

/** Null when a test of the batch is not registered yet; then nothing was done. */
async function tryToStore(
  scope: LabScope,
  batch: StoreBatchPayload,
  series: readonly BatchSeries[],
): Promise<StoredBatch | null> {
  return inLab(scope, async (tx) => {
    const states = await lockTestStates(scope, tx, series);
    if (states.length < series.length) return null;
    const { batchId, seq, receivedAt, samples } = batch;
    const entry = { batchId, seq, receivedAt, samples, status: "stored", error: null } as const;
    const isFirst = await insertLedgerRow(scope, tx, { ...entry, inserted: samples, replaced: 0, unchanged: 0 });
    if (!isFirst) return getLabState(scope, tx);

    const parts = await storeSamples(scope, tx, batch.seq, pairUp(series, states));
    const late = parts.flatMap(({ counts }) => counts ?? []);
    const newer = parts.reduce((sum, part) => sum + part.newer.length, 0);
    const inserted = newer + sum(late, "inserted");
    if (inserted !== samples) {
      const replaced = sum(late, "replaced");
      await updateLedgerCounts(scope, tx, { batchId, inserted, replaced, unchanged: samples - inserted - replaced });
    }
    const counted: CountedTest[] = [];
    for (const part of parts) {
      const test = await countPart(scope, tx, part);
      if (test) counted.push(test);
    }
    const ranges = parts.map(({ state, samples }) => ({
      testId: state.testId,
      fromUs: samples.timeUs[0] as number,
      toUs: samples.timeUs[samples.length - 1] as number,
    }));
    await refreshZoomLevels(scope, tx, ranges);
    const version = await writeCounts(scope, tx, counted, receivedAt);
    return { version, lastReceivedAtMs: Date.parse(receivedAt) };
  });
}

type Part = {
  state: TestState;
  samples: SampleColumns;
  /** Those past the test's last sample. */
  newer: SampleColumns;
  /** First and last of those that are not, and what storing them came to. */
  changed: { from: { timeUs: number; record: number }; to: { timeUs: number; record: number } } | null;
  counts: UpsertCounts | null;
};

const sum = (counts: readonly UpsertCounts[], name: keyof UpsertCounts) =>
  counts.reduce((total, count) => total + count[name], 0);

function pairUp(series: readonly BatchSeries[], states: readonly TestState[]) {
  const byName = new Map(states.map((state) => [JSON.stringify([state.cell, state.test]), state]));
  return series.map(({ cell, test, samples }) => {
    const state = byName.get(JSON.stringify([cell, test]));
    if (!state) throw new AppError("internal", "A locked test is not the one asked for.");
    return { state, samples };
  });
}

/** New samples by plain COPY, late and repeated ones by the slower way that compares. */
async function storeSamples(
  scope: LabScope,
  tx: LabTransaction,
  seq: number,
  series: readonly { state: TestState; samples: SampleColumns }[],
): Promise<Part[]> {
  const parts: Part[] = [];
  for (const { state, samples } of series) {
    const lateCount = state.last === null ? 0 : countUpTo(samples, state.last);
    if (lateCount === 0) {
      parts.push({ state, samples, newer: samples, changed: null, counts: null });
      continue;
    }
    const late = slice(samples, 0, lateCount);
    parts.push({
      state,
      samples,
      newer: slice(samples, lateCount, samples.length),
      changed: { from: identityAt(late, 0), to: identityAt(late, lateCount - 1) },
      counts: await upsertSamples(scope, tx, { seq, testId: state.testId, samples: late }),
    });
  }
  const newer = parts.filter((part) => part.newer.length > 0);
  if (newer.length > 0) {
    const copied = newer.map(({ state, newer }) => ({ testId: state.testId, samples: newer }));
    await copySamples(scope, tx, { seq, parts: copied });
  }
  return parts;
}

async function countPart(scope: LabScope, tx: LabTransaction, part: Part): Promise<CountedTest | null> {
  const { state, newer, changed, counts } = part;
  const changesStored = counts !== null && counts.inserted + counts.replaced > 0;
  if (!changesStored) {
    if (newer.length === 0 && !state.isStale) return null;
    const grown = newer.length === 0 ? null : growTest(state, newer);
    if (grown) return grown;
  }
  return recountTest(scope, tx, state, {
    changed: changesStored ? changed : null,
    newer: newer.length > 0 ? newer : null,
  });
}

const identityAt = (samples: SampleColumns, index: number) => ({
  timeUs: samples.timeUs[index] as number,
  record: samples.record[index] as number,
});

function countUpTo(samples: SampleColumns, last: { timeUs: number; record: number }): number {
  let count = 0;
  while (count < samples.length && compareIdentity(identityAt(samples, count), last) <= 0) count++;
  return count;
}

function slice(samples: SampleColumns, from: number, to: number): SampleColumns {
  return pickSamples(
    samples,
    Int32Array.from({ length: to - from }, (_, index) => from + index),
  );
}
