import type { Run } from "../../domain/cycles/runs";
import { keyOfTest, mergeBatches, type NumberedSeries } from "../../domain/samples/merge-batches";
import { sumZoomLevels } from "../../domain/samples/zoom-buckets";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { requireReplicated } from "../../data/commit-status";
import { inLab, type LabTransaction } from "../../data/in-lab";
import { insertLedgerRows, type LedgerEntry, updateLedgerCounts } from "../../data/series/batch-writes";
import { getLabState } from "../../data/labs/lab-state-reads";
import { appendZoomLevels, refreshZoomLevels } from "../../data/series/sample-writes";
import { insertMissingTestStates, lockTestStates, type TestState } from "../../data/series/test-state-writes";
import { type PackedBatch, unpackSeries } from "../../jobs/contracts/store-batch-job";
import { countBatches, timed } from "../../jobs/worker-metrics";
import { appendSamples, extendRuns } from "../recompute/append-samples";
import { recomputeTest } from "../recompute/recompute-test";
import type { TestResults } from "../recompute/test-results";
import { dropDeletedSamples, followMoves, type UnpackedBatch } from "./drop-deleted-samples";
import { type CellRegistration, registerCells, warnOfCells } from "../cells/register-cells";
import { changeSeries, type LabChange } from "../change-lab";
import { rangesOf, type StoredPart, storeSamples } from "./store-samples";
import { writeResults } from "../recompute/write-results";

export type StoredBatches = { version: number; lastReceivedAtMs: number | null };

const OUTDATED = "Samples arrived that are older than the raw samples the lab keeps; they were not stored.";

const NUMBERS_GO_BACK =
  "Cycle numbers go back. They are kept, and nothing is renumbered: where a cycler counts from 1 again, give what follows a test of its own with a cycleOffset.";

/** What a transaction came to. */
type Stored = StoredBatches & {
  /** That were sent samples older than those kept. */
  outdatedCells: readonly string[];
  /** Whose cycle numbers go back since now. */
  backCells: readonly string[];
  /** Batches that the ledger did not know. */
  newBatches: number;
};

/** Stores one batch; see `storeBatches`. */
export function storeBatch(scope: LabScope, batch: PackedBatch): Promise<StoredBatches> {
  return storeBatches(scope, [batch]);
}

/**
 * Stores whole batches of one lab in one transaction and tells open pages: ledger, samples, steps, cycles, zoom levels. It may run twice and in any order
 * against other batches and ends in the same rows. Batches that hold the same sample are stored one after the other.
 * @returns the lab's version after it, also when they were in already (their news may not have been published)
 */
export async function storeBatches(scope: LabScope, batches: readonly PackedBatch[]): Promise<StoredBatches> {
  const unique = new Map(
    batches.map((batch): [string, UnpackedBatch] => [
      batch.batchId,
      { ...batch, unpacked: unpackSeries(batch), isTombstoned: false },
    ]),
  );
  const inOrder = [...unique.values()].sort((left, right) => left.seq - right.seq);
  return storeInOrder(scope, inOrder);
}

async function storeInOrder(scope: LabScope, inOrder: readonly UnpackedBatch[]): Promise<StoredBatches> {
  const together = merge(inOrder);
  if (together) return storeTogether(scope, inOrder, together);
  let stored: StoredBatches | undefined;
  for (const batch of inOrder) stored = await storeTogether(scope, [batch], mergeAlone([batch]));
  if (!stored) throw new RangeError("no batches to store");
  return stored;
}

const merge = (batches: readonly UnpackedBatch[]) =>
  mergeBatches(batches.map(({ seq, unpacked }) => ({ seq, series: unpacked })));

/** Of batches that are known to hold no sample twice. */
function mergeAlone(batches: readonly UnpackedBatch[]): NumberedSeries[] {
  const merged = merge(batches);
  if (!merged) throw new RangeError("a batch holds a sample twice");
  return merged;
}

/** Thrown out of a transaction: what it was about to store belongs to other cells or tests by now. Nothing was done. */
class BatchesMoved extends Error {
  constructor(readonly batches: readonly UnpackedBatch[]) {
    super("cells or tests of the batches were moved");
  }
}

