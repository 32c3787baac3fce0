import { beforeAll, describe, expect, it } from "vitest";
import { getImportView } from "../../api/rest/imports";
import { labScopeForAdmin } from "../../auth/lab-scope";
import { findCell } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { inLab } from "../../data/in-lab";
import { findBatch } from "../../data/series/batch-reads";
import { listOpenImports } from "../../data/imports/import-reads";
import { finishPart, takeNextPart } from "../../data/imports/import-part-writes";
import { beginUndoing, lockImport } from "../../data/imports/import-undo-writes";
import { insertImport } from "../../data/imports/import-writes";
import { listSamplePoints } from "../../data/series/zoom-reads";
import { poolOf } from "../../data/pools";
import { drawSeq } from "../../jobs/accept-batch";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab } from "../../testing/factories";
import { bdfFile, fileOf, STARTED_AT, storeWhole } from "../../testing/senders/import-sender";
import { storedOf, testIdOf } from "../../testing/stored-cell";
import { expireSamples } from "../cells/expire-samples";
import { importQuery } from "./read-import-options";
import { putCell } from "../cells/put-cell";
import { receiveImport } from "./receive-import";
import { removeCell } from "../cells/remove-cell";
import { renameCell } from "../cells/rename-cell";
import { storeBatch } from "../batches/store-batch";
import { storeImport } from "./store-import";
import { rollBackImport } from "./roll-back-import";
import { undoImport } from "./undo-import";
import { updateLab } from "../labs/update-lab";
import { verifyCell } from "../recompute/verify-cell";

cloneTestDatabase();

let scope: LabScope;
beforeAll(async () => {
  ({ scope } = await createLab());
});

async function receive(text: string, query: Record<string, string>): Promise<string> {
  const given = importQuery.parse({ startedAt: STARTED_AT, ...query });
  return (await receiveImport(scope, given, { file: fileOf(text), idempotencyKey: null })).importId;
}

async function load(text: string, query: Record<string, string>): Promise<string> {
  const importId = await receive(text, query);
  await storeWhole(scope, importId);
  return importId;
}

/** What a worker does, turn after turn, with each import that is to be undone. */
async function undo(...importIds: string[]) {
  const said = [];
  for (const importId of importIds) said.push(await undoImport(scope, { importId }));
  for (const importId of importIds) while (!(await rollBackImport(scope, { importId, pieces: 1 })));
  return said;
}
/** As the jobs do that undoing one asks for: those undone before may have got samples back. */
async function rollBackOthers() {
  for (let open = await listUndoing(); open.length > 0; open = await listUndoing()) {
    for (const { importId } of open) await rollBackImport(scope, { importId, pieces: 9 });
  }
}
const listUndoing = async () => (await listOpenImports()).filter(({ status }) => status === "undoing");
const viewOf = (id: string) => getImportView(scope, { params: { id } });
const cellOf = (name: string) => inLabConfig(scope, (tx) => findCell(scope, tx, { name }));
const differencesOf = async (cell: string) => (await verifyCell(scope, { cell })).differences;
const countWaiting = async () => {
  const waiting =
    "SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()";
  return (await poolOf("ct_app").query(waiting)).rowCount;
};
const auditOf = () => inLabConfig(scope, (tx) => tx.auditEntry.findMany({ orderBy: { auditId: "asc" } }));
const START_US = Date.parse(STARTED_AT) * 1000;
/** One second of such a file, as a cycler would have sent it. */
const second = (number: number, voltageV = 3) => ({
  timeUs: START_US + number * 1e6,
  testTimeS: number,
  voltageV,
  currentA: Math.floor(number / 3600) % 2 === 0 ? 1 : -1,
  cycle: Math.floor(number / 7200) + 1,
  step: (Math.floor(number / 3600) % 2) + 1,
  stepCount: Math.floor(number / 3600) + 1,
});
const seconds = (count: number, from = 0) => Array.from({ length: count }, (_, index) => second(from + index));

it("takes away what an import brought, with the cell that it made, and says so once however often it is asked", {
  tags: ["thorough"],
}, async () => {
  const importId = await load(bdfFile({ rows: 50_000 }), { cell: "made", fileName: "made.csv" });
  const testId = await testIdOf(scope, "made");
  expect(await undo(importId)).toEqual([{ importId, status: "undoing", replaced: 0 }]);
  expect(await viewOf(importId)).toMatchObject({ status: "undone", undoneAt: expect.any(String) });
  expect(await cellOf("made")).toBeNull();
  const range = { testIds: [testId], fromUs: START_US - 1, toUs: START_US + 1e12, points: 9 };
  expect((await inLab(scope, (tx) => listSamplePoints(scope, tx, range))).points.time).toEqual([]);
  const entries = await auditOf();
  expect(entries.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
    "import.undo made.csv",
    "cell.delete made",
  ]);
  expect(entries[0]).toMatchObject({ before: { importId, samples: 50_000, inserted: 50_000, replaced: 0 } });
  expect(await undo(importId)).toEqual([{ importId, status: "undone", replaced: 0 }]);
  expect(await auditOf()).toHaveLength(2);
  // The file may come again.
  const again = await load(bdfFile({ rows: 50_000 }), { cell: "made" });
  expect(await viewOf(again)).toMatchObject({ inserted: 50_000 });
});

