import pg from "pg";
import { expect, it } from "vitest";
import { env } from "../../env";
import { findCell } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { inLab } from "../../data/in-lab";
import { findBatch } from "../../data/series/batch-reads";
import { forgetOldBatches } from "../../data/series/batch-writes";
import { drawSeq } from "../../jobs/accept-batch";
import type { Batch } from "../../jobs/contracts/store-batch-job";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../../testing/factories";
import { storedOf } from "../../testing/stored-cell";
import { storeBatch, storeBatches } from "../batches/store-batch";
import { verifyCell } from "../recompute/verify-cell";
import { mergeCells } from "./merge-cells";
import { moveTest } from "./move-test";
import { removeCell } from "./remove-cell";
import { removeTimeRange } from "./remove-time-range";
import { renameCell } from "./rename-cell";

cloneTestDatabase();

const START_US = 1.7e15;
const HOUR_US = 3600e6;
const hours = (count: number, from = 0): SentSample[] =>
  Array.from({ length: count }, (_, index) => ({
    timeUs: START_US + (from + index) * HOUR_US,
    voltageV: 3 + ((from + index) % 7) / 10,
    currentA: [1, 1, 0, -1, -1, 0][(from + index) % 6] ?? 0,
  }));

/** A batch that was accepted now, and waits. */
const accepted = async (scope: LabScope, ...[cell, samples, more]: Parameters<typeof batchOf>) =>
  batchOf(cell, samples, { ...more, seq: await drawSeq(scope) });
const cellOf = (scope: LabScope, name: string) => inLabConfig(scope, (tx) => findCell(scope, tx, { name }));
const statusOf = (scope: LabScope, { batchId }: Batch) => inLab(scope, (tx) => findBatch(scope, tx, { batchId }));
async function samplesOf(scope: LabScope, cell: string, test = "") {
  const { samples } = await storedOf(scope, cell, test);
  expect((await verifyCell(scope, { cell })).differences).toEqual([]);
  return samples.length;
}

it("follows a cell that was renamed, also when the old name is another cell's by now", async () => {
  const { scope } = await createLab();
  await storeBatch(scope, await accepted(scope, "X", hours(12)));
  const waiting = await accepted(scope, "X", hours(6, 12), { cells: { X: { metadata: { cathode: "LFP" } } } });
  const alsoWaiting = await accepted(scope, "X", hours(6, 18));
  await renameCell(scope, { cell: "X", newName: "Y" });
  await storeBatch(scope, waiting);
  expect(await cellOf(scope, "X")).toBeNull();
  const sentLater = await accepted(scope, "X", hours(6, 100));
  await storeBatch(scope, sentLater);
  await storeBatch(scope, alsoWaiting);
  await storeBatch(scope, waiting);
  expect(await statusOf(scope, alsoWaiting)).toMatchObject({ status: "stored", inserted: 6 });
  expect([await samplesOf(scope, "Y"), await samplesOf(scope, "X")]).toEqual([24, 6]);
  expect((await cellOf(scope, "Y"))?.metadata).toEqual({ cathode: "LFP" });
});

it("follows a cell that had no sample yet, and one that took the name of another that went before", async () => {
  const { scope } = await createLab();
  for (const cell of ["X", "Y"]) await storeBatch(scope, await accepted(scope, cell, hours(12)));
  const [ofX, ofY] = [await accepted(scope, "X", hours(6, 12)), await accepted(scope, "Y", hours(3, 12))];
  const fresh = await accepted(scope, "X", hours(3, 30), { test: "fresh" });
  await renameCell(scope, { cell: "Y", newName: "Z" });
  await renameCell(scope, { cell: "X", newName: "Y" });
  await storeBatches(scope, [ofX, ofY, fresh]);
  expect(await cellOf(scope, "X")).toBeNull();
  expect([await samplesOf(scope, "Y"), await samplesOf(scope, "Z"), await samplesOf(scope, "Y", "fresh")]).toEqual([
    18, 15, 3,
  ]);
});

