import { beforeAll, expect, it } from "vitest";
import type { LabScope } from "@/server/lab-scope";
import { storeBatch } from "@/server/services/batches/store-batch";
import { putCell } from "@/server/services/cells/put-cell";
import { createGrouping } from "@/server/services/groupings/create-grouping";
import { createMetadataField } from "@/server/services/fields/create-metadata-field";
import { updateLab } from "@/server/services/labs/update-lab";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "@/server/testing/factories";
import { type OperationName, restAsker, type Routes, type Sent } from "@/server/testing/rest-asker";

cloneTestDatabase();

const asker = restAsker(import.meta.glob<Routes[string]>("./**/route.ts", { eager: true }));
const ask = (name: OperationName, sent: Sent = {}) => asker(apiKey, name, sent);

let apiKey: string;
let scope: LabScope;
let groupingId: number;

/** Cycles of a charge and a discharge at one current each, a second apart; a sample of the next cycle closes the last one. */
function cyclesAt(given: readonly { currentA: number; hours: number }[]): SentSample[] {
  let timeS = 0;
  const rows = given.flatMap(({ currentA, hours }, index) =>
    [1, -1].flatMap((sign) => {
      const [from, to] = [timeS, timeS + hours * 3600];
      timeS = to + 1;
      return [from, to].map((at) => row(at, { currentA: sign * currentA, cycle: index + 1, step: sign === 1 ? 1 : 2 }));
    }),
  );
  return [...rows, row(timeS, { currentA: 0, cycle: given.length + 1, step: 1 })];
}

const row = (testTimeS: number, given: { currentA: number; cycle: number; step: number }): SentSample => ({
  timeUs: 1.7e15 + testTimeS * 1e6,
  testTimeS,
  voltageV: 3.7,
  ...given,
});

/** Of a cell of 1 Ah, so that the current is the rate. The second moves 1 % less each, beyond the fifth nothing. */
const RATE_TEST = [
  { currentA: 0.1, hours: 10 }, // 1.00 Ah
  { currentA: 0.1, hours: 9.9 }, // 0.99 Ah
  { currentA: 0.5, hours: 1.9 }, // 0.95 Ah
  { currentA: 1, hours: 0.9 }, // 0.90 Ah
  { currentA: 1, hours: 0.88 }, // 0.88 Ah
  { currentA: 0.1, hours: 9.4 }, // 0.94 Ah
];

beforeAll(async () => {
  ({ scope } = await createLab());
  ({ apiKey } = await createApiKey(scope, { name: "all", scopes: ["read", "manage"] }));
  await createMetadataField(scope, { name: "cathode", type: "text" });
  ({ id: groupingId } = await createGrouping(scope, { name: "Cathodes", by: ["cathode"] }));
  const changes = { nominalCapacityAh: 1, metadata: { cathode: "NMC811" } };
  await putCell(scope, { name: "A", changes });
  await storeBatch(scope, batchOf("A", cyclesAt(RATE_TEST)));
  await updateLab(scope, { formationCycles: 1, checkUpMaxRateC: 0.1 });
});

const cyclesOf = async (name: string) => (await ask("listCycles", { params: { name } })).answer;
const tagsOf = async (name: string) =>
  (await cyclesOf(name)).cycles.map(({ tags }: { tags: string[] }) => tags.join(","));
const tag = (name: string, given: { from: number; to: number; tag: string }) => {
  const { from, to } = given;
  return ask("createTag", { params: { name }, body: { cycles: { from, to }, tag: given.tag, reason: "as planned" } });
};

