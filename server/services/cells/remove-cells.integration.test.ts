import { describe, expect, it } from "vitest";
import { groupsView } from "../../statistics/group-statistics";
import { labScopeForAdmin } from "../../auth/lab-scope";
import { findCell } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { inLab } from "../../data/in-lab";
import { findBatch } from "../../data/series/batch-reads";
import { deleteOrphanedSamples } from "../../data/deletion/removal-writes";
import { listSamplePoints } from "../../data/series/zoom-reads";
import { drawSeq } from "../../jobs/accept-batch";
import type { Batch } from "../../jobs/contracts/store-batch-job";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../../testing/factories";
import { storedOf, testIdOf } from "../../testing/stored-cell";
import { createGrouping } from "../groupings/create-grouping";
import { createMetadataField } from "../fields/create-metadata-field";
import { addExclusion } from "../exclusions/add-exclusion";
import { removeExclusion } from "../exclusions/remove-exclusion";
import { removeTag } from "../tags/remove-tag";
import { tagCycles } from "../tags/tag-cycles";
import { mergeCells } from "./merge-cells";
import { moveTest } from "./move-test";
import { putCell } from "./put-cell";
import { recomputeCell } from "../recompute/rebuild-cell";
import { removeCell } from "./remove-cell";
import { removeTest } from "./remove-test";
import { removeTimeRange } from "./remove-time-range";
import { renameCell } from "./rename-cell";
import { storeBatch, storeBatches } from "../batches/store-batch";
import { verifyCell } from "../recompute/verify-cell";

cloneTestDatabase();

const HOUR_US = 3600e6;
const START_US = 1.7e15;
/** An hour of charge, rest and discharge each, again and again: each third hour begins a run, each sixth a cycle. */
const hours = (count: number, from = 0): SentSample[] =>
  Array.from({ length: count }, (_, index) => {
    const at = from + index;
    return {
      timeUs: START_US + at * HOUR_US,
      voltageV: 3 + (at % 7) / 10,
      currentA: [1, 1, 0, -1, -1, 0][at % 6] ?? 0,
    };
  });

const batchStatus = (scope: LabScope, { batchId }: Batch) => inLab(scope, (tx) => findBatch(scope, tx, { batchId }));
const cellOf = (scope: LabScope, name: string) => inLabConfig(scope, (tx) => findCell(scope, tx, { name }));
const auditOf = (scope: LabScope) =>
  inLabConfig(scope, (tx) => tx.auditEntry.findMany({ orderBy: { auditId: "asc" } })).then((entries) => entries.at(-1));
const differencesOf = async (scope: LabScope, cell: string) => (await verifyCell(scope, { cell })).differences;

async function labWith(...cells: string[]) {
  const { scope, labId } = await createLab();
  for (const cell of cells) await storeBatch(scope, batchOf(cell, hours(30)));
  return { scope, labId };
}

describe("a deleted cell", () => {
  it("is gone with its tests, is in the audit, and frees its space", async () => {
    const { scope } = await labWith("A", "B");
    await putCell(scope, { name: "A", changes: { nominalCapacityAh: 2 } });
    const testId = await testIdOf(scope, "A");
    expect(await removeCell(scope, { cell: "A" })).toEqual({ cell: "A", tests: 1 });
    expect(await cellOf(scope, "A")).toBeNull();
    expect(await auditOf(scope)).toMatchObject({
      action: "cell.delete",
      subject: "A",
      before: { nominalCapacityAh: 2, tests: [{ name: "" }] },
      after: null,
    });
    expect(await deleteOrphanedSamples({ testIds: [testId, await testIdOf(scope, "B")] })).toBe(30);
    expect((await storedOf(scope, "B")).samples.length).toBe(30);
    await expect(removeCell(scope, { cell: "A" })).rejects.toMatchObject({ kind: "not_found" });
  });

  it("ends batches accepted before without effect, and a later one makes it anew", async () => {
    const { scope } = await labWith("A");
    const [waiting, mixed] = [
      batchOf("A", hours(6, 30), { cells: { A: { metadata: { cathode: "LFP" } } } }),
      batchOf("A", hours(6, 36)),
    ];
    await removeCell(scope, { cell: "A" });
    await storeBatches(scope, [waiting, mixed, batchOf("B", hours(6))]);
    expect(await cellOf(scope, "A")).toBeNull();
    for (const batch of [waiting, mixed]) {
      expect(await batchStatus(scope, batch)).toMatchObject({ status: "failed", error: "cell_deleted", inserted: 0 });
    }
    expect((await storedOf(scope, "B")).samples.length).toBe(6);

    const later = batchOf("A", hours(12), { seq: await drawSeq(scope) });
    await storeBatch(scope, later);
    expect(await batchStatus(scope, later)).toMatchObject({ status: "stored", inserted: 12 });
    // Now that the cell is there again, an old batch still finds no way in.
    const old = batchOf("A", hours(6, 60));
    await storeBatch(scope, old);
    await storeBatch(scope, old);
    expect(await batchStatus(scope, old)).toMatchObject({ status: "failed", error: "cell_deleted" });
    expect((await storedOf(scope, "A")).samples.length).toBe(12);
    expect(await differencesOf(scope, "A")).toEqual([]);
  });

  it("stays deleted in a crowd of batches that were accepted before", async () => {
    const { scope } = await labWith("A");
    const batches = Array.from({ length: 20 }, (_, index) => batchOf("A", hours(3, 30 + 3 * index)));
    await Promise.all([
      ...batches.slice(0, 10).map((batch) => storeBatch(scope, batch)),
      removeCell(scope, { cell: "A" }),
    ]);
    await Promise.all(batches.slice(10).map((batch) => storeBatch(scope, batch)));
    expect(await cellOf(scope, "A")).toBeNull();
    for (const batch of batches.slice(10)) expect(await batchStatus(scope, batch)).toMatchObject({ status: "failed" });
  });
});

