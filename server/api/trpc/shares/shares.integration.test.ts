import { gunzipSync } from "node:zlib";
import { beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { z } from "zod";
import { GET as answersOf } from "@/app/api/shared/answers/route";
import { GET, POST } from "@/app/api/trpc/[trpc]/route";
import { labScopeForGrant, labScopeForShare } from "../../../auth/lab-scope";
import { authClient } from "../../../data/accounts/auth-client";
import { inLab } from "../../../data/in-lab";
import { inLabConfig } from "../../../data/in-lab-config";
import { FORMULA_VERSION } from "../../../domain/cycles/stored-quantities";
import { SHARE_HEADER, type ViewedGroups } from "../../../domain/labs/granted-view";
import { env } from "../../../env";
import type { LabScope } from "../../../lab-scope";
import { addAnnotation } from "../../../services/annotations/add-annotation";
import { storeBatch } from "../../../services/batches/store-batch";
import { putCell } from "../../../services/cells/put-cell";
import { registerCells } from "../../../services/cells/register-cells";
import { removeCell } from "../../../services/cells/remove-cell";
import { renameCell } from "../../../services/cells/rename-cell";
import { addExclusion } from "../../../services/exclusions/add-exclusion";
import { createMetadataField } from "../../../services/fields/create-metadata-field";
import { createGrant } from "../../../services/grants/create-grant";
import { revokeGrant } from "../../../services/grants/revoke-grant";
import { shareView } from "../../../services/grants/share-view";
import { createGrouping } from "../../../services/groupings/create-grouping";
import { tagCycles } from "../../../services/tags/tag-cycles";
import { cloneTestDatabase } from "../../../testing/clone-test-database";
import { batchOf, createLab } from "../../../testing/factories";
import { appRouter, createCaller } from "../root";
import { cellLines } from "../../../statistics/cell-lines";
import { listAnnotationViews } from "../../rest/cells/annotations";
import { listExclusionViews } from "../../rest/cells/exclusions";
import { listCurveViews } from "../../rest/cells/curves";
import { cyclesOfCell } from "../cells/cell-page";
import { freezeView } from "./freeze-view";
import { inTurnOfShare } from "./share";

cloneTestDatabase();

const CATHODES = { "A-01": "NMC", "A-02": "NMC", "B-01": "LFP", "C-01": "LCO" };
const metric = "dischargeCapacityAh" as const;
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

/** Two finished cycles of 1 Ah each way, and a third under way. */
async function storeCell(scope: LabScope, cell: string, cathode: string) {
  const samples = Array.from({ length: 10 }, (_, index) => ({
    timeUs: 1.7e15 + index * 3600e6,
    voltageV: 3.7,
    currentA: index % 4 < 2 ? 1 : -1,
    cycle: 1 + Math.floor(index / 4),
    step: 1 + Math.floor((index % 4) / 2),
  }));
  await storeBatch(scope, batchOf(cell, samples));
  await putCell(scope, { name: cell, changes: { nominalCapacityAh: 1, metadata: { cathode } } });
}

async function preparedLab() {
  const { scope } = await createLab();
  await createMetadataField(scope, { name: "cathode", type: "text" });
  await createMetadataField(scope, { name: "secret recipe", type: "text" });
  const { id: groupingId } = await createGrouping(scope, { name: "Cathodes", by: ["cathode"] });
  for (const [cell, cathode] of Object.entries(CATHODES)) await storeCell(scope, cell, cathode);
  return { scope, groupingId };
}

let ours: Awaited<ReturnType<typeof preparedLab>>;
beforeAll(async () => {
  ours = await preparedLab();
});

const keyOf = (cathode: string) => JSON.stringify([cathode]);
const groups = (changes: Partial<ViewedGroups> = {}): ViewedGroups => ({
  ...{ groupingId: ours.groupingId, by: null, where: null, metrics: [metric], x: null, tag: null, rateC: null },
  ...{ only: null, hidden: [] },
  ...changes,
});

type Given = Parameters<typeof shareView>[1];
async function share(view: Partial<Given["view"]>, changes: Partial<Given> = {}) {
  const whole = { page: "groups" as const, name: "A view", query: "", cells: [], groups: [], ...view };
  const given = { view: whole, needsSignIn: false, expiresAt: inAnHour(), ...changes };
  const { grant, grantId } = await shareView(ours.scope, given);
  return { grant, grantId, caller: callerOf(grant) };
}

/** Whoever has the link; signed in as somebody of no lab, or not at all. */
function callerOf(shareSecret: string, user: { userId: string; email: string; name: string } | null = null) {
  return createCaller({ user, isSignedIn: async () => user !== null, shareSecret });
}

const answerKept = (secret: string) =>
  answersOf(new Request(`${env().APP_URL}/api/shared/answers`, { headers: { [SHARE_HEADER]: secret } }));

/** What a frozen view shows: it is sent as it is kept, packed. */
async function keptBy(secret: string) {
  const answer = await answerKept(secret);
  expect(answer.headers.get("Content-Encoding")).toBe("gzip");
  const unpacked = gunzipSync(await answer.arrayBuffer()).toString("utf8");
  return z.array(z.object({ path: z.string(), input: z.unknown(), answer: z.unknown() })).parse(JSON.parse(unpacked));
}

const labSlug = "whatever the page says";
const NOT_SHOWN = { code: "NOT_FOUND" };
const asked = () => ({ labSlug, groupingId: ours.groupingId, metric });
type Caller = ReturnType<typeof callerOf>;
const onCell = (cell: string) => ({ labSlug, cell });

/** Everything that a link of any page opens, asked for a cell and a group. */
const OF_CELL: Record<string, (caller: Caller, cell: string) => Promise<unknown>> = {
  "cellPage.head": (caller, cell) => caller.cellPage.head(onCell(cell)),
  "cellPage.cycles": (caller, cell) => caller.cellPage.cycles(onCell(cell)),
  "cellPage.steps": (caller, cell) => caller.cellPage.steps({ ...onCell(cell), cycle: 1 }),
  "cellPage.samples": (caller, cell) =>
    caller.cellPage.samples({ ...onCell(cell), fromMs: null, toMs: null, points: 9 }),
  "cellPage.testClock": (caller, cell) => caller.cellPage.testClock(onCell(cell)),
  "cellPage.tests": (caller, cell) => caller.cellPage.tests(onCell(cell)),
  "cells.ageing": (caller, cell) => caller.cells.ageing(onCell(cell)),
  "cells.curves": (caller, cell) => caller.cells.curves({ ...onCell(cell), query: { kind: "vq" } }),
  "annotations.list": (caller, cell) => caller.annotations.list(onCell(cell)),
  "exclusions.list": (caller, cell) => caller.exclusions.list(onCell(cell)),
  "tags.list": (caller, cell) => caller.tags.list(onCell(cell)),
};
type OfSome = { where?: string };
const OF_GROUPS: Record<string, (caller: Caller, group: string, of?: OfSome) => Promise<unknown>> = {
  "groups.view": (caller, _, of) => caller.groups.view({ ...asked(), ...of }),
  "groups.bases": (caller, _, of) => caller.groups.bases({ ...asked(), ...of }),
  "groups.overX": (caller, _, of) => caller.groups.overX({ ...asked(), ...of, x: "days" }),
  "groups.cells": (caller, group, of) => caller.groups.cells({ ...asked(), ...of, group }),
  "groups.deviations": (caller, group, of) => caller.groups.deviations({ ...asked(), ...of, group, cycle: 1 }),
};

it("opens to the page of a link what is listed here, and of every other procedure nothing", async () => {
  const { grant } = await share({ page: "cell", cells: ["A-01"] });
  const opened: string[] = [];
  for (const [name, procedure] of Object.entries(appRouter._def.procedures)) {
    const { type } = z
      .object({ type: z.enum(["query", "mutation", "subscription"]) })
      .parse(Reflect.get(procedure, "_def"));
    if (!(await isRefused(name, type === "mutation", { [SHARE_HEADER]: grant }))) opened.push(name);
  }
  // An invitation opens to whoever has its own secret, whatever else they have.
  const others = ["members.openInvitation", "shares.open"];
  expect(opened.sort()).toEqual([...Object.keys(OF_CELL), ...Object.keys(OF_GROUPS), ...others].sort());
});

/** Whether a procedure answers 404. Those on groups, which lack a part of their input here, are refused for that. */
async function isRefused(procedure: string, isMutation: boolean, headers: Record<string, string>): Promise<boolean> {
  const { origin } = new URL(env().APP_URL);
  const input = JSON.stringify({ labSlug, cell: "A-01" });
  const url = `${origin}/api/trpc/${procedure}`;
  const own = { Origin: origin, "Content-Type": "application/json", ...headers };
  const answer = isMutation
    ? await POST(new Request(url, { method: "POST", headers: own, body: input }))
    : await GET(new Request(`${url}?${new URLSearchParams({ input })}`, { headers: own }));
  // A stream says in its first event that it is refused.
  return answer.status === 404 || (await answer.text()).includes('"httpStatus":404');
}

it("shows the groups of a view, without those that it hides, and nothing beside them", async () => {
  const { caller } = await share({ groups: [groups({ hidden: [keyOf("LFP")] })], name: "Without LFP" });
  expect(await caller.shares.open()).toMatchObject({
    ...{ page: "groups", name: "Without LFP", cells: [] },
    splits: [{ groupingId: ours.groupingId, name: "Cathodes", styledBy: ["cathode"] }],
  });
  const view = await caller.groups.view(asked());
  expect(view.groups.map(({ name }) => name)).toEqual(["LCO", "NMC"]);
  expect(view.version).toBe(0);
  expect(JSON.stringify(view)).not.toContain("B-01");
  const cellsOf = (lines: { cell: string }[]) => lines.map(({ cell }) => cell).sort();
  expect(cellsOf((await caller.groups.cells(asked())).lines)).toEqual(["A-01", "A-02", "C-01"]);
  expect(cellsOf((await caller.groups.deviations({ ...asked(), group: keyOf("NMC"), cycle: 1 })).cells)).toEqual([
    "A-01",
    "A-02",
  ]);
  for (const ask of [
    () => caller.groups.deviations({ ...asked(), group: keyOf("LFP"), cycle: 1 }),
    () => caller.groups.deviations({ ...asked(), group: null, cycle: 1 }),
    () => caller.groups.cells({ ...asked(), group: keyOf("LFP") }),
    () => caller.groups.cells({ ...asked(), cell: "A-01" }),
    () => caller.groups.view({ ...asked(), metric: "chargeCapacityAh" }),
    () => caller.groups.view({ ...asked(), tag: "ageing" }),
    () => caller.groups.view({ ...asked(), rateC: 1 }),
    () => caller.groups.view({ ...asked(), groupingId: 0 }),
    () => caller.groups.view({ ...asked(), groupingId: 0, by: ["cathode"] }),
    () => caller.groups.overX({ ...asked(), x: "days" }),
    ...Object.values(OF_CELL).map((ask) => () => ask(caller, "A-01")),
  ]) {
    await expect(ask(), String(ask)).rejects.toMatchObject(NOT_SHOWN);
  }
});

it("shows no group that came to be called otherwise after others were hidden", async () => {
  await storeCell(ours.scope, "hidden", "LMO");
  onTestFinished(async () => void (await removeCell(ours.scope, { cell: "hidden" })));
  const hidden = [keyOf("LMO")];
  const { caller } = await share({ groups: [groups({ only: ["NMC", "LFP", "LCO"].map(keyOf), hidden })] });
  await putCell(ours.scope, { name: "hidden", changes: { metadata: { cathode: "LMNO" } } });
  expect((await caller.groups.view(asked())).groups.map(({ name }) => name)).toEqual(["LCO", "LFP", "NMC"]);
});

it("takes a group by its key, not by a name that another one may have", async () => {
  const { caller } = await share({ groups: [groups({ hidden: [keyOf("LFP")] })] });
  expect((await caller.groups.deviations({ ...asked(), group: "LFP", cycle: 1 })).cells).toEqual([]);
});

it("shows groups over the axis, by the fields and beside the cell that were shared", async () => {
  const by = { groupingId: 0, by: ["cathode"] };
  const { caller } = await share({ groups: [groups({ ...by, x: "days" })], cells: ["B-01"] });
  expect((await caller.groups.overX({ ...asked(), ...by, x: "days" })).groups).toHaveLength(3);
  expect((await caller.groups.cells({ ...asked(), ...by, cell: "B-01" })).lines).toHaveLength(1);
  await expect(caller.groups.overX({ ...asked(), ...by, x: "throughputAh" })).rejects.toMatchObject(NOT_SHOWN);
  await expect(caller.groups.view({ ...asked(), ...by })).rejects.toMatchObject(NOT_SHOWN);
  await expect(caller.groups.overX({ ...asked(), x: "days" })).rejects.toMatchObject(NOT_SHOWN);
});

it("shows of filtered groups the cells that pass, and of others nothing by any procedure", async () => {
  const where = "cathode = NMC | LFP and cell != A-02";
  const shown = groups({ where });
  const { caller } = await share({ groups: [shown, { ...shown, x: "days" }] });
  const view = await caller.groups.view({ ...asked(), where });
  expect(view.groups.map(({ name, cells, n }) => [name, cells, n[0]])).toEqual([
    ["LFP", 1, 1],
    ["NMC", 1, 1],
  ]);
  const { cells } = await caller.groups.deviations({ ...asked(), where, group: keyOf("NMC"), cycle: 1 });
  expect(cells.map(({ cell }) => cell)).toEqual(["A-01"]);
  const { lines } = await caller.groups.cells({ ...asked(), where });
  expect(lines.map(({ cell }) => cell).sort()).toEqual(["A-01", "B-01"]);
  const own = ["LFP", "NMC", "LCO"].map(keyOf);
  for (const [name, ask] of Object.entries(OF_GROUPS)) {
    for (const group of own) {
      const told = JSON.stringify(await ask(caller, group, { where }));
      // Neither others' names and values nor how many there are.
      expect(told, `${name} of ${group}`).not.toMatch(/A-02|C-01|passing|"n":\[2/);
      for (const of of [{}, { where: "cathode = NMC" }, { where: `${where} or cell = A-02` }]) {
        await expect(ask(caller, group, of), `${name} where ${of.where}`).rejects.toMatchObject(NOT_SHOWN);
      }
    }
  }
  for (const ask of [
    () => caller.groups.view({ ...asked(), where, groupingId: 0, by: ["cathode"] }),
    () => caller.groups.cells({ ...asked(), where, cell: "A-02" }),
    () => caller.groups.cells({ ...asked(), where, cell: "A-01" }),
    ...Object.values(OF_CELL).map((ask) => () => ask(caller, "A-01")),
  ]) {
    await expect(ask(), String(ask)).rejects.toMatchObject(NOT_SHOWN);
  }
});

it("shows no cell that no longer passes the filter of a view, and none by its scope without the filter", async () => {
  await storeCell(ours.scope, "leaving", "LTO");
  onTestFinished(async () => void (await removeCell(ours.scope, { cell: "leaving" })));
  const where = "cathode = LTO";
  const { caller, grant } = await share({ groups: [groups({ where })] });
  expect((await caller.groups.view({ ...asked(), where })).groups).toMatchObject([{ name: "LTO", cells: 1 }]);
  await putCell(ours.scope, { name: "leaving", changes: { metadata: { cathode: "LMO" } } });
  expect((await caller.groups.view({ ...asked(), where })).groups).toEqual([]);
  const { scope } = await labScopeForShare(grant, { isSignedIn: false });
  const lines = { groupingId: ours.groupingId, metric, group: null, cell: null };
  expect((await cellLines(scope, { ...lines, where })).lines).toEqual([]);
  await expect(cellLines(scope, lines)).rejects.toMatchObject({ kind: "not_found" });
  await expect(cellLines(scope, { ...lines, where: "cell = A-01" })).rejects.toMatchObject({ kind: "not_found" });
});

it("keeps of a filtered view that is frozen the answers on the cells that passed", async () => {
  const where = "cathode = LFP";
  const link = await share({ groups: [groups({ where })] });
  const input = { groupingId: ours.groupingId, by: null, metric, tag: null, rateC: null };
  const questions = [where, null].map((one) => ({ path: "groups.view", input: { ...input, where: one } }));
  await freezeView(ours.scope, link, { questions, user: null });
  const answers = await keptBy(link.grant);
  expect(answers).toMatchObject([{ input: { where }, answer: { groups: [{ name: "LFP", cells: 1 }] } }]);
  expect(await link.caller.shares.open()).toMatchObject({ splits: [{ where }] });
});

it("shows of a deep dive one group", async () => {
  const { caller } = await share({ page: "dive", groups: [groups({ only: [keyOf("NMC")] })] });
  expect((await caller.groups.view(asked())).groups.map(({ name }) => name)).toEqual(["NMC"]);
  await caller.groups.deviations({ ...asked(), group: keyOf("NMC"), cycle: 2 });
  await expect(OF_GROUPS["groups.deviations"]?.(caller, keyOf("LFP"))).rejects.toMatchObject(NOT_SHOWN);
});

it("shows of a comparison the lines of what is pinned, and no cell of a group", async () => {
  const compared = { metric, x: null };
  const view = { page: "compare" as const, compared, cells: ["A-01"], groups: [groups({ only: [keyOf("LFP")] })] };
  const { caller } = await share(view);
  const shown = await caller.groups.view(asked());
  expect(shown.groups.map(({ name }) => name)).toEqual(["LFP"]);
  expect(JSON.stringify(shown)).not.toContain("B-01");
  // The reference cycle is the second one, of 1 Ah.
  expect(await caller.groups.bases(asked())).toEqual([{ key: keyOf("LFP"), base: expect.closeTo(1, 9) }]);
  const frozen = await share(view);
  const questions = [{ path: "groups.view", input: { ...asked(), labSlug: "" } }];
  await freezeView(ours.scope, frozen, { questions, user: null });
  const kept = JSON.stringify(await keptBy(frozen.grant));
  expect(kept).toContain(`"name":"LFP"`);
  expect(kept).not.toContain("B-01");
  const { cycles, metrics, ...ofCell } = await caller.cellPage.cycles(onCell("A-01"));
  expect(Object.keys(metrics)).toEqual([metric]);
  expect(ofCell).toMatchObject({ warnings: [], referenceCycle: 2 });
  expect(cycles).toHaveLength(3);
  expect(cycles[1]).toEqual({
    ...{ cycle: 2, isComplete: true, isPartial: false, isExcluded: false },
    ...{ test: "", startedAtMs: 0, endedAtMs: 0, underTestS: null, sampleCount: 0, tags: [], warnings: [] },
  });
  for (const [name, ask] of Object.entries(OF_CELL)) {
    await expect(ask(caller, "A-02"), name).rejects.toMatchObject(NOT_SHOWN);
    if (name !== "cellPage.cycles") await expect(ask(caller, "A-01"), name).rejects.toMatchObject(NOT_SHOWN);
  }
  await expect(OF_GROUPS["groups.deviations"]?.(caller, keyOf("LFP"))).rejects.toMatchObject(NOT_SHOWN);
  await expect(OF_GROUPS["groups.cells"]?.(caller, keyOf("LFP"))).rejects.toMatchObject(NOT_SHOWN);
  await expect(caller.groups.cells(asked())).rejects.toMatchObject(NOT_SHOWN);
});

it("shows of a cell that is compared the metric and the axis of the comparison, and how sure it is", async () => {
  const compared = { metric: "coulombicEfficiency" as const, x: "days" as const };
  const { caller } = await share({ page: "compare", compared, cells: ["A-01"] });
  const loaded = await caller.cellPage.cycles(onCell("A-01"));
  expect(Object.keys(loaded.metrics)).toEqual(["coulombicEfficiency"]);
  expect(loaded.uncertainties).toHaveLength(3);
  expect(loaded.cycles[0]?.startedAtMs).toBe(1.7e12);
  const overEnergy = await share({ page: "compare", compared: { metric, x: "throughputAh" }, cells: ["A-01"] });
  expect(Object.keys((await overEnergy.caller.cellPage.cycles(onCell("A-01"))).metrics)).toEqual([
    metric,
    "throughputAh",
  ]);
  await expect(share({ page: "compare", cells: ["A-01"] })).rejects.toThrow("in what it compares");
});

it("shows of a comparison of some cycles only those, and the one that they are shares of", async () => {
  const cell = "T-01";
  onTestFinished(async () => void (await removeCell(ours.scope, { cell })));
  await storeCell(ours.scope, cell, "NMC");
  await tagCycles(ours.scope, { cell, cycles: { from: 3, to: 3 }, tag: "ours", reason: "r" });
  const cyclesOf = async (of: { tag?: string; rateC?: number }) =>
    (await share({ page: "compare", compared: { metric, x: null, ...of }, cells: [cell] })).caller.cellPage.cycles(
      onCell(cell),
    );
  const whole = await cyclesOf({});
  expect(whole.cycles.map(({ cycle }) => cycle)).toEqual([1, 2, 3]);
  const tagged = await cyclesOf({ tag: "ours" });
  expect(tagged.cycles.map(({ cycle, tags }) => [cycle, tags])).toEqual([
    [whole.referenceCycle, []],
    [3, ["ours"]],
  ]);
  expect(tagged.metrics).toEqual({
    [metric]: [whole.metrics[metric]?.[(whole.referenceCycle ?? 0) - 1], whole.metrics[metric]?.[2]],
  });
  expect((await cyclesOf({ rateC: 900 })).cycles.map(({ cycle }) => cycle)).toEqual([whole.referenceCycle]);
});

it("shows of a cycle that two tests of a compared cell have that of the test which started later", async () => {
  const cell = "T-02";
  onTestFinished(async () => void (await removeCell(ours.scope, { cell })));
  await storeCell(ours.scope, cell, "NMC");
  const restarted = [1, 1, -1, -1, 1].map((currentA, index) => ({
    ...{ timeUs: 1.8e15 + index * 3600e6, voltageV: 3.7, currentA: 2 * currentA },
    ...{ cycle: 2 + Math.floor(index / 4), step: 1 + Math.floor((index % 4) / 2) },
  }));
  await storeBatch(ours.scope, batchOf(cell, restarted, { test: "restart" }));
  const { caller } = await share({ page: "compare", compared: { metric, x: null }, cells: [cell] });
  const loaded = await caller.cellPage.cycles(onCell(cell));
  expect(loaded.cycles.map(({ cycle }) => cycle)).toEqual([1, 2, 3]);
  expect(loaded.metrics[metric]?.[1]).toBeCloseTo(2, 9);
});

it("names to whoever has a link neither the lab's tags nor what its fields allow", async () => {
  await tagCycles(ours.scope, { cell: "C-01", cycles: { from: 1, to: 1 }, tag: "secret step", reason: "r" });
  const { caller } = await share({ groups: [groups({ tag: "gone" })] });
  const refused: unknown = await caller.groups.view({ ...asked(), tag: "gone" }).catch(({ cause }) => cause);
  expect(refused).toMatchObject({ kind: "invalid_input", problems: [{ pointer: "/tag" }] });
  expect(JSON.stringify(refused)).not.toContain("secret step");
  await createMetadataField(ours.scope, { name: "recipe", type: "choice", options: ["secret mix"] });
  const values = { metadata: { recipe: "none" } };
  await registerCells(ours.scope, [{ cell: "A-02", tests: [""], values }]);
  expect(JSON.stringify(await cyclesOfCell(ours.scope, "A-02"))).toContain("secret mix");
  const ofCell = await share({ page: "cell", cells: ["A-02"] });
  for (const [name, ask] of Object.entries(OF_CELL)) {
    expect(JSON.stringify(await ask(ofCell.caller, "A-02")), name).not.toContain("secret mix");
  }
});

it("shows what was noted of a cell and of its chamber, and why cycles are excluded or tagged, and not by whom", async () => {
  const { scope } = ours;
  const cell = "A-01";
  await addAnnotation(scope, { cell, text: "of the cell" });
  const times = { from: "2023-11-14T00:00:00Z", to: "2023-11-15T00:00:00Z" };
  await addAnnotation(scope, { match: { field: "cathode", value: "NMC" }, times, text: "of its chamber" });
  await addAnnotation(scope, { times, text: "of the whole lab" });
  await addExclusion(scope, { cell, cycles: { from: 1, to: 1 }, reason: "leaked" });
  await tagCycles(scope, { cell, cycles: { from: 1, to: 1 }, tag: "formation", reason: "by hand" });
  const { caller } = await share({ page: "cell", cells: [cell] });
  const { annotations } = await caller.annotations.list(onCell(cell));
  expect(annotations.map(({ text }) => text)).toEqual(["of the cell", "of its chamber"]);
  const { exclusions } = await caller.exclusions.list(onCell(cell));
  const { tags } = await caller.tags.list(onCell(cell));
  expect([...exclusions, ...tags]).toMatchObject([{ reason: "leaked" }, { reason: "by hand" }]);
  for (const { by } of [...annotations, ...exclusions, ...tags]) expect(by).toBe("Somebody of the lab");
});

it("opens by the scope of a link no other cell, whoever asks with it", async () => {
  const { grant } = await share({ groups: [groups()], cells: ["A-01"] });
  const { scope } = await labScopeForShare(grant, { isSignedIn: false });
  const refused = { kind: "not_found" };
  await listCurveViews(scope, { params: { name: "A-01" }, query: { kind: "vq" } });
  await expect(listCurveViews(scope, { params: { name: "A-02" }, query: { kind: "vq" } })).rejects.toMatchObject(
    refused,
  );
  for (const cell of ["A-02", undefined]) {
    await expect(listAnnotationViews(scope, { query: { cell } })).rejects.toMatchObject(refused);
    await expect(listExclusionViews(scope, { query: { cell } })).rejects.toMatchObject(refused);
  }
  const lines = { groupingId: ours.groupingId, metric, group: null };
  expect((await cellLines(scope, { ...lines, cell: "A-01" })).lines).toMatchObject([{ cell: "A-01", groupKey: "" }]);
  expect((await cellLines(scope, { ...lines, cell: "A-02" })).lines).toEqual([]);
});

it("shows a cell under its name of now, alone, until it is deleted", async () => {
  await storeCell(ours.scope, "shared", "NMC");
  const { caller } = await share({ page: "cell", cells: ["shared"] });
  const head = await caller.cellPage.head(onCell("shared"));
  expect(head).toMatchObject({ previous: null, next: null, cell: { name: "shared" } });
  expect(head.fields.map(({ name }) => name)).toEqual(["cathode"]);
  for (const [name, ask] of Object.entries(OF_CELL)) {
    expect(await ask(caller, "shared"), name).toBeDefined();
    await expect(ask(caller, "A-01"), name).rejects.toMatchObject(NOT_SHOWN);
  }
  await expect(caller.annotations.list({ labSlug })).rejects.toMatchObject(NOT_SHOWN);
  for (const [name, ask] of Object.entries(OF_GROUPS)) {
    await expect(ask(caller, keyOf("NMC")), name).rejects.toMatchObject(NOT_SHOWN);
  }
  await renameCell(ours.scope, { cell: "shared", newName: "renamed" });
  await putCell(ours.scope, { name: "shared", changes: {} });
  expect((await caller.shares.open()).cells).toEqual(["renamed"]);
  await expect(caller.cellPage.head(onCell("shared"))).rejects.toMatchObject(NOT_SHOWN);
  await removeCell(ours.scope, { cell: "renamed" });
  await expect(caller.shares.open()).rejects.toMatchObject(NOT_SHOWN);
});

it("tells within 10 s that something changed, and not how often the lab does", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const inTenSeconds = () => vi.setSystemTime(Date.now() + 10_000);
  const { caller } = await share({ groups: [groups()] });
  inTenSeconds();
  const { state } = await caller.shares.open();
  inTenSeconds();
  expect((await caller.shares.open()).state).toBe(state);
  await putCell(ours.scope, { name: "A-01", changes: { activeMassG: Math.random() } });
  expect((await caller.shares.open()).state).toBe(state);
  inTenSeconds();
  expect((await caller.shares.open()).state).not.toBe(state);
});

it("does two things at once by a link, lets twenty wait, and refuses more of it alone", async () => {
  const [busy, other] = [await share({ groups: [groups()] }), await share({ groups: [groups()] })];
  const held = Promise.withResolvers<void>();
  const asked = Array.from({ length: 22 }, () => inTurnOfShare(busy.grantId, () => held.promise));
  const tooMany = { code: "TOO_MANY_REQUESTS" };
  await expect(busy.caller.shares.open()).rejects.toMatchObject(tooMany);
  await expect(OF_GROUPS["groups.view"]?.(busy.caller, "")).rejects.toMatchObject(tooMany);
  expect((await answerKept(busy.grant)).status).toBe(429);
  expect(await other.caller.shares.open()).toMatchObject({ page: "groups" });
  held.resolve();
  await Promise.all(asked);
  expect(await busy.caller.shares.open()).toMatchObject({ page: "groups" });
});

it("keeps no curve that is made for whoever has a link", async () => {
  const { caller } = await share({ page: "cell", cells: ["A-02"] });
  const asked = { cell: "A-02", query: { kind: "dqdv" as const } };
  const wereKept = () =>
    inLab(ours.scope, async ({ client }) => {
      const { rows } = await client.query("SELECT FROM run_curves WHERE lab_id = $1", [ours.scope.labId]);
      return rows.length;
    });
  const before = await wereKept();
  expect((await caller.cells.curves({ labSlug, ...asked })).curves).not.toEqual([]);
  expect(await wereKept()).toBe(before);
  // What the lab's own people ask for is.
  await listCurveViews(ours.scope, { params: { name: "A-01" }, query: asked.query });
  expect(await wereKept()).toBeGreaterThan(before);
});

it("asks for a session where the link does, and for none in its lab", async () => {
  const { caller, grant } = await share({ groups: [groups()] }, { needsSignIn: true });
  for (const ask of [() => caller.shares.open(), () => caller.groups.view(asked())]) {
    await expect(ask()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  }
  const email = `${crypto.randomUUID()}@example.org`;
  const { id: userId } = await authClient().user.create({ data: { id: crypto.randomUUID(), email, name: "Somebody" } });
  const signedIn = callerOf(grant, { userId, email, name: "Somebody" });
  expect((await signedIn.groups.view(asked())).groups).toHaveLength(3);
  await expect(signedIn.labs.mine()).rejects.toMatchObject(NOT_SHOWN);
  expect((await answerKept(grant)).status).toBe(401);
});

it("shows nothing by a link that was revoked, has ended, is of tables, or nobody made", async () => {
  const { caller, grantId, grant } = await share({ groups: [groups()] });
  await caller.groups.view(asked());
  await expect(labScopeForGrant(grant, { read: "cycles", kind: "cell", name: "A-01" })).rejects.toMatchObject({
    kind: "not_found",
  });
  await revokeGrant(ours.scope, { id: grantId });
  const ended = await share({ groups: [groups()] });
  await authClient().grant.update({ where: { grantId: ended.grantId }, data: { expiresAt: new Date(1) } });
  const table = await createGrant(ours.scope, {
    ...{ resource: { kind: "grouping" as const, id: ours.groupingId }, reads: ["cycles" as const] },
    expiresAt: inAnHour(),
  });
  for (const one of [caller, ended.caller, callerOf(table.grant), callerOf(`ct_g_${"x".repeat(43)}`), callerOf("")]) {
    await expect(one.shares.open()).rejects.toMatchObject(NOT_SHOWN);
    await expect(one.groups.view(asked())).rejects.toMatchObject(NOT_SHOWN);
  }
  expect((await answerKept((await share({ groups: [groups()] })).grant)).status).toBe(404); // it is not frozen
});

it("tells the audit what a link shows", async () => {
  await share({ name: "For the audit", groups: [groups()], cells: ["A-01"] });
  const where = { action: "grant.create", after: { path: ["resource", "name"], equals: "For the audit" } };
  const [entry] = await inLabConfig(ours.scope, (tx) => tx.auditEntry.findMany({ where }));
  const shown = { groupingId: ours.groupingId, by: null, metrics: [metric] };
  expect(entry?.after).toMatchObject({ resource: { kind: "view", page: "groups", cells: ["A-01"], groups: [shown] } });
});

it("shares only what the lab has, within its bounds", async () => {
  const others = await preparedLab();
  const foreign = groups({ groupingId: others.groupingId });
  await expect(share({ groups: [foreign] })).rejects.toMatchObject({ kind: "not_found" });
  await expect(share({ page: "compare", compared: { metric, x: null }, cells: ["nobody"] })).rejects.toMatchObject({
    kind: "not_found",
  });
  const hidden = Array.from({ length: 30 }, (_, index) => `${index}${"x".repeat(3_000)}`);
  await expect(share({ groups: [groups({ hidden })] })).rejects.toThrow("too much to be shared");
  await expect(share({ page: "cell", cells: ["A-01", "A-02"] })).rejects.toThrow("of one cell");
  const tooFar = new Date(Date.now() + 400 * 86_400_000).toISOString();
  await expect(share({ groups: [groups()] }, { expiresAt: tooFar })).rejects.toMatchObject({ kind: "invalid_input" });
});

const PAPER = [
  { path: "cellPage.head", input: { cell: "paper" } },
  { path: "cellPage.cycles", input: { cell: "paper" } },
  { path: "cells.curves", input: { cell: "paper", query: { kind: "vq" as const } } },
];
/** What a page of the lab asks besides, and somebody might add. */
const BESIDES = [
  { path: "cellPage.head", input: { cell: "A-01" } },
  { path: "cellPage.imports", input: { cell: "paper" } },
  { path: "groupings.list", input: {} },
  { path: "cells.remove", input: { given: { cell: "A-01" } } },
  { path: "nobody.knows", input: {} },
];

it("keeps of a frozen view what it showed, whatever becomes of the lab", async () => {
  await storeCell(ours.scope, "paper", "NMC");
  const { caller, ...link } = await share({ page: "cell", cells: ["paper"] });
  await freezeView(ours.scope, link, { questions: [...PAPER, ...BESIDES], user: null });
  const opened = await caller.shares.open();
  expect(opened).toMatchObject({ cells: ["paper"], frozen: { formulaVersion: FORMULA_VERSION } });
  const answers = await keptBy(link.grant);
  expect(answers.map(({ path, input }) => ({ path, input }))).toEqual(PAPER);
  expect(answers[1]?.answer).toMatchObject({ cycles: [{ cycle: 1 }, { cycle: 2 }, { cycle: 3 }] });

  const late = { timeUs: 1.7e15 + 3600e6 / 2, voltageV: 3.7, currentA: 5, cycle: 1, step: 1 };
  await storeBatch(ours.scope, batchOf("paper", [late]));
  await renameCell(ours.scope, { cell: "paper", newName: "renamed paper" });
  expect(await keptBy(link.grant)).toEqual(answers);
  await removeCell(ours.scope, { cell: "renamed paper" });
  expect(await keptBy(link.grant)).toEqual(answers);
  expect(await caller.shares.open()).toEqual(opened);
  // The lab itself is not shown.
  for (const [name, ask] of Object.entries(OF_CELL)) {
    await expect(ask(caller, "paper"), name).rejects.toMatchObject(NOT_SHOWN);
  }
  await revokeGrant(ours.scope, { id: link.grantId });
  expect((await answerKept(link.grant)).status).toBe(404);
  expect(await authClient().snapshot.count({ where: { grantId: link.grantId } })).toBe(0);
});

it("shares nothing where what a view shows cannot be kept", async () => {
  const { caller, ...link } = await share({ groups: [groups()] });
  const question = { path: "groups.view", input: { ...asked(), labSlug: "", tag: null } };
  const before = { ...env() };
  onTestFinished(() => {
    Object.assign(env(), before);
  });
  Object.assign(env(), { SNAPSHOT_MIB: 1e-6 });
  const frozen = freezeView(ours.scope, link, { questions: [question], user: null });
  await expect(frozen).rejects.toMatchObject({ kind: "too_large" });
  await expect(caller.shares.open()).rejects.toMatchObject(NOT_SHOWN);
});

it("counts of cells with a line of their own those that it shows", async () => {
  const many = Array.from({ length: 401 }, (_, index) => `many ${index}`);
  const values = { metadata: { cathode: "many" } };
  await registerCells(
    ours.scope,
    many.map((cell) => ({ cell, tests: [""], values })),
  );
  const { caller } = await share({ groups: [groups({ hidden: [keyOf("many")] })] });
  const { lines, more } = await caller.groups.cells(asked());
  expect(lines.map(({ cell }) => cell).sort()).toEqual(["A-01", "A-02", "B-01", "C-01"]);
  expect(more).toBe(0);
  expect((await cellLines(ours.scope, { groupingId: ours.groupingId, metric, group: null, cell: null })).more).toBe(5);
});
