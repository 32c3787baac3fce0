import { expect, it } from "vitest";
import { groupsView } from "../../statistics/group-statistics";
import { labScopeForAdmin } from "../../auth/lab-scope";
import { listCellsByName } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab } from "../../testing/factories";
import { createGrouping } from "../groupings/create-grouping";
import { createMetadataField } from "../fields/create-metadata-field";
import { editCells } from "./edit-cells";
import { recomputeCell } from "../recompute/rebuild-cell";
import { registerCells } from "./register-cells";
import { storeBatch } from "../batches/store-batch";
import { verifyCell } from "../recompute/verify-cell";

cloneTestDatabase();

const cellsOf = (scope: LabScope, ...names: string[]) =>
  inLabConfig(
    scope,
    async (tx) => new Map((await listCellsByName(scope, tx, { names })).map((cell) => [cell.name, cell])),
  );
const auditOf = (scope: LabScope) =>
  inLabConfig(scope, (tx) => tx.auditEntry.findMany({ where: { action: "cells.edit" }, orderBy: { auditId: "asc" } }));

async function labWithFields() {
  const lab = await createLab();
  await createMetadataField(lab.scope, { name: "cathode", type: "text" });
  await createMetadataField(lab.scope, { name: "loading", type: "number", unit: "mg/cm²" });
  await createMetadataField(lab.scope, { name: "made", type: "date" });
  return lab;
}

it("changes 5,000 cells at once, and no more", async () => {
  const { scope } = await createLab();
  const edits = (count: number) => Array.from({ length: count }, (_, index) => ({ cell: `c${index}` }));
  await expect(editCells(scope, { createMissing: true, edits: edits(5001) })).rejects.toThrow(/5000/);
  expect((await editCells(scope, { createMissing: true, edits: edits(5000) })).created).toHaveLength(5000);
});

it("sets, clears and creates in one go, and writes one audit entry with both sides", async () => {
  const { scope } = await labWithFields();
  await editCells(scope, { createMissing: true, edits: [{ cell: "A", metadata: { cathode: "LFP" } }, { cell: "B" }] });
  const done = await editCells(scope, {
    createMissing: true,
    edits: [
      { cell: "A", nominalCapacityAh: 3, metadata: { cathode: null, loading: 12 } },
      { cell: "B", polarity: "half_cell_anode", metadata: { cathode: "NMC811" } },
      { cell: " C ", metadata: { made: "2026-01-31" } },
    ],
  });
  expect(done).toEqual({ changed: 3, created: ["C"] });
  const cells = await cellsOf(scope, "A", "B", "C");
  expect(cells.get("A")).toMatchObject({ nominalCapacityAh: 3, metadata: { loading: 12 } });
  expect(cells.get("B")).toMatchObject({ polarity: "half_cell_anode", metadata: { cathode: "NMC811" } });
  expect(cells.get("C")?.metadata).toMatchObject({ made: "2026-01-31" });
  expect((await auditOf(scope)).at(-1)).toMatchObject({
    subject: "3 cells",
    before: {
      A: { nominalCapacityAh: null, metadata: { cathode: "LFP", loading: null } },
      B: { polarity: "full_cell", metadata: { cathode: null } },
    },
    after: {
      A: { nominalCapacityAh: 3, metadata: { cathode: null, loading: 12 } },
      B: { polarity: "half_cell_anode", metadata: { cathode: "NMC811" } },
      C: { metadata: { made: "2026-01-31" } },
    },
  });
});

it("changes and announces nothing when told what is already so", async () => {
  const { scope } = await labWithFields();
  const edits = [{ cell: "A", nominalCapacityAh: 2, polarity: null, metadata: { cathode: "LFP" } }];
  await editCells(scope, { createMissing: true, edits });
  expect(await editCells(scope, { edits })).toEqual({ changed: 0, created: [] });
  expect(await auditOf(scope)).toHaveLength(1);
});

it("names every problem by edit and field, and stores nothing then", async () => {
  const { scope } = await labWithFields();
  await editCells(scope, { createMissing: true, edits: [{ cell: "A" }, { cell: "B" }] });
  const refused = editCells(scope, {
    edits: [
      { cell: "A", nominalCapacityAh: 5, metadata: { loading: "heavy", cathode: "LFP" } },
      { cell: "B", metadata: { "a/b": 1, made: "31.1.2026" } },
      { cell: "missing" },
    ],
  });
  await expect(refused).rejects.toMatchObject({
    kind: "invalid_input",
    problems: [
      { pointer: "/edits/0/metadata/loading", message: expect.stringContaining("A, loading: expected a number") },
      { pointer: "/edits/1/metadata/a~1b" },
      { pointer: "/edits/1/metadata/made", message: expect.stringContaining("ISO 8601") },
      { pointer: "/edits/2", message: 'there is no cell "missing" in this lab' },
    ],
  });
  const twice = editCells(scope, { edits: [{ cell: "A" }, { cell: "A" }] });
  await expect(twice).rejects.toMatchObject({ problems: [{ pointer: "/edits/1" }] });
  expect((await cellsOf(scope, "A")).get("A")).toMatchObject({ nominalCapacityAh: null, metadata: {} });
});

