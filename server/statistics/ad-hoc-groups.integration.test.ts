import pg from "pg";
import { expect, it } from "vitest";
import { groupingInput } from "../api/trpc/shown-groups";
import { env } from "../env";
import { editCells } from "../services/cells/edit-cells";
import { storeBatch } from "../services/batches/store-batch";
import { putCell } from "../services/cells/put-cell";
import { createMetadataField } from "../services/fields/create-metadata-field";
import { createGrouping } from "../services/groupings/create-grouping";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../testing/factories";
import { cellLines } from "./cell-lines";
import { groupAgeing } from "./group-ageing";
import { groupDeviations, groupsView } from "./group-statistics";
import { groupsOverX } from "./groups-over-x";
import { strayCells } from "./stray-cells";

cloneTestDatabase();

const HOUR_US = 3600e6;
const metric = "dischargeCapacityAh";

/** Cycles of an hour of charge and one of discharge at as many A as cells are large, from a rest to a sample of the next cycle. */
function cycles(sizesAh: readonly number[]): SentSample[] {
  const whole = sizesAh.flatMap((sizeAh, cycle) =>
    [sizeAh, sizeAh, -sizeAh, -sizeAh].map((currentA, index) => ({
      timeUs: 1.7e15 + (2 * cycle + index / 2) * HOUR_US,
      voltageV: 3.7,
      currentA,
      cycle: cycle + 1,
    })),
  );
  const [timeUs, cycle] = [1.7e15 + 2 * sizesAh.length * HOUR_US, sizesAh.length + 1];
  const rest = { timeUs: 1.7e15 - HOUR_US / 2, voltageV: 3.7, currentA: 0, cycle: 1 };
  return [rest, ...whole, { timeUs, voltageV: 3.7, currentA: 0, cycle }];
}

const CELLS = [
  { name: "A", metadata: { cathode: "NMC", rate: 1 }, sizesAh: [2, 1.8] },
  { name: "B", metadata: { cathode: "NMC", rate: 2 }, sizesAh: [4, 3.6, 3.2] },
  { name: "C", metadata: { cathode: "LFP", rate: 1 }, sizesAh: [6] },
  { name: "D", metadata: { cathode: "LFP" }, sizesAh: [8] },
] as const;

async function labWithCells() {
  const { scope } = await createLab();
  await createMetadataField(scope, { name: "cathode", type: "text" });
  await createMetadataField(scope, { name: "rate", type: "number", unit: "1/h" });
  await createMetadataField(scope, { name: "empty", type: "text" });
  for (const { name, metadata, sizesAh } of CELLS) {
    await putCell(scope, { name, changes: { metadata } });
    await storeBatch(scope, batchOf(name, cycles(sizesAh)));
  }
  return scope;
}

it("groups by fields that no grouping stores as by one that does", async () => {
  const scope = await labWithCells();
  const by = ["cathode", "rate"];
  const adHoc = await groupsView(scope, { groupingId: 0, by, metric });
  expect(adHoc.groups.map(({ name, cells }) => [name, cells])).toEqual([
    ["LFP · 1", 1],
    ["NMC · 1", 1],
    ["NMC · 2", 1],
  ]);
  expect(adHoc.unassigned).toBe(1); // D has no rate
  const { id: groupingId } = await createGrouping(scope, { name: "Both", by });
  expect((await groupsView(scope, { groupingId, metric })).groups).toEqual(adHoc.groups);
  const byOne = await groupsView(scope, { groupingId: 0, by: ["cathode"], metric });
  expect(byOne.groups.map(({ name }) => name)).toEqual(["LFP", "NMC"]);
  const { cells } = await groupDeviations(scope, { groupingId: 0, by: ["cathode"], metric, cycle: 1, group: "NMC" });
  expect(cells.map(({ cell }) => cell).sort()).toEqual(["A", "B"]);
  expect(await strayCells(scope, { groupingId: 0, by, group: null })).toHaveLength(3);
  await expect(groupsView(scope, { groupingId: 0, by: ["anode"], metric })).rejects.toThrow(
    'This lab has no metadata field "anode" any more.',
  );
});

it("gives the line of each cell of a group, or of one by its name", async () => {
  const scope = await labWithCells();
  const asked = { groupingId: 0, by: ["cathode"], metric } as const;
  const all = await cellLines(scope, { ...asked, group: null, cell: null });
  expect(all.lines.map(({ cell, cycle }) => [cell, cycle])).toEqual([
    ["A", [1, 2]],
    ["B", [1, 2, 3]],
    ["C", [1]],
    ["D", [1]],
  ]);
  const nmc = await cellLines(scope, { ...asked, group: '["NMC"]', cell: null });
  expect(nmc.lines.map(({ cell }) => cell)).toEqual(["A", "B"]);
  expect(nmc.more).toBe(0);
  const one = await cellLines(scope, { ...asked, by: ["rate"], group: null, cell: "D" });
  expect(one.lines).toMatchObject([{ cell: "D", groupKey: "" }]);
  // Ratios: what a cell of 2 A moves in an hour depends on how the gap between its runs is counted.
  const values = nmc.lines.map(({ value }) => value.map((capacityAh) => capacityAh / (nmc.lines[0]?.value[0] ?? 0)));
  expect(values[0]?.[1]).toBeCloseTo(1.8 / 2, 12);
  expect(values[1]?.map((share) => Math.round(share * 1000) / 1000)).toEqual([2, 1.8, 1.6]);
});

it("gives 400 cells a line of their own, and tells the ageing of 2,000", async () => {
  const { scope, labId } = await createLab();
  const owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  await owner.query("INSERT INTO cells (lab_id, name) SELECT $1, 'c' || i FROM generate_series(1, 2000) i", [labId]);
  await owner.end();
  const lines = await cellLines(scope, { groupingId: 0, by: null, metric, group: null, cell: null });
  expect([lines.lines.length, lines.more]).toEqual([400, 1600]);
  const ageing = () => groupAgeing(scope, { groupingId: 0, by: null, group: null });
  expect((await ageing()).cells).toHaveLength(2000);
  await editCells(scope, { createMissing: true, edits: [{ cell: "c2001" }] });
  await expect(ageing()).rejects.toMatchObject({ kind: "too_large" });
});

it("groups by two fields of a page at most", () => {
  const asked = (by: string[]) => groupingInput.safeParse({ groupingId: 0, by }).success;
  expect([asked(["cathode"]), asked(["cathode", "rate"]), asked(["cathode", "rate", "empty"])]).toEqual([
    true,
    true,
    false,
  ]);
});

it("gives groups over another axis, with their colours", async () => {
  const scope = await labWithCells();
  const { groups, x } = await groupsOverX(scope, { groupingId: 0, by: ["cathode"], metric, x: "testTime" });
  expect(x).toBe("testTime");
  expect(groups.map(({ name, colour }) => [name, colour])).toEqual([
    ["LFP", 0],
    ["NMC", 1],
  ]);
  // The first cycle ends two hours after the first sample, half an hour of rest with it; the third one four hours later.
  expect(groups[1]?.x[0]).toBe(2 * 3600);
  expect(groups[1]?.x.at(-1)).toBe(6 * 3600);
});