it("deletes one test, keeps the other, and drops only its series of a waiting batch", async () => {
  const { scope } = await labWith("A");
  await storeBatch(scope, batchOf("A", hours(12), { test: "again" }));
  const waiting = batchOf("A", hours(3, 40), { test: "again" });
  await removeTest(scope, { cell: "A", test: "again" });
  await storeBatch(scope, waiting);
  expect(await batchStatus(scope, waiting)).toMatchObject({ status: "failed", error: "cell_deleted" });
  expect((await cellOf(scope, "A"))?.tests.map(({ name }) => name)).toEqual([""]);
  expect(await differencesOf(scope, "A")).toEqual([]);
  await expect(removeTest(scope, { cell: "A", test: "again" })).rejects.toMatchObject({ kind: "not_found" });
});

describe("a deleted time range", () => {
  it.each([
    ["in the middle of a run", 7.5, 8.5],
    ["over many runs", 4, 20],
    ["from before the first sample", -5, 9],
    ["to after the last", 13, 99],
    ["of one sample", 12, 12],
  ])("%s leaves the numbers of a fresh computation", async (_, from, to) => {
    const { scope } = await labWith("A");
    const range = { from: (START_US + from * HOUR_US) / 1000, to: (START_US + to * HOUR_US) / 1000 };
    const inside = hours(30).filter(({ timeUs }) => timeUs / 1000 >= range.from && timeUs / 1000 <= range.to);
    expect(await removeTimeRange(scope, { cell: "A", ...range })).toEqual({ cell: "A", samples: inside.length });
    const stored = await storedOf(scope, "A");
    expect(stored.samples.length).toBe(30 - inside.length);
    expect(await differencesOf(scope, "A")).toEqual([]);
    const counted = stored.steps.reduce((sum, { run }) => sum + run.sampleCount, 0);
    expect(counted).toBe(stored.samples.length);
    // It goes on where it ended.
    await storeBatch(scope, batchOf("A", hours(12, 200)));
    expect(await differencesOf(scope, "A")).toEqual([]);
  });

  it("of everything leaves a cell without cycles, which can begin again, and empty zoom levels", async () => {
    const { scope } = await labWith("A");
    await removeTimeRange(scope, { cell: "A", test: "", from: "2000-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" });
    const stored = await storedOf(scope, "A");
    expect([stored.samples.length, stored.steps, stored.cycles]).toEqual([0, [], []]);
    const testIds = [await testIdOf(scope, "A")];
    const range = { testIds, fromUs: START_US - 1, toUs: START_US + 99 * HOUR_US, points: 2 };
    expect((await inLab(scope, (tx) => listSamplePoints(scope, tx, range))).points.time).toEqual([]);
    await storeBatch(scope, batchOf("A", hours(12), { seq: await drawSeq(scope) }));
    expect((await storedOf(scope, "A")).samples.length).toBe(12);
    expect(await differencesOf(scope, "A")).toEqual([]);
    expect(await auditOf(scope)).toMatchObject({ action: "samples.delete", before: { samples: 30 } });
  });

  it("stays deleted though batches that hold it wait in the queue, and can be sent anew", async () => {
    const { scope } = await labWith("A");
    const accepted = async (count: number, from: number) =>
      batchOf("A", hours(count, from), { seq: await drawSeq(scope) });
    const [partly, wholly] = [await accepted(10, 25), await accepted(3, 32)]; // of 30 … 39 are to go
    const range = { from: (START_US + 30 * HOUR_US) / 1000, to: (START_US + 39 * HOUR_US) / 1000 };
    await removeTimeRange(scope, { cell: "A", ...range });
    for (const batch of [partly, wholly]) await storeBatch(scope, batch);
    expect((await storedOf(scope, "A")).samples.length).toBe(30);
    expect(await batchStatus(scope, partly)).toMatchObject({ status: "stored", inserted: 0, unchanged: 10 });
    expect(await batchStatus(scope, wholly)).toMatchObject({ status: "stored", inserted: 0, unchanged: 3 });
    await storeBatch(scope, await accepted(3, 32));
    expect((await storedOf(scope, "A")).samples.length).toBe(33);
    expect(await differencesOf(scope, "A")).toEqual([]);
  });

  it("is refused the wrong way round", async () => {
    const { scope } = await labWith("A");
    await expect(removeTimeRange(scope, { cell: "A", from: 2, to: 1 })).rejects.toThrow();
  });
});

