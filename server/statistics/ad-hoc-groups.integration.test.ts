import pg from "pg";
import { expect, it } from "vitest";
import { groupingInput } from "../api/trpc/shown-groups";
import { ALL_CELLS } from "../domain/groups/all-cells";
import { env } from "../env";
import { editCells } from "../services/cells/edit-cells";
import { storeBatch } from "../services/batches/store-batch";
import { putCell } from "../services/cells/put-cell";
import { createMetadataField } from "../services/fields/create-metadata-field";
import { createGrouping } from "../services/groupings/create-grouping";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../testing/factories";
import { cellLines } from "./cell-lines";
import type { LabColumns } from "./columns/lab-columns";
import { LabViews } from "./columns/lab-views";
import { groupAgeing } from "./group-ageing";
import { groupDeviations, groupsChanges, groupsView } from "./group-statistics";
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

it("gives of filtered cells the statistics, strays, lines and ages of an equal grouping", async () => {
  const scope = await labWithCells();
  await createMetadataField(scope, { name: "kept", type: "text" });
  for (const name of ["A", "D"]) await putCell(scope, { name, changes: { metadata: { kept: "yes" } } });
  const where = "cathode = NMC and rate != 2 or cell = D";
  const rules = [{ name: "those", where: [{ field: "kept", op: "=" as const, value: "yes" }] }];
  const { id: groupingId } = await createGrouping(scope, { name: "Kept", rules });
  const [filtered, equal] = [{ groupingId: 0, where }, { groupingId }];
  const unnamed = <Group extends { key?: string; name?: string; colour?: number }>({
    key: _key,
    name: _name,
    colour: _colour,
    ...group
  }: Group) => group;
  for (const shown of [metric, "capacityRetention", "equivalentFullCycles"] as const) {
    const [one, other] = [
      await groupsView(scope, { ...filtered, metric: shown }),
      await groupsView(scope, { ...equal, metric: shown }),
    ];
    expect(one.groups.map(unnamed), shown).toEqual(other.groups.map(unnamed));
    expect(one.running.map(({ cell }) => cell)).toEqual(other.running.map(({ cell }) => cell));
    expect([one.cellsWithoutCycles, one.unassigned]).toEqual([other.cellsWithoutCycles, 0]);
    expect(one.passing).toEqual({ cells: 2, of: 4 });
    expect(other.passing).toBeUndefined();
  }
  const overX = await groupsOverX(scope, { ...filtered, metric, x: "testTime" });
  expect(overX.groups.map(unnamed)).toEqual(
    (await groupsOverX(scope, { ...equal, metric, x: "testTime" })).groups.map(unnamed),
  );
  expect(overX.passing).toEqual({ cells: 2, of: 4 });
  const dive = { metric, cycle: 1, group: null } as const;
  const withoutGroup = ({ cells }: Awaited<ReturnType<typeof groupDeviations>>) =>
    cells.map(({ group: _group, ...row }) => row);
  expect(withoutGroup(await groupDeviations(scope, { ...filtered, ...dive }))).toEqual(
    withoutGroup(await groupDeviations(scope, { ...equal, ...dive })),
  );
  const cellsOf = (found: { cells: readonly unknown[] }[]) => found.map(({ cells }) => cells);
  expect(cellsOf(await strayCells(scope, { ...filtered, group: null }))).toEqual(
    cellsOf(await strayCells(scope, { ...equal, group: null })),
  );
  const lines = async (of: typeof filtered | typeof equal) =>
    (await cellLines(scope, { ...of, metric, group: null, cell: null })).lines.map(
      ({ groupKey: _key, ...line }) => line,
    );
  expect(await lines(filtered)).toEqual(await lines(equal));
  const ages = async (of: typeof filtered | typeof equal) =>
    (await groupAgeing(scope, { ...of, group: null })).cells.map(({ group: _group, ...cell }) => cell);
  expect(await ages(filtered)).toEqual(await ages(equal));
});

it("leaves groups whose cells all fail the filter out, and the others in their colours", async () => {
  const scope = await labWithCells();
  const asked = { groupingId: 0, by: ["cathode", "rate"], metric } as const;
  const coloured = ({ groups }: Awaited<ReturnType<typeof groupsView>>) =>
    Object.fromEntries(groups.map(({ name, colour }) => [name, colour]));
  const all = coloured(await groupsView(scope, asked));
  const some = await groupsView(scope, { ...asked, where: "rate = 2 or cell = D" });
  expect(coloured(some)).toEqual({ "NMC · 2": all["NMC · 2"] });
  expect(some.unassigned).toBe(1); // D has no rate
  expect(some.passing).toEqual({ cells: 2, of: 4 });
  const none = await groupsView(scope, { ...asked, where: "cell = E" });
  expect(none).toMatchObject({ groups: [], unassigned: 0, passing: { cells: 0, of: 4 } });
});

it("says which field of a filter is gone, and what says nothing", async () => {
  const scope = await labWithCells();
  const ask = (where: string) => groupsView(scope, { groupingId: 0, metric, where });
  await expect(ask("anode = C")).rejects.toThrow('This lab has no metadata field "anode" any more.');
  await expect(ask("rate = ")).rejects.toMatchObject({ kind: "invalid_input", problems: [{ pointer: "/where" }] });
  const many = Array.from({ length: 51 }, () => "A").join(" | ");
  await expect(ask(`cell = ${many}`)).rejects.toThrow("at most 50 words and values");
  const asked = (where: string) => groupingInput.safeParse({ groupingId: 0, where }).success;
  expect([asked("a".repeat(1_000)), asked("a".repeat(1_001)), asked(" "), asked("a\u0000")]).toEqual([
    ...[true, false, false, false],
  ]);
});

it("looks at each cell once for a filter, however often it is asked for", async () => {
  const views = new LabViews(1);
  const names = Array.from({ length: 1_000 }, (_, index) => `C-${index}`);
  const cells = names.map((name) => ({ cell: { name, metadata: {}, excluded: [] } }));
  const columns = { cells } as unknown as LabColumns; // all that is looked at
  let looked = 0;
  const passes = ({ name }: { name: string }) => {
    looked += 1;
    return name === "C-7";
  };
  const ask = () => views.groupsOf(columns, "a filter", async () => ({ grouping: ALL_CELLS, passes }));
  const found = await ask();
  expect(found.groups.map(({ cellIndexes }) => cellIndexes)).toEqual([[7]]);
  expect(await ask()).toBe(found);
  expect(looked).toBe(1_000);
});

it("lets a cell in and out of a filter as its metadata change", async () => {
  const scope = await labWithCells();
  const asked = { groupingId: 0, metric, where: "rate >= 2" } as const;
  const before = await groupsView(scope, asked);
  expect(before.groups).toMatchObject([{ cells: 1, n: [1, 1, 1] }]);
  await putCell(scope, { name: "C", changes: { metadata: { rate: 3 } } });
  const delta = await groupsChanges(scope, { ...asked, sinceVersion: before.version });
  expect(delta).toMatchObject({ kind: "full", view: { groups: [{ cells: 2, n: [2, 1, 1] }] } });
  await putCell(scope, { name: "B", changes: { metadata: { rate: null } } });
  expect((await groupsView(scope, asked)).groups).toMatchObject([{ cells: 1, n: [1] }]);
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