it("tags cycles by rule, and by hand instead", async () => {
  // Formation takes one cycle; 0.1 C is a check-up; the seventh is under way.
  const byRule = ["formation", "check_up", "ageing", "ageing", "ageing", "check_up", ""];
  expect(await tagsOf("A")).toEqual(byRule);
  expect((await cyclesOf("A")).referenceCycle).toBe(2);

  const formation = await tag("A", { from: 2, to: 3, tag: "formation" });
  expect(formation.status).toBe(201);
  expect(formation.answer).toMatchObject({
    cell: "A",
    cycles: { from: 2, to: 3 },
    tag: "formation",
    reason: "as planned",
  });
  expect(await tagsOf("A")).toEqual(["formation", "formation", "formation", "ageing", "ageing", "check_up", ""]);
  const formed = await cyclesOf("A");
  expect(formed.referenceCycle).toBe(4);
  expect(formed.cycles[4].capacityRetention).toBeCloseTo(0.88 / 0.9, 12);

  // What is said later holds; a tag of the lab's own comes beside, also on cycles that are to come.
  await tag("A", { from: 3, to: 3, tag: "ageing" });
  await tag("A", { from: 5, to: 9, tag: " pulse test " });
  expect(await tagsOf("A")).toEqual([
    "formation",
    "formation",
    "ageing",
    "ageing",
    "ageing,pulse test",
    "check_up,pulse test",
    "pulse test",
  ]);
  expect((await cyclesOf("A")).referenceCycle).toBe(3);

  const { answer } = await ask("listTags", { params: { name: "A" } });
  expect(answer.tags.map((one: { tag: string }) => one.tag)).toEqual(["formation", "ageing", "pulse test"]);
  const csv = await ask("listCycles", { params: { name: "A" }, query: { format: "csv" } });
  expect(csv.answer).toContain('"[""check_up"",""pulse test""]"');
  for (const { id } of answer.tags) {
    expect((await ask("deleteTag", { params: { name: "A", id } })).answer).toEqual({ id, cell: "A" });
    expect((await ask("deleteTag", { params: { name: "A", id } })).status).toBe(404);
  }
  expect(await tagsOf("A")).toEqual(byRule);
});

it("refuses tags that nobody can have meant, and says why", async () => {
  const errorOf = async (given: { from: number; to: number; tag: string }) => {
    const { status, answer } = await tag("A", given);
    return [status, answer.errors?.[0]];
  };
  expect(await errorOf({ from: 1, to: 2, tag: "Check-up" })).toEqual([
    422,
    { pointer: "/tag", message: 'did you mean "check_up"?' },
  ]);
  expect(await errorOf({ from: 1, to: 2, tag: "a,b" })).toMatchObject([422, { pointer: "/tag" }]);
  expect(await errorOf({ from: 1, to: 2, tag: " " })).toMatchObject([422, { pointer: "/tag" }]);
  expect(await errorOf({ from: 2, to: 1, tag: "ageing" })).toMatchObject([422, { pointer: "/cycles" }]);
  const body = { cycles: { from: 1, to: 1 }, tag: "ageing", reason: " " };
  expect((await ask("createTag", { params: { name: "A" }, body })).status).toBe(422);
  expect((await ask("createTag", { params: { name: "A" }, body: null })).status).toBe(422);
  expect((await tag("nobody", { from: 1, to: 1, tag: "ageing" })).status).toBe(404);
});

const METRIC = { metric: "dischargeCapacityAh" };
const groupOf = (query: NonNullable<Sent["query"]>) => ask("listGroupCycles", { params: { id: groupingId }, query });

