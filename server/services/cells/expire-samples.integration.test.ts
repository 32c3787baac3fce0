import { expect, it } from "vitest";
import { listSampleViews } from "../../api/rest/cells/cell-samples";
import { getCell } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { updateLab } from "../labs/update-lab";
import { inLab } from "../../data/in-lab";
import { findBatch } from "../../data/series/batch-reads";
import { raiseKeptFrom } from "../../data/deletion/retention-writes";
import { labScopeForAdmin } from "../../auth/lab-scope";
import { drawSeq } from "../../jobs/accept-batch";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab } from "../../testing/factories";
import { storedOf, testIdOf } from "../../testing/stored-cell";
import { expireSamples } from "./expire-samples";
import { putCell } from "./put-cell";
import { rebuildCell, recomputeCell } from "../recompute/rebuild-cell";
import { removeTimeRange } from "./remove-time-range";
import { storeBatch } from "../batches/store-batch";
import { verifyCell } from "../recompute/verify-cell";

cloneTestDatabase();

const START_US = 1.7e15;
const DAY_US = 86_400e6;
const CYCLES = 10;

/** One cycle a day: 10 h of charge, 10 h of discharge, a sample an hour. */
const sampleAt = (hour: number, currentA = hour % 20 < 10 ? 1 : -1) => ({
  timeUs: START_US + Math.floor(hour / 20) * DAY_US + (hour % 20) * 3600e6,
  voltageV: 3 + (hour % 20) / 20,
  currentA,
  testTimeS: hour * 3600,
  cycle: Math.floor(hour / 20) + 1,
});
const samples = Array.from({ length: 20 * CYCLES }, (_, hour) => sampleAt(hour));

/** The lab keeps 30 days, and asks at a moment when the first four cycles are older. */
const NOW_MS = (START_US + 34 * DAY_US - 3600e6) / 1000;

async function agedLab() {
  const { labId } = await createLab();
  const scope = labScopeForAdmin(labId);
  await storeBatch(scope, batchOf("A", samples));
  await updateLab(labScopeForAdmin(scope.labId), { rawRetentionDays: 30 });
  return scope;
}

const differencesOf = async (scope: Awaited<ReturnType<typeof agedLab>>) =>
  (await verifyCell(scope, { cell: "A" })).differences;

it("removes the samples of old runs and leaves every step, cycle and curve", async () => {
  const scope = await agedLab();
  const before = await storedOf(scope, "A");
  expect(await expireSamples(scope, { nowMs: NOW_MS })).toBe(80);
  const after = await storedOf(scope, "A");
  expect([...after.samples.timeUs]).toEqual(samples.slice(80).map(({ timeUs }) => timeUs));
  expect(after.steps).toEqual(before.steps);
  expect(after.cycles).toEqual(before.cycles);
  expect(await differencesOf(scope)).toEqual([]);
  const ofCycle = (cycle: number) => listSampleViews(scope, { params: { name: "A" }, query: { cycle, points: 1000 } });
  expect(await ofCycle(2)).toMatchObject({ resolution: "1m" });
  expect((await ofCycle(2)).points.time.length).toBeGreaterThanOrEqual(20);
  expect(await ofCycle(9)).toMatchObject({ resolution: "samples" });
  expect(await expireSamples(scope, { nowMs: NOW_MS })).toBe(0);
});

it("keeps no more than the last run of a test that ended long ago", async () => {
  const scope = await agedLab();
  expect(await expireSamples(scope, { nowMs: Math.round(NOW_MS * 1.1) })).toBe(190);
  expect((await storedOf(scope, "A")).cycles.length).toBe(CYCLES);
  await storeBatch(scope, batchOf("A", [sampleAt(200), sampleAt(201)]));
  expect(await differencesOf(scope)).toEqual([]);
  expect((await storedOf(scope, "A")).cycles.length).toBe(CYCLES + 1);
});

