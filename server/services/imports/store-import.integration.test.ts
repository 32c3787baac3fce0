import { beforeAll, expect, it } from "vitest";
import { getImportView } from "../../api/rest/imports";
import { findCell } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { inLab } from "../../data/in-lab";
import { listOpenImports } from "../../data/imports/import-reads";
import { finishPart, takeNextPart } from "../../data/imports/import-part-writes";
import { getLabState } from "../../data/labs/lab-state-reads";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createLab } from "../../testing/factories";
import { bdfFile, fileOf, STARTED_AT, storeWhole } from "../../testing/senders/import-sender";
import { storedOf } from "../../testing/stored-cell";
import { importQuery } from "./read-import-options";
import { putCell } from "../cells/put-cell";
import { receiveImport } from "./receive-import";
import { removeCell } from "../cells/remove-cell";
import { renameCell } from "../cells/rename-cell";
import { setImportAside, storeImport } from "./store-import";
import { verifyCell } from "../recompute/verify-cell";

cloneTestDatabase();

let scope: LabScope;
beforeAll(async () => {
  ({ scope } = await createLab());
});

/** Takes a file as the route does. */
async function receive(text: string, query: Record<string, string>): Promise<string> {
  const given = importQuery.parse({ startedAt: STARTED_AT, ...query });
  return (await receiveImport(scope, given, { file: fileOf(text), idempotencyKey: null })).importId;
}
const versionOf = async () => (await inLab(scope, (tx) => getLabState(scope, tx))).version;
const viewOf = (id: string) => getImportView(scope, { params: { id } });
const cellOf = (name: string) => inLabConfig(scope, (tx) => findCell(scope, tx, { name }));
const differencesOf = async (cell: string) => (await verifyCell(scope, { cell })).differences;

it("goes on where it was, part by part, and says how far it is, also to open pages", {
  tags: ["thorough"],
}, async () => {
  const versions = [await versionOf()];
  const importId = await receive(bdfFile({ rows: 50_000 }), { cell: "parts" });
  expect(await viewOf(importId)).toMatchObject({
    status: "queued",
    samples: 50_000,
    parts: 3,
    partsDone: 0,
    cycles: 7,
  });
  versions.push(await versionOf());
  expect(await storeImport(scope, { importId, parts: 1 })).toBe(false);
  versions.push(await versionOf());
  expect(await viewOf(importId)).toMatchObject({ status: "queued", partsDone: 1, inserted: 20_000 });
  // Two at once: each part counts once.
  await Promise.all([storeWhole(scope, importId), storeWhole(scope, importId)]);
  expect(await viewOf(importId)).toMatchObject({ status: "stored", partsDone: 3, inserted: 50_000, unchanged: 0 });
  versions.push(await versionOf());
  expect(versions).toEqual([...new Set(versions)].sort((left, right) => left - right));
  expect((await storedOf(scope, "parts")).samples.length).toBe(50_000);
  expect(await differencesOf("parts")).toEqual([]);
});

it("counts a part once that was stored before its worker could say so", async () => {
  const importId = await receive(bdfFile({ rows: 30_000 }), { cell: "said twice" });
  const part = await inLab(scope, (tx) => takeNextPart(scope, tx, { importId }));
  await storeImport(scope, { importId, parts: 1 });
  const said = { importId, ordinal: 0, cell: "said twice", test: "", inserted: 20_000, replaced: 0, unchanged: 0 };
  await inLab(scope, (tx) => finishPart(scope, tx, { ...said, isTombstoned: false }));
  expect(part?.ordinal).toBe(0);
  await storeWhole(scope, importId);
  expect(await viewOf(importId)).toMatchObject({ status: "stored", partsDone: 2, inserted: 30_000 });
});

it("ends as failed when its cell is deleted behind it, and makes nothing anew", async () => {
  const [waiting, halfway] = [
    await receive(bdfFile({ rows: 100 }), { cell: "deleted while it waits" }),
    await receive(bdfFile({ rows: 50_000 }), { cell: "deleted halfway" }),
  ];
  await putCell(scope, { name: "deleted while it waits", changes: {} });
  await removeCell(scope, { cell: "deleted while it waits" });
  await storeImport(scope, { importId: halfway, parts: 1 });
  await removeCell(scope, { cell: "deleted halfway" });
  for (const importId of [waiting, halfway]) {
    await storeWhole(scope, importId);
    expect(await viewOf(importId)).toMatchObject({ status: "failed", error: "cell_deleted" });
  }
  expect([await cellOf("deleted while it waits"), await cellOf("deleted halfway")]).toEqual([null, null]);
  // What is sent from now on is newer than the deletion.
  const later = await receive(bdfFile({ rows: 100 }), { cell: "deleted halfway" });
  await storeWhole(scope, later);
  expect(await viewOf(later)).toMatchObject({ status: "stored", inserted: 100 });
});