describe("merging and moving", () => {
  it("gives a test to another cell, counted by that cell's settings, and shows it on the groups at once", async () => {
    const { scope } = await labWith("A", "B");
    await createMetadataField(scope, { name: "cathode", type: "text" });
    await putCell(scope, { name: "B", changes: { nominalCapacityAh: 1000, metadata: { cathode: "LFP" } } });
    await recomputeCell(scope, { cell: "B" }); // what the worker does with the request
    const { id: groupingId } = await createGrouping(scope, { name: "Cathode", by: ["cathode"] });
    const question = { groupingId, metric: "dischargeCapacityAh" } as const;
    await groupsView(scope, question);
    await expect(moveTest(scope, { cell: "A", test: "", into: "B" })).rejects.toMatchObject({ kind: "conflict" });
    expect((await cellOf(scope, "A"))?.tests).toHaveLength(1);

    await moveTest(scope, { cell: "A", test: "", into: "B", newName: "formation" });
    expect((await cellOf(scope, "A"))?.tests).toEqual([]);
    expect((await cellOf(scope, "B"))?.tests.map(({ name }) => name).sort()).toEqual(["", "formation"]);
    expect(await differencesOf(scope, "B")).toEqual([]);
    expect((await storedOf(scope, "B", "formation")).samples.length).toBe(30);
    expect((await groupsView(scope, question)).groups.map(({ cells }) => cells)).toEqual([1]);
    expect(await auditOf(scope)).toMatchObject({ action: "test.move", before: { cell: "A", test: "" } });
  });

  it("moves no cycles of which some are left out, for they would enter statistics", async () => {
    const { scope } = await labWith("A", "B");
    const { id } = await addExclusion(scope, { cell: "A", cycles: { from: 1, to: 1 }, reason: "leaked" });
    const refused = { kind: "conflict", message: expect.stringContaining('"A" has exclusions') };
    await expect(mergeCells(scope, { cell: "A", into: "B", testNames: { "": "a" } })).rejects.toMatchObject(refused);
    await expect(moveTest(scope, { cell: "A", test: "", into: "B", newName: "a" })).rejects.toMatchObject(refused);
    await removeExclusion(scope, { id });
    const tagged = { cell: "A", cycles: { from: 1, to: 1 }, tag: "formation", reason: "as the recipe says" };
    const { id: tagId } = await tagCycles(scope, tagged);
    const refusedTags = { kind: "conflict", message: expect.stringContaining('"A" has tags by hand') };
    await expect(mergeCells(scope, { cell: "A", into: "B", testNames: { "": "a" } })).rejects.toMatchObject(
      refusedTags,
    );
    await expect(moveTest(scope, { cell: "A", test: "", into: "B", newName: "a" })).rejects.toMatchObject(refusedTags);
    await removeTag(scope, { cell: "A", id: tagId });
    expect(await moveTest(scope, { cell: "A", test: "", into: "B", newName: "a" })).toEqual({ cell: "B", test: "a" });
  });

  it("makes one cell of two, with a name for each test that clashes", async () => {
    const { scope } = await labWith("A", "B");
    await storeBatch(scope, batchOf("A", hours(12), { test: "again" }));
    await putCell(scope, { name: "B", changes: { maxGapSeconds: 60 } });
    await recomputeCell(scope, { cell: "B" }); // what the worker does with the request
    await expect(mergeCells(scope, { cell: "A", into: "B" })).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("unnamed"),
    });
    await expect(mergeCells(scope, { cell: "A", into: "A" })).rejects.toMatchObject({ kind: "invalid_input" });
    expect(await mergeCells(scope, { cell: "A", into: "B", testNames: { "": "before" } })).toEqual({
      cell: "B",
      tests: 2,
    });
    expect(await cellOf(scope, "A")).toBeNull();
    expect((await cellOf(scope, "B"))?.tests.map(({ name }) => name).sort()).toEqual(["", "again", "before"]);
    expect(await differencesOf(scope, "B")).toEqual([]);
    // What waited for the cell follows it.
    await storeBatch(scope, batchOf("A", hours(3, 50)));
    expect(await cellOf(scope, "A")).toBeNull();
    expect((await storedOf(scope, "B", "before")).samples.length).toBe(33);
  });

  it("loses and doubles no sample of a cell that batches arrive for meanwhile", async () => {
    const { scope } = await labWith("A", "B");
    const batches = Array.from({ length: 12 }, (_, index) => batchOf("A", hours(3, 30 + 3 * index)));
    await Promise.all([
      ...batches.map((batch) => storeBatch(scope, batch)),
      mergeCells(scope, { cell: "A", into: "B", testNames: { "": "before" } }),
    ]);
    const merged = (await storedOf(scope, "B", "before")).samples.length;
    const anew = (await cellOf(scope, "A")) ? (await storedOf(scope, "A")).samples.length : 0;
    expect(merged + anew).toBe(30 + 36);
    for (const cell of anew > 0 ? ["A", "B"] : ["B"]) expect(await differencesOf(scope, cell)).toEqual([]);
  });
});