async function storeTogether(
  scope: LabScope,
  batches: readonly UnpackedBatch[],
  merged: readonly NumberedSeries[],
): Promise<StoredBatches> {
  const done = await registerAndStore(scope, batches, merged).catch((cause) => {
    if (cause instanceof BatchesMoved) return cause;
    throw cause;
  });
  if (done instanceof BatchesMoved) return storeInOrder(scope, done.batches);
  const { outdatedCells, backCells, newBatches: _, ...stored } = done;
  await warnOfCells(scope, { names: outdatedCells, messages: [OUTDATED] });
  await warnOfCells(scope, { names: backCells, messages: [NUMBERS_GO_BACK] });
  return stored;
}

async function registerAndStore(
  scope: LabScope,
  batches: readonly UnpackedBatch[],
  merged: readonly NumberedSeries[],
): Promise<Stored> {
  const series = batches.flatMap(({ unpacked }) => unpacked);
  const hasValues = batches.some(({ cells }) => Object.keys(cells).length > 0);
  const stored = hasValues ? null : await tryToStore(scope, batches, merged);
  if (stored) return stored;
  // Cells are registered apart from the batch, so that a new name makes nobody wait.
  await registerCells(scope, batches.flatMap(toRegistrations));
  await inLab(scope, (tx) => insertMissingTestStates(scope, tx, series));
  const second = await tryToStore(scope, batches, merged);
  if (!second) throw new AppError("internal", "The batch's cells were registered and are not there.");
  return second;
}

function toRegistrations({ unpacked, cells, seq }: UnpackedBatch): CellRegistration[] {
  const registrations = new Map<string, CellRegistration & { tests: string[] }>();
  for (const { cell, test, movedAt = seq } of unpacked) {
    const key = JSON.stringify([cell, movedAt]); // one that moved is newer than what was deleted before under its name
    const known = registrations.get(key);
    if (known) known.tests.push(test);
    else registrations.set(key, { cell, tests: [test], seq: movedAt, ...valuesOf(cells, cell) });
  }
  // A cell that the batch only describes is registered, too.
  const named = new Set(unpacked.map(({ cell }) => cell));
  const described = Object.keys(cells).filter((cell) => !named.has(cell));
  return [...registrations.values(), ...described.map((cell) => ({ cell, tests: [], seq, ...valuesOf(cells, cell) }))];
}

function valuesOf(cells: UnpackedBatch["cells"], cell: string): Pick<CellRegistration, "values"> {
  const values = Object.hasOwn(cells, cell) ? cells[cell] : undefined;
  return values ? { values } : {};
}

/** Null when a test of the batches is not registered yet; then nothing was done. */
async function tryToStore(
  scope: LabScope,
  batches: readonly UnpackedBatch[],
  merged: readonly NumberedSeries[],
): Promise<Stored | null> {
  const store = (tx: LabTransaction, change: LabChange) => storeInside(scope, tx, change, batches, merged);
  const stored = await timed("transactions", () => changeSeries(scope, store));
  if (stored) {
    countBatches("stored", stored.newBatches);
    countBatches("known", batches.length - stored.newBatches);
  }
  return stored;
}

async function storeInside(
  scope: LabScope,
  tx: LabTransaction,
  change: LabChange,
  batches: readonly UnpackedBatch[],
  merged: readonly NumberedSeries[],
): Promise<Stored | null> {
  change.isNothing(); // but for what is written below
  const states = await lockTestStates(scope, tx, merged);
  // After the lock: who deletes or moves a test holds it, and leaves word of it before letting go.
  const moved = await followMoves(scope, tx, batches);
  if (moved) throw new BatchesMoved(moved);
  const { batches: alive, outdatedCells } = await dropDeletedSamples(scope, tx, { batches, states });
  const isUntouched = alive === batches;
  const wanted = isUntouched ? merged : mergeAlone(alive);
  if (!isRegistered(wanted, states)) return null;
  const isNew = await insertLedgerRows(scope, tx, alive.map(toLedgerEntry));
  const news = alive.filter(({ batchId, unpacked }) => isNew.has(batchId) && unpacked.length > 0);
  const stored = { newBatches: isNew.size, outdatedCells };
  if (news.length === 0) {
    await requireReplicated(tx); // whoever hears that they are in forgets them
    const state = await getLabState(scope, tx);
    change.isRepeated(state);
    return { ...state, ...stored, backCells: [] };
  }
  change.isOfCells(states.map(({ cellId }) => cellId));

  const series = isUntouched && news.length === batches.length ? merged : mergeAlone(news);
  const { parts, isCopied } = await storeSamples(scope, tx, pairUp(series, states));
  // While the database copies, what it is not asked for is computed.
  const extended = new Map(parts.map((part) => [part, extendedRuns(part)]));
  const zoomLevels = sumZoomLevels(
    parts.flatMap(({ state, newer }) => (newer ? [{ testId: state.testId, samples: newer }] : [])),
  );
  await isCopied;
  await correctLedger(scope, tx, news, parts);
  const counted: TestResults[] = [];
  for (const part of parts) {
    const test = await resultsOfPart(scope, tx, part, extended.get(part) ?? null);
    if (test) counted.push(test);
  }
  await keepZoomLevels(scope, tx, parts, zoomLevels);
  const lastReceivedAtMs = Math.max(...news.map(({ receivedAt }) => Date.parse(receivedAt)));
  const version = await writeResults(scope, tx, counted, new Date(lastReceivedAtMs).toISOString());
  const backCells = counted.filter(goesBackNow).map(({ state }) => state.cell);
  return { version, lastReceivedAtMs, ...stored, backCells };
}