it("leaves warnings that another file says, too", async () => {
  const query = { cell: "warned", partial: "true", fileName: "growing.csv" };
  const shorter = await load(`${bdfFile({ rows: 30 })}30,3`, query);
  const said = (await cellOf("warned"))?.warnings;
  expect(said).not.toEqual([]);
  const again = await load(`${bdfFile({ rows: 30 })}30,3`, { ...query, ended: "true" });
  await undo(again);
  expect((await cellOf("warned"))?.warnings).toEqual(said);
  await undo(shorter);
  expect(await cellOf("warned")).toBeNull();
});

it("leaves what came otherwise, counted as if the import had never been", async () => {
  await storeBatch(scope, batchOf("live", seconds(9_000), { seq: await drawSeq(scope) }));
  const before = await storedOf(scope, "live");
  // The file begins with what was measured live, and its last line is cut off, of which it warns.
  const file = `${bdfFile({ rows: 30_000 })}30000,3`;
  const importId = await load(file, { cell: "live", ended: "true", partial: "true", fileName: "live.csv" });
  expect(await viewOf(importId)).toMatchObject({ inserted: 21_000, unchanged: 9_000 });
  const imported = await cellOf("live");
  expect(imported?.tests[0]?.endedAtUs).toBe(START_US + 29_999e6);
  expect(imported?.warnings).not.toEqual([]);
  await undo(importId);
  const after = await storedOf(scope, "live");
  expect(after.steps).toEqual(before.steps);
  expect(after.cycles).toEqual(before.cycles);
  expect(await differencesOf("live")).toEqual([]);
  const cell = await cellOf("live");
  expect([cell?.tests[0]?.endedAtUs, cell?.warnings]).toEqual([null, []]);
  // It goes on where it was.
  await storeBatch(scope, batchOf("live", seconds(100, 9_000), { seq: await drawSeq(scope) }));
  expect((await storedOf(scope, "live")).samples.length).toBe(9_100);
  expect(await differencesOf("live")).toEqual([]);
});

describe("of several imports of one file", () => {
  const short = bdfFile({ rows: 900 });
  const long = bdfFile({ rows: 2_400 });

  it("takes away what the longer one had more, and keeps the rest until its own import is undone", async () => {
    const [first, second] = [await load(short, { cell: "longer" }), await load(long, { cell: "longer" })];
    await undo(second);
    expect((await storedOf(scope, "longer")).samples.length).toBe(900);
    expect(await differencesOf("longer")).toEqual([]);
    await undo(first);
    expect(await cellOf("longer")).toBeNull();
  });

  it("ends in nothing in whatever order they are undone", { tags: ["thorough"] }, async () => {
    const load3 = async (cell: string) => [
      await load(short, { cell, ended: "false" }),
      await load(long, { cell }),
      await load(short, { cell, partial: "true" }),
    ];
    const orders = [
      [0, 1, 2],
      [1, 0, 2],
      [2, 0, 1],
    ];
    for (const order of orders) {
      const cell = `order ${order}`;
      const imports = await load3(cell);
      for (const index of order) {
        await undo(imports[index] ?? "");
        await rollBackOthers();
        if (await cellOf(cell)) expect(await differencesOf(cell)).toEqual([]);
      }
      expect(await cellOf(cell), cell).toBeNull();
      for (const id of imports) expect((await viewOf(id)).status).toBe("undone");
    }
  });
});

it("says how many samples it replaced, which do not come back", async () => {
  await load(bdfFile({ rows: 100 }), { cell: "corrected" });
  const importId = await load(bdfFile({ rows: 60, voltageV: 4 }), { cell: "corrected" });
  expect(await undo(importId)).toMatchObject([{ replaced: 60 }]);
  const { samples } = await storedOf(scope, "corrected");
  expect([...samples.timeUs]).toEqual(seconds(40, 60).map(({ timeUs }) => timeUs));
  expect(await differencesOf("corrected")).toEqual([]);
});

it("stops an import that waits, in the middle of it", async () => {
  const importId = await receive(bdfFile({ rows: 50_000 }), { cell: "stopped" });
  await storeImport(scope, { importId, parts: 1 });
  const storing = storeWhole(scope, importId); // another worker has it in hand
  await Promise.all([storing, undo(importId)]);
  expect(await viewOf(importId)).toMatchObject({ status: "undone" });
  expect(await cellOf("stopped")).toBeNull();
  await storeWhole(scope, importId);
  expect(await cellOf("stopped"), "a worker that still had it").toBeNull();
});