it("renames a cell, but not to a name that is taken", async () => {
  const { scope } = await labWith("A", "B");
  await expect(renameCell(scope, { cell: "A", newName: "B" })).rejects.toMatchObject({ kind: "conflict" });
  expect(await renameCell(scope, { cell: "A", newName: " C " })).toEqual({ name: "C" });
  expect((await storedOf(scope, "C")).samples.length).toBe(30);
  expect(await auditOf(scope)).toMatchObject({ action: "cell.rename", subject: "A", after: { name: "C" } });
  await expect(renameCell(scope, { cell: "A", newName: "D" })).rejects.toMatchObject({ kind: "not_found" });
});

it("lets members delete nothing, and one lab nothing of another", async () => {
  const [ours, theirs] = [await labWith("A"), await labWith("A", "only theirs")];
  const member = { ...labScopeForAdmin(ours.labId), role: "member" as const };
  const everything = { from: 0, to: 4e12 };
  for (const verb of [
    () => removeCell(member, { cell: "A" }),
    () => removeTest(member, { cell: "A", test: "" }),
    () => removeTimeRange(member, { cell: "A", ...everything }),
    () => mergeCells(member, { cell: "A", into: "B" }),
    () => moveTest(member, { cell: "A", test: "", into: "B" }),
  ]) {
    await expect(verb()).rejects.toMatchObject({ kind: "forbidden" });
  }
  for (const verb of [
    () => removeCell(ours.scope, { cell: "only theirs" }),
    () => removeTest(ours.scope, { cell: "only theirs", test: "" }),
    () => removeTimeRange(ours.scope, { cell: "only theirs", ...everything }),
    () => mergeCells(ours.scope, { cell: "only theirs", into: "A" }),
    () => moveTest(ours.scope, { cell: "A", test: "", into: "only theirs" }),
    () => renameCell(ours.scope, { cell: "only theirs", newName: "X" }),
  ]) {
    await expect(verb()).rejects.toMatchObject({ kind: "not_found" });
  }
  await removeCell(ours.scope, { cell: "A" });
  const waiting = batchOf("A", hours(3, 40));
  await storeBatch(theirs.scope, waiting); // our tombstone is none of theirs
  expect((await storedOf(theirs.scope, "A")).samples.length).toBe(33);
});
