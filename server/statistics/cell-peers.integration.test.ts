import { expect, it } from "vitest";
import { ALL_CELLS } from "../domain/groups/all-cells";
import { peerCurves } from "../api/trpc/cells/peer-curves";
import type { LabScope } from "../lab-scope";
import { storeBatch } from "../services/batches/store-batch";
import { putCell } from "../services/cells/put-cell";
import { createMetadataField } from "../services/fields/create-metadata-field";
import { createGrouping } from "../services/groupings/create-grouping";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf, createLab } from "../testing/factories";
import { cellPeers } from "./cell-peers";

cloneTestDatabase();

const HOUR_US = 3600e6;

/** Two cycles of an hour of charge and an hour of discharge each, the second one closed by a sample of the third. */
function store(scope: LabScope, cell: string, currentA: number) {
  const whole = Array.from({ length: 8 }, (_, index) => ({
    timeUs: 1.7e15 + index * HOUR_US,
    voltageV: index % 2 === 0 ? 3.7 : 3.5,
    currentA: index % 4 < 2 ? currentA : -currentA,
    cycle: 1 + Math.floor(index / 4),
  }));
  const closing = { timeUs: 1.7e15 + 8 * HOUR_US, voltageV: 3.7, currentA: 0, cycle: 3 };
  return storeBatch(scope, batchOf(cell, [...whole, closing]));
}

const CAPACITIES_AH = { A: 1, B: 1.01, C: 1.02, D: 1.03, E: 1.04, stray: 0.5, other: 1.02 };

it("compares a cell with those of its group, never with strays or another group", async () => {
  const { scope } = await createLab();
  await createMetadataField(scope, { name: "cathode", type: "text" });
  for (const [name, capacityAh] of Object.entries(CAPACITIES_AH)) {
    await putCell(scope, { name, changes: { metadata: { cathode: name === "other" ? "LFP" : "NMC811" } } });
    await store(scope, name, capacityAh);
  }
  const { id: groupingId } = await createGrouping(scope, { name: "Cathode", by: ["cathode"] });
  const asked = { groupingId, metric: "dischargeCapacityAh", cycle: 2 } as const;
  const peers = await cellPeers(scope, { ...asked, cell: "stray" });
  expect(peers).toMatchObject({ group: { name: "NMC811" }, middle: { cell: "C" }, among: 5, strays: 0 });
  expect(peers.chosen.map(({ cell }) => cell)).toEqual(["A", "B", "C", "D", "E"]);
  expect(await cellPeers(scope, { ...asked, cell: "B" })).toMatchObject({ middle: { cell: "C" }, among: 4, strays: 1 });
  expect(await cellPeers(scope, { ...asked, cell: "other" })).toMatchObject({ group: { name: "LFP" }, chosen: [] });
  // At a cycle that nobody finished there is nobody.
  expect(await cellPeers(scope, { ...asked, cell: "B", cycle: 3 })).toMatchObject({ chosen: [], middle: null });
  await expect(cellPeers(scope, { ...asked, cell: "nobody" })).rejects.toMatchObject({ kind: "not_found" });

  const curves = await peerCurves(scope, { cell: "stray", groupingId, cycle: 2, kind: "vq", mode: "discharge" });
  expect(curves.peers.map(({ cell, isMiddle }) => [cell, isMiddle])).toEqual([
    ["A", false],
    ["B", false],
    ["C", true],
    ["D", false],
    ["E", false],
  ]);
  expect(curves.peers[2]?.curves).toMatchObject([{ cycle: 2, mode: "discharge", x: [0, 1.02], y: [3.7, 3.5] }]);
  // They are asked for as the cell's own are: what means nothing there is refused here.
  const smoothed = { cell: "stray", groupingId, cycle: 2, kind: "vq", mode: "discharge", smoothing: "none" } as const;
  await expect(peerCurves(scope, smoothed)).rejects.toMatchObject({ kind: "invalid_input" });
});

it("knows a cell that its grouping leaves out, and one that is in no other's lab", async () => {
  const [ours, theirs] = [await createLab(), await createLab()];
  for (const { scope } of [ours, theirs]) await createMetadataField(scope, { name: "cathode", type: "text" });
  await putCell(ours.scope, { name: "plain", changes: {} });
  await putCell(theirs.scope, { name: "cell", changes: { metadata: { cathode: "LFP" } } });
  await putCell(ours.scope, { name: "cell", changes: { metadata: { cathode: "LFP" } } });
  await store(theirs.scope, "cell", 1);
  await store(ours.scope, "plain", 1);
  const { id: groupingId } = await createGrouping(ours.scope, { name: "Cathode", by: ["cathode"] });
  const asked = { metric: "dischargeCapacityAh", cycle: 2 } as const;
  expect(await cellPeers(ours.scope, { ...asked, groupingId, cell: "plain" })).toMatchObject({ group: null, among: 0 });
  const all = { ...asked, groupingId: ALL_CELLS.id };
  expect(await cellPeers(ours.scope, { ...all, cell: "cell" })).toMatchObject({ among: 1, middle: { cell: "plain" } });
  await expect(cellPeers(theirs.scope, { ...asked, groupingId, cell: "cell" })).rejects.toMatchObject({
    kind: "not_found",
  });
});