it("waits for nobody who notes a part as stored, and who waits for it", async () => {
  const importId = await receive(bdfFile({ rows: 10 }), { cell: "noted" });
  const part = await inLab(scope, (tx) => takeNextPart(scope, tx, { importId }));
  if (!part) throw new Error("the import has a part");
  const stored = { importId, ...part, inserted: 10, replaced: 0, unchanged: 0, isTombstoned: false };
  let noting: Promise<void> | undefined;
  await inLab(scope, async (tx) => {
    await lockImport(scope, tx, { importId });
    noting = inLab(scope, (other) => finishPart(scope, other, stored));
    await expect.poll(countWaiting).toBe(1);
    await beginUndoing(scope, tx, { importId });
  });
  await noting;
  expect(await viewOf(importId)).toMatchObject({ status: "undoing", inserted: 0 });
  await rollBackImport(scope, { importId, pieces: 9 });
});

it("leaves batches that were queued later as they are, also where they brought the same", async () => {
  const importId = await load(bdfFile({ rows: 3_000 }), { cell: "later" });
  const confirmed = batchOf("later", seconds(10, 100), { seq: await drawSeq(scope) });
  await storeBatch(scope, confirmed);
  const waiting = batchOf("later", seconds(10, 5_000), { seq: await drawSeq(scope) });
  await undo(importId);
  await storeBatch(scope, waiting);
  const { samples } = await storedOf(scope, "later");
  expect([...samples.testTimeS]).toEqual(
    [...seconds(10, 100), ...seconds(10, 5_000)].map(({ testTimeS }) => testTimeS),
  );
  expect(await inLab(scope, (tx) => findBatch(scope, tx, waiting))).toMatchObject({ status: "stored", inserted: 10 });
  expect(await differencesOf("later")).toEqual([]);
});

it("may be done by two at once, and end anywhere and be begun again", { tags: ["thorough"] }, async () => {
  await storeBatch(scope, batchOf("crowd", seconds(30_000, 5_000), { seq: await drawSeq(scope) }));
  const importId = await load(bdfFile({ rows: 60_000 }), { cell: "crowd" });
  await undoImport(scope, { importId });
  await rollBackImport(scope, { importId, pieces: 1 });
  const all = async () => {
    while (!(await rollBackImport(scope, { importId, pieces: 1 })));
  };
  await Promise.all([all(), all(), storeBatch(scope, batchOf("crowd", seconds(5, 90_000)))]);
  expect((await storedOf(scope, "crowd")).samples.length).toBe(30_005);
  expect(await differencesOf("crowd")).toEqual([]);
});

it("follows a test that was renamed, and has nothing to do where it was deleted", async () => {
  const [renamed, deleted] = [
    await load(bdfFile({ rows: 9 }), { cell: "R" }),
    await load(bdfFile({ rows: 9 }), { cell: "D" }),
  ];
  await renameCell(scope, { cell: "R", newName: "R2" });
  await removeCell(scope, { cell: "D" });
  await putCell(scope, { name: "D", changes: {} });
  await undo(renamed, deleted);
  expect([await cellOf("R2"), (await cellOf("D"))?.name]).toEqual([null, "D"]);
  for (const id of [renamed, deleted]) expect((await viewOf(id)).status).toBe("undone");
});

it("refuses what it cannot do, whom it does not know, and another lab", async () => {
  const importId = await load(bdfFile({ rows: 9 }), { cell: "refused" });
  const viewer = { ...labScopeForAdmin(scope.labId), role: "viewer" as const };
  await expect(undoImport(viewer, { importId })).rejects.toMatchObject({ kind: "forbidden" });
  const other = await createLab();
  await expect(undoImport(other.scope, { importId })).rejects.toMatchObject({ kind: "not_found" });
  const arriving = { importId: crypto.randomUUID(), fileName: null, cell: "A", options: {}, idempotencyKey: null };
  await inLab(scope, (tx) => insertImport(scope, tx, arriving));
  await expect(undoImport(scope, arriving)).rejects.toThrow();
  await expect(undoImport(scope, { importId: arriving.importId })).rejects.toMatchObject({ kind: "conflict" });

  const old = await load(bdfFile({ rows: 9_000 }), { cell: "old", startedAt: "2020-01-01T00:00:00Z" });
  await updateLab(scope, { rawRetentionDays: 30 });
  await expireSamples(scope, { nowMs: Date.now() });
  await expect(undoImport(scope, { importId: old })).rejects.toMatchObject({
    kind: "conflict",
    message: expect.stringContaining("Delete the test or the cell"),
  });
  expect((await storedOf(scope, "old")).cycles).not.toEqual([]);
});