it("follows and forgets for sixty days, and whole cells for as long as links to them may be opened", async () => {
  const { scope, labId } = await createLab();
  for (const cell of ["X", "gone"]) await storeBatch(scope, await accepted(scope, cell, hours(6)));
  await storeBatch(scope, await accepted(scope, "moved", hours(6), { test: "again" }));
  await renameCell(scope, { cell: "X", newName: "Y" });
  await moveTest(scope, { cell: "moved", test: "again", into: "Y" });
  await removeCell(scope, { cell: "gone" });
  const owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  const leftAfter = async (days: number) => {
    for (const table of ["tombstones", "forwards"]) {
      await owner.query(`UPDATE ${table} SET created_at = now() - $2 * interval '1 day' WHERE lab_id = $1`, [
        labId,
        days,
      ]);
    }
    await forgetOldBatches();
    const { rows } = await owner.query<{ left: string }>(
      `SELECT cell AS left FROM tombstones WHERE lab_id = $1
       UNION ALL SELECT concat_ws(' ', cell, test) FROM forwards WHERE lab_id = $1 ORDER BY 1`,
      [labId],
    );
    return new Set(rows.map(({ left }) => left));
  };
  expect(await leftAfter(59)).toEqual(new Set(["X", "gone", "moved again"]));
  expect(await leftAfter(61)).toEqual(new Set(["X"]));
  expect(await leftAfter(6 * 366)).toEqual(new Set());
  await owner.end();
});

it("follows tests that were merged and moved, under the names that they got", async () => {
  const { scope } = await createLab();
  for (const cell of ["X", "Y", "Z"]) await storeBatch(scope, await accepted(scope, cell, hours(12)));
  await storeBatch(scope, await accepted(scope, "X", hours(12), { test: "again" }));
  const usual = await accepted(scope, "X", hours(6, 12));
  const again = await accepted(scope, "X", hours(3, 12), { test: "again" });
  await mergeCells(scope, { cell: "X", into: "Y", testNames: { "": "of X" } });
  const moved = await accepted(scope, "Y", hours(2, 12));
  await moveTest(scope, { cell: "Y", test: "", into: "Z", newName: "of Y" });
  await storeBatches(scope, [usual, again, moved]);
  expect(await cellOf(scope, "X")).toBeNull();
  const found = await Promise.all([
    samplesOf(scope, "Y", "of X"),
    samplesOf(scope, "Y", "again"),
    samplesOf(scope, "Z", "of Y"),
    samplesOf(scope, "Z"),
  ]);
  expect(found).toEqual([18, 15, 14, 12]);
});

it("ends what was deleted after it moved, and what was deleted before, and nothing else of that name", async () => {
  const { scope } = await createLab();
  await storeBatch(scope, await accepted(scope, "X", hours(12)));
  await storeBatch(scope, await accepted(scope, "Y", hours(12)));
  const waiting = await accepted(scope, "X", hours(6, 12));
  await removeCell(scope, { cell: "Y" }); // another Y than the one that X becomes
  await removeTimeRange(scope, { cell: "X", from: START_US / 1000 + 13 * 3600e3, to: START_US / 1000 + 14 * 3600e3 });
  await renameCell(scope, { cell: "X", newName: "Y" });
  await storeBatch(scope, waiting);
  expect(await samplesOf(scope, "Y")).toBe(16);
  const tooLate = await accepted(scope, "Y", hours(6, 30));
  await renameCell(scope, { cell: "Y", newName: "Z" });
  await removeCell(scope, { cell: "Z" });
  await storeBatch(scope, tooLate);
  expect(await statusOf(scope, tooLate)).toMatchObject({ status: "failed", error: "cell_deleted" });
  for (const name of ["X", "Y", "Z"]) expect(await cellOf(scope, name), name).toBeNull();
});

it("loses nothing and leaves nothing behind while cells are renamed and merged under a crowd of batches", async () => {
  const { scope } = await createLab();
  await storeBatch(scope, await accepted(scope, "X", hours(6)));
  await storeBatch(scope, await accepted(scope, "into", hours(6)));
  const batches: Batch[] = [];
  for (let index = 1; index <= 30; index++) batches.push(await accepted(scope, "X", hours(6, 6 * index)));
  const store = (from: number, to: number) => batches.slice(from, to).map((batch) => storeBatch(scope, batch));
  await Promise.all([...store(0, 10), renameCell(scope, { cell: "X", newName: "Y" }), ...store(10, 20)]);
  await Promise.all([mergeCells(scope, { cell: "Y", into: "into", testNames: { "": "of X" } }), ...store(20, 30)]);
  expect([await cellOf(scope, "X"), await cellOf(scope, "Y")]).toEqual([null, null]);
  expect([await samplesOf(scope, "into", "of X"), await samplesOf(scope, "into")]).toEqual([186, 6]);
});