it("gives statistics of the cycles of a tag or a rate, and says which", async () => {
  const shown = async (query: Record<string, string>) => {
    const { status, answer } = await groupOf({ ...METRIC, ...query });
    expect(status, JSON.stringify(query)).toBe(200);
    return [answer.groups[0].cycle, answer.filter];
  };
  expect(await shown({})).toEqual([[1, 2, 3, 4, 5, 6], null]);
  expect(await shown({ tag: "check_up" })).toEqual([[2, 6], { tags: ["check_up"], rateC: null }]);
  expect(await shown({ tag: "formation, ageing" })).toEqual([
    [1, 3, 4, 5],
    { tags: ["ageing", "formation"], rateC: null },
  ]);
  expect(await shown({ rateC: "0.54" })).toEqual([[3], { tags: [], rateC: 0.54 }]); // 0.486 … 0.594
  expect(await shown({ rateC: "0.1", tag: "check_up" })).toEqual([[2, 6], { tags: ["check_up"], rateC: 0.1 }]);
  expect(await shown({ tag: "check_up", from: "3" })).toMatchObject([[6], {}]);
  const twice = await groupOf([...Object.entries(METRIC), ["tag", "check_up"], ["tag", "ageing"]]);
  expect(twice.answer.groups[0].cycle).toEqual([2, 3, 4, 5, 6]);

  // Retention refers to cycle 2 whatever is asked for: 0.94 Ah of 0.99 Ah.
  const retention = await groupOf({ metric: "capacityRetention", tag: "check_up", from: "6" });
  expect(retention.answer.groups[0].mean[0]).toBeCloseTo(0.94 / 0.99, 12);
  const overDays = await groupOf({ ...METRIC, tag: "ageing", x: "days" });
  // The reference cycle began 20 h + 2 s after the first; the first ageing one 19.8 h + 2 s later.
  expect(overDays.answer.groups[0].x[0]).toBeCloseTo((19.8 * 3600 + 2) / 86_400, 9);

  const deviations = async (query: Record<string, string>) => {
    const sent = { params: { id: groupingId }, query: { ...METRIC, cycle: "6", ...query } };
    return (await ask("listGroupDeviations", sent)).answer;
  };
  expect(await deviations({ tag: "check_up" })).toMatchObject({ filter: { tags: ["check_up"] } });
  expect((await deviations({ tag: "check_up" })).cells[0].value).toBeCloseTo(0.94, 12);
  expect((await deviations({ tag: "ageing" })).cells[0]).toMatchObject({ value: null, verdict: "no_value" });

  const csv = await groupOf({ ...METRIC, tag: "check_up", format: "csv", comments: "true" });
  expect(csv.answer).toContain('# filter: {"tags":["check_up"],"rateC":null}');
});

it("follows tags by hand in what it filters, and refuses tags that no cycle has", async () => {
  const cyclesWith = async (name: string) => (await groupOf({ ...METRIC, tag: name })).answer.groups[0].cycle;
  const own = await tag("A", { from: 4, to: 5, tag: "pulse test" });
  const formed = await tag("A", { from: 3, to: 3, tag: "formation" });
  expect(await cyclesWith("pulse test")).toEqual([4, 5]);
  expect(await cyclesWith("formation")).toEqual([1, 3]);
  expect(await cyclesWith("ageing")).toEqual([4, 5]);
  const unknown = await groupOf({ ...METRIC, tag: "pulse tests" });
  expect([unknown.status, unknown.answer.errors[0]]).toEqual([
    422,
    {
      pointer: "/tag",
      message:
        'no cycle of this lab has the tag "pulse tests"; there are "formation", "check_up", "ageing", "pulse test"',
    },
  ]);
  for (const { answer } of [own, formed]) await ask("deleteTag", { params: { name: "A", id: answer.id } });
  expect((await groupOf({ ...METRIC, tag: "pulse test" })).status).toBe(422);
  await updateLab(scope, { checkUpMaxRateC: 0.6 });
  expect(await cyclesWith("check_up")).toEqual([2, 3, 6]);
  await updateLab(scope, { checkUpMaxRateC: null });
  expect(await cyclesWith("check_up")).toEqual([]);
  await updateLab(scope, { checkUpMaxRateC: 0.1 });
  for (const wrong of [{ rateC: "0" }, { rateC: "-1" }, { rateC: "fast" }, { tag: "Ageing" }, { tag: "" }]) {
    expect((await groupOf({ ...METRIC, ...wrong } as Record<string, string>)).status, JSON.stringify(wrong)).toBe(422);
  }
  expect((await groupOf([...Object.entries(METRIC), ["metric", "chargeCapacityAh"]])).status).toBe(422);
});