it("follows a cell that is renamed while it is stored", async () => {
  const importId = await receive(bdfFile({ rows: 50_000 }), { cell: "old name" });
  await storeImport(scope, { importId, parts: 1 });
  await renameCell(scope, { cell: "old name", newName: "new name" });
  await storeWhole(scope, importId);
  expect(await cellOf("old name")).toBeNull();
  expect((await storedOf(scope, "new name")).samples.length).toBe(50_000);
  expect(await viewOf(importId)).toMatchObject({ tests: [{ cell: "new name", test: "", samples: 50_000 }] });
});

it("takes the cells of a file by the names in it, and keeps those whose cell was not deleted", async () => {
  const rows = Array.from({ length: 40 }, (_, index) => `B-${index % 4},${Math.floor(index / 4) * 60},3,1`);
  const mapping = JSON.stringify({
    columns: {
      who: { field: "cell" },
      s: { field: "testTime", unit: "s" },
      V: { field: "voltage" },
      I: { field: "current" },
    },
  });
  const file = ["who,s,V,I", ...rows, ""].join("\n");
  await expect(receive(file, { mapping, cell: "one" })).rejects.toMatchObject({ kind: "invalid_input" });
  const importId = await receive(file, { mapping, metadata: '{"tray":"T7"}' });
  await putCell(scope, { name: "B-3", changes: {} });
  await removeCell(scope, { cell: "B-3" });
  await storeWhole(scope, importId);
  expect(await viewOf(importId)).toMatchObject({ status: "stored", samples: 40, inserted: 30, error: null });
  for (const name of ["B-0", "B-1", "B-2"]) {
    expect((await storedOf(scope, name)).samples.length).toBe(10);
    expect((await cellOf(name))?.metadata).toEqual({ tray: "T7" });
  }
  expect(await cellOf("B-3")).toBeNull();
});

it("fills what the file says of its cell, and nothing that was said before", async () => {
  const said = { nominalCapacityAh: "4.5", activeMassG: "0.021", electrodeAreaCm2: "1.54" };
  await putCell(scope, { name: "heavy", changes: { activeMassG: 0.5 } });
  await storeWhole(scope, await receive(bdfFile({ rows: 100 }), { cell: "light", ...said }));
  await storeWhole(scope, await receive(bdfFile({ rows: 100 }), { cell: "heavy", ...said }));
  expect(await cellOf("light")).toMatchObject({ nominalCapacityAh: 4.5, activeMassG: 0.021, electrodeAreaCm2: 1.54 });
  expect(await cellOf("heavy")).toMatchObject({ nominalCapacityAh: 4.5, activeMassG: 0.5, electrodeAreaCm2: 1.54 });
  await storeWhole(scope, await receive(bdfFile({ rows: 200 }), { cell: "light", activeMassG: "9" }));
  expect(await cellOf("light")).toMatchObject({ activeMassG: 0.021 });
  for (const wrong of ["0", "-1", "much", "1e999"])
    await expect(receive(bdfFile({ rows: 100 }), { cell: "light", activeMassG: wrong })).rejects.toThrow();
});

it("makes a test of what follows a restart, whose cycles go on, and leaves the file's warnings on the cell", async () => {
  const again = bdfFile({ rows: 7_200, voltageV: 3.1 }).split("\n").slice(1).join("\n"); // equal rows would be read once
  const importId = await receive(bdfFile({ rows: 14_400 }) + again, {
    cell: "restarted",
    test: "ageing",
    fileName: "r.csv",
  });
  await storeWhole(scope, importId);
  const cell = await cellOf("restarted");
  const tests = cell?.tests.map(({ name, cycleOffset }) => [name, cycleOffset]);
  expect(tests).toEqual([
    ["ageing", 0],
    ["ageing restart 2", 2],
  ]);
  const { warnings } = await viewOf(importId);
  expect(warnings.length).toBeGreaterThan(0);
  expect(cell?.warnings.map(({ message }) => message)).toContain(
    `r.csv${warnings[0]?.row === null ? "" : `, line ${warnings[0]?.row}`}: ${warnings[0]?.message}`,
  );
});

it("is set aside when it can never be stored, and keeps what is in", async () => {
  const importId = await receive(bdfFile({ rows: 30_000 }), { cell: "aside" });
  await storeImport(scope, { importId, parts: 1 });
  await setImportAside(scope, { importId, error: "too strange" });
  expect(await viewOf(importId)).toMatchObject({ status: "failed", error: "too strange", inserted: 20_000 });
  expect(await storeImport(scope, { importId, parts: 9 })).toBe(true);
  expect((await storedOf(scope, "aside")).samples.length).toBe(20_000);
  expect((await listOpenImports()).map((one) => one.importId)).not.toContain(importId);
});