const goesBackNow = ({ state, progress }: TestResults) =>
  progress.tally.hasFallenNumber && !state.progress?.tally.hasFallenNumber;

/** What was changed is summed up after what is new was added, for a bucket may hold both. */
async function keepZoomLevels(
  scope: LabScope,
  tx: LabTransaction,
  parts: readonly StoredPart[],
  appended: ReturnType<typeof sumZoomLevels>,
): Promise<void> {
  await appendZoomLevels(scope, tx, appended);
  await refreshZoomLevels(
    scope,
    tx,
    parts.flatMap(({ state, changed }) => rangesOf(state.testId, changed)),
  );
}

/** As if every sample were new, which most are. */
const toLedgerEntry = ({ batchId, seq, receivedAt, samples, unpacked, isTombstoned }: UnpackedBatch): LedgerEntry => ({
  batchId,
  seq,
  receivedAt,
  samples,
  status: isTombstoned ? "failed" : "stored",
  error: isTombstoned ? "cell_deleted" : null,
  inserted: unpacked.length === 0 ? 0 : samples,
  replaced: 0,
  unchanged: unpacked.length === 0 && !isTombstoned ? samples : 0,
});

function isRegistered(series: readonly NumberedSeries[], states: readonly TestState[]): boolean {
  const known = new Set(states.map(keyOfTest));
  return series.every((part) => known.has(keyOfTest(part)));
}

/** Says in the ledger what storing came to where not every sample was new. */
async function correctLedger(
  scope: LabScope,
  tx: LabTransaction,
  batches: readonly UnpackedBatch[],
  parts: readonly StoredPart[],
): Promise<void> {
  const counts = Map.groupBy(
    parts.flatMap((part) => part.counts),
    ({ seq }) => seq,
  );
  for (const { batchId, seq, samples } of batches) {
    const own = counts.get(seq) ?? [];
    const inserted = own.reduce((sum, count) => sum + count.inserted, 0);
    if (inserted === samples) continue;
    const replaced = own.reduce((sum, count) => sum + count.replaced, 0);
    // Those that the batch itself held twice changed nothing either.
    await updateLedgerCounts(scope, tx, { batchId, inserted, replaced, unchanged: samples - inserted - replaced });
  }
}

function pairUp(series: readonly NumberedSeries[], states: readonly TestState[]) {
  const byName = new Map(states.map((state) => [keyOfTest(state), state]));
  return series.map((part) => {
    const state = byName.get(keyOfTest(part));
    if (!state) throw new AppError("internal", "A locked test is not the one asked for.");
    return { ...part, state };
  });
}

/** Runs with the samples that are new; null where more has to be known than the test's last run. */
const extendedRuns = ({ state, newer, changed }: StoredPart): Run[] | null =>
  newer && !changed ? extendRuns(state, newer) : null;

async function resultsOfPart(
  scope: LabScope,
  tx: LabTransaction,
  { state, newer, changed }: StoredPart,
  extended: readonly Run[] | null,
): Promise<TestResults | null> {
  if (!changed && !newer && !state.isStale) return null;
  const appended = extended && newer ? await appendSamples(scope, tx, state, { newer, extended }) : null;
  return appended ?? recomputeTest(scope, tx, state, { changed, newer });
}