it("lets a viewer change nothing, and one lab nothing of another", async () => {
  const [ours, theirs] = [await labWithFields(), await labWithFields()];
  await editCells(theirs.scope, { createMissing: true, edits: [{ cell: "A", activeMassG: 1 }] });
  const viewer = { ...labScopeForAdmin(ours.labId), role: "viewer" as const };
  await expect(editCells(viewer, { edits: [{ cell: "A" }] })).rejects.toMatchObject({ kind: "forbidden" });
  await expect(editCells(ours.scope, { edits: [{ cell: "A", activeMassG: 2 }] })).rejects.toMatchObject({
    kind: "invalid_input",
  });
  await editCells(ours.scope, { createMissing: true, edits: [{ cell: "A", activeMassG: 3 }] });
  expect((await cellsOf(theirs.scope, "A")).get("A")).toMatchObject({ activeMassG: 1 });
});

it("leads to cycles counted as from scratch when a capacity changed", async () => {
  const { scope } = await createLab();
  const samples = [1, 1, 0, -1, -1, 0, 1, 1].map((currentA, hour) => ({
    timeUs: 1.7e15 + hour * 3600e6,
    voltageV: 3,
    currentA,
  }));
  await storeBatch(scope, batchOf("A", samples));
  await editCells(scope, { edits: [{ cell: "A", nominalCapacityAh: 1 }] });
  await recomputeCell(scope, { cell: "A" }); // what the worker does with the request
  expect(await verifyCell(scope, { cell: "A" })).toMatchObject({ differences: [] });
});

it("asks nothing of a cell without samples when it is to be recomputed", async () => {
  const { scope } = await createLab();
  await editCells(scope, { createMissing: true, edits: [{ cell: "A", nominalCapacityAh: 1 }] });
  await expect(recomputeCell(scope, { cell: "A" })).resolves.toBeUndefined();
});

it("survives ingest that registers the same values at the same time", async () => {
  const { scope } = await labWithFields();
  const names = Array.from({ length: 40 }, (_, index) => `A-${index}`);
  await editCells(scope, { createMissing: true, edits: names.map((cell) => ({ cell })) });
  const edits = names.map((cell) => ({ cell, nominalCapacityAh: 2, metadata: { cathode: "LFP" } }));
  const registrations = names.map((cell) => ({
    cell,
    tests: [""],
    values: { metadata: { cathode: "NMC811" }, nominalCapacityAh: 3 },
  }));
  await Promise.all([
    editCells(scope, { edits }),
    registerCells(scope, registrations).catch(() => {}), // a job, which is tried again
    editCells(scope, { edits }),
  ]);
  const cells = await cellsOf(scope, ...names);
  expect([...cells.values()].every(({ metadata }) => metadata.cathode === "LFP")).toBe(true);
});

it("saves 1,000 cells with three fields and regroups them within 2 s", async () => {
  const { scope } = await labWithFields();
  const names = Array.from({ length: 1000 }, (_, index) => `C-${String(index).padStart(4, "0")}`);
  await editCells(scope, { createMissing: true, edits: names.map((cell) => ({ cell })) });
  const { id: groupingId } = await createGrouping(scope, { name: "Cathode", by: ["cathode"] });
  const question = { groupingId, metric: "dischargeCapacityAh" } as const;
  expect((await groupsView(scope, question)).unassigned).toBe(1000);
  const startedMs = performance.now();
  const edits = names.map((cell, index) => ({
    cell,
    metadata: { cathode: ["W", "X", "Y", "Z"][index % 4] ?? "", loading: index / 10, made: "2026-01-31" },
  }));
  expect(await editCells(scope, { edits })).toMatchObject({ changed: 1000 });
  const view = await groupsView(scope, question);
  expect(performance.now() - startedMs).toBeLessThan(2000);
  expect(view.groups.map(({ name, cells }) => [name, cells])).toEqual([
    ["W", 250],
    ["X", 250],
    ["Y", 250],
    ["Z", 250],
  ]);
});