it("gives the rate test of a cell: formation apart, the slowest rate first", async () => {
  const { answer } = await ask("getRateTest", { params: { name: "A" } });
  expect(answer).toMatchObject({ cell: "A", nominalCapacityAh: 1 });
  const shown = answer.rateTest.map(({ rate, cycles }: { rate: string; cycles: number }) => [rate, cycles]);
  expect(shown).toEqual([
    ["C/10", 2],
    ["C/2", 1],
    ["1C", 2],
  ]);
  const [slow, half, full] = answer.rateTest;
  expect(slow.dischargeCapacityAh).toBeCloseTo(0.965, 12); // of 0.99 and 0.94 Ah
  expect(half.ofFirst).toBeCloseTo(0.95 / 0.965, 12);
  expect(full.ofFirst).toBeCloseTo(0.89 / 0.965, 12); // of 0.90 and 0.88 Ah
});

it("compares groups with one of them, or with a cell, cycle by cycle", async () => {
  // Cycles of 1 A that move 0.9, 0.8 and 0.7 Ah, in a group of their own; the first cell has no seventh cycle that is over.
  const fading = [0.9, 0.8, 0.7].map((hours) => ({ currentA: 1, hours }));
  for (const [name, cathode] of [
    ["B", "LFP"],
    ["C", "LFP"],
  ] as const) {
    await putCell(scope, { name, changes: { nominalCapacityAh: 1, metadata: { cathode } } });
    await storeBatch(scope, batchOf(name, cyclesAt(fading)));
  }
  const compared = async (query: Record<string, string>) => {
    const { status, answer } = await groupOf({ ...METRIC, ...query });
    expect(status, JSON.stringify(query)).toBe(200);
    return answer;
  };
  const toFirst = await compared({ reference: "NMC811" });
  expect(toFirst.reference).toEqual({ group: "NMC811", cell: null });
  const [lfp, nmc] = [
    toFirst.groups.find(({ name }: { name: string }) => name === "LFP"),
    toFirst.groups.find(({ name }: { name: string }) => name === "NMC811"),
  ];
  expect(lfp.cycle).toEqual([1, 2, 3]);
  // 0.9 − 1, 0.8 − 0.99, 0.7 − 0.95
  for (const [at, distance] of [-0.1, -0.19, -0.25].entries()) expect(lfp.difference[at]).toBeCloseTo(distance, 12);
  expect(lfp.relativeDifference[1]).toBeCloseTo(-0.19 / 0.99, 12);
  expect(nmc.difference).toEqual([0, 0, 0, 0, 0, 0]);

  const toCell = await compared({ referenceCell: "B", from: "2" });
  const other = toCell.groups.find(({ name }: { name: string }) => name === "NMC811");
  expect(other.cycle).toEqual([2, 3, 4, 5, 6]);
  expect(other.difference[0]).toBeCloseTo(0.19, 12);
  expect(other.difference.slice(2)).toEqual([null, null, null]);
  expect(other.relativeDifference.slice(2)).toEqual([null, null, null]);
  expect((await compared({ referenceCell: "B", tag: "check_up" })).groups[1].difference).toEqual([null, null]);
  expect(toFirst.groups[0]).toHaveProperty("difference");
  expect((await compared({})).groups[0]).not.toHaveProperty("difference");

  const csv = await groupOf({ ...METRIC, reference: lfp.key, format: "csv" });
  expect(csv.answer.split("\r\n")[0]).toMatch(/,thinned,uncertainty,grade,difference,relativeDifference$/);
  const refused = async (query: Record<string, string>) => {
    const { status, answer } = await groupOf({ ...METRIC, ...query });
    return [status, answer.detail];
  };
  expect(await refused({ reference: "LCO" })).toEqual([
    404,
    'This grouping has no group "LCO"; there are "LFP", "NMC811".',
  ]);
  expect(await refused({ referenceCell: "nobody" })).toEqual([404, 'There is no cell "nobody" in this lab.']);
  expect(await refused({ referenceCell: "B", reference: "LFP" })).toMatchObject([
    422,
    "Groups are compared with one reference.",
  ]);
  expect((await refused({ reference: "LFP", x: "days" }))[0]).toBe(422);
});