it("goes on where it was ended", async () => {
  const scope = await agedLab();
  const testId = await testIdOf(scope, "A");
  await inLab(scope, (tx) => raiseKeptFrom(scope, tx, { testId, beforeUs: NOW_MS * 1000 - 30 * DAY_US }));
  expect(await differencesOf(scope)).toEqual([]); // no row is gone yet, and none of them is counted
  expect(await expireSamples(scope, { nowMs: NOW_MS })).toBe(80);
});

it("takes no sample that is older than those kept, and says so", async () => {
  const scope = await agedLab();
  await expireSamples(scope, { nowMs: NOW_MS });
  const before = await storedOf(scope, "A");
  const batch = batchOf("A", [{ ...sampleAt(5), currentA: 2 }]);
  await storeBatch(scope, batch);
  expect(await storedOf(scope, "A")).toEqual(before);
  expect(await inLab(scope, (tx) => findBatch(scope, tx, { batchId: batch.batchId }))).toMatchObject({
    status: "stored",
    inserted: 0,
    replaced: 0,
    unchanged: 1,
  });
  const { warnings } = await inLabConfig(scope, (tx) => getCell(scope, tx, { name: "A" }));
  expect(JSON.stringify(warnings)).toContain("older than the raw samples the lab keeps");

  const both = batchOf("A", [
    { ...sampleAt(5), currentA: 2 },
    { ...sampleAt(105), currentA: 2 },
  ]);
  await storeBatch(scope, both);
  expect(await inLab(scope, (tx) => findBatch(scope, tx, { batchId: both.batchId }))).toMatchObject({
    replaced: 1,
    unchanged: 1,
  });
  expect(await differencesOf(scope)).toEqual([]);
});

it("recomputes what it still has when settings change", async () => {
  const scope = await agedLab();
  await expireSamples(scope, { nowMs: NOW_MS });
  const before = await storedOf(scope, "A");
  await putCell(scope, { name: "A", changes: { maxGapSeconds: 60, nominalCapacityAh: 9 } });
  await recomputeCell(scope, { cell: "A" });
  const after = await storedOf(scope, "A");
  expect(after.cycles.slice(0, 4).map(({ chargeCapacityAh }) => chargeCapacityAh)).toEqual(
    before.cycles.slice(0, 4).map(({ chargeCapacityAh }) => chargeCapacityAh),
  );
  expect(after.cycles[5]).toMatchObject({ chargeCapacityAh: 0 }); // every interval is an hour
  expect(await differencesOf(scope)).toEqual([]);
  await rebuildCell(scope, { cell: "A" });
  expect((await storedOf(scope, "A")).cycles).toEqual(after.cycles);
});

it("cuts nothing out of runs that it could not recompute", async () => {
  const scope = await agedLab();
  await expireSamples(scope, { nowMs: NOW_MS });
  const [old, kept] = [3, 6].map((day) => (START_US + day * DAY_US) / 1000);
  if (old === undefined || kept === undefined) throw new Error("two moments");
  await expect(removeTimeRange(scope, { cell: "A", from: old, to: kept })).rejects.toMatchObject({ kind: "conflict" });
  expect(await removeTimeRange(scope, { cell: "A", from: kept, to: kept + 86_400_000 })).toMatchObject({ samples: 21 });
  expect(await differencesOf(scope)).toEqual([]);
  // All that is left of the samples: what comes next must not go on with a run that cannot be recomputed.
  await removeTimeRange(scope, { cell: "A", from: kept - 2 * 86_400_000, to: 4e12 });
  await storeBatch(scope, batchOf("A", [sampleAt(210), sampleAt(211)], { seq: await drawSeq(scope) }));
  expect(await differencesOf(scope)).toEqual([]);
});

it("keeps everything where the lab says nothing", async () => {
  const scope = await agedLab();
  await updateLab(labScopeForAdmin(scope.labId), { rawRetentionDays: null });
  expect(await expireSamples(scope, { nowMs: Math.round(NOW_MS * 1.1) })).toBe(0);
});
