import { beforeAll, expect, it } from "vitest";
import { GET as unknownPath } from "./[...path]/route";
import { env } from "@/server/env";
import { storeBatch } from "@/server/services/batches/store-batch";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf } from "@/server/testing/factories";
import { preparedLab, START_MS, twoCycles } from "@/server/testing/prepared-lab";
import { restAsker, type Routes, type Sent } from "@/server/testing/rest-asker";

cloneTestDatabase();

const ask = restAsker(import.meta.glob<Routes[string]>("./**/route.ts", { eager: true }));
let ours: Awaited<ReturnType<typeof preparedLab>>;
beforeAll(async () => {
  ours = await preparedLab(ask, "A/Ü-01".replace("/", "_"));
});

it("lists cycles with their metrics", async () => {
  const { answer } = await ask(ours.apiKey, "listCycles", { params: { name: ours.cell } });
  expect(answer).toMatchObject({ cell: ours.cell, referenceCycle: 1, warnings: [] });
  expect(answer.cycles).toHaveLength(2);
  expect(answer.cycles[0]).toMatchObject({
    cycle: 1,
    cyclerCycle: 1,
    test: "",
    complete: true,
    partial: false,
    sampleCount: 122,
    startedAt: "2026-01-01T00:00:00.000Z",
    endedAt: "2026-01-01T02:01:00.000Z",
    maxTemperatureC: 25,
    capacityRetention: 1,
    warnings: [],
  });
  expect(answer.cycles[0].chargeCapacityAh).toBeCloseTo(1, 12);
  expect(answer.cycles[0].dischargeEnergyWh).toBeCloseTo(3, 12); // 1 A × 3 V × 1 h
  expect(answer.cycles[0].coulombicEfficiency).toBeCloseTo(1, 12);
  expect(answer.cycles[0].energyEfficiency).toBeCloseTo(0.75, 12); // 3 Wh ÷ 4 Wh
  expect(answer.cycles[0].voltageHysteresisV).toBeCloseTo(1, 12);
  // 60 s at 1 A between charge and discharge; 0.1 mA over 3,600 s; a clock of whole seconds.
  const uncertaintyAh = (2 * (60 + Math.sqrt(1 / 12) * 0.36 + Math.sqrt(1 / 6))) / 3600;
  expect(answer.cycles[0].chargeCapacityUncertaintyAh).toBeCloseTo(uncertaintyAh, 12);
  expect(answer.cycles[0].dischargeCapacityUncertaintyAh).toBeCloseTo(uncertaintyAh, 12);
  expect(answer.cycles[0]).toMatchObject({ chargeCapacityGrade: "D", dischargeCapacityGrade: "D" }); // 3.4 %
  // 1 of an efficiency, and as much of either capacity, which is 1 Ah.
  expect(answer.cycles[0].coulombicEfficiencyUncertainty).toBeCloseTo(2 * uncertaintyAh, 12);
  expect(answer.cycles[1]).toMatchObject({ cycle: 2, complete: false });
});

it("lists steps with their derived mode", async () => {
  const { answer } = await ask(ours.apiKey, "listSteps", { params: { name: ours.cell } });
  expect(
    answer.steps.map(({ index, cycle, step, mode }: Record<string, unknown>) => [index, cycle, step, mode]),
  ).toEqual([
    [0, 1, 1, "charge"],
    [1, 1, 2, "discharge"],
    [2, 2, 1, "charge"],
    [3, 2, 2, "discharge"],
  ]);
  expect(answer.steps[1]).toMatchObject({
    test: "",
    durationS: 3600,
    sampleCount: 61,
    startedAt: "2026-01-01T01:01:00.000Z",
    chargeCapacityAh: 0,
  });
  expect(answer.steps[1].dischargeCapacityAh).toBeCloseTo(1, 12);
  expect((await ask(ours.apiKey, "listSteps", { params: { name: ours.cell }, query: { test: "other" } })).status).toBe(
    404,
  );
  expect(
    (await ask(ours.apiKey, "listSteps", { params: { name: ours.cell }, query: { test: "" } })).answer.steps,
  ).toHaveLength(4);
});

it("warns of a gap in its cycle, and of two tests that show one number", async () => {
  const { scope, apiKey } = await preparedLab(ask, "B");
  const later = twoCycles().map((sample) => ({ ...sample, timeUs: sample.timeUs + 86_400e6 }));
  // 41 of the 61 samples of the first charge are lost: a gap of 42 min among intervals of 1 min.
  const gappy = later.filter((_, index) => index < 10 || index > 50);
  await storeBatch(scope, batchOf("B", gappy, { test: "again" }));
  const { answer } = await ask(apiKey, "listCycles", { params: { name: "B" } });
  const messagesOf = (test: string, cycle: number) =>
    answer.cycles
      .filter((row: { test: string; cycle: number }) => row.test === test && row.cycle === cycle)
      .flatMap((row: { warnings: { message: string }[] }) => row.warnings.map(({ message }) => message));
  expect(messagesOf("again", 1)).toEqual([
    "Two tests show this number; statistics take the one of the test that started later.",
    "Step 0 has a gap of 2520 s between samples.", // 42 × 60 s
  ]);
  expect(messagesOf("again", 2)).toEqual([
    "Two tests show this number; statistics take the one of the test that started later.",
    // A minute passes before each of its two steps, of which each lasts an hour.
    expect.stringMatching(/^120 s between runs, 1\.7 % of the time under current/),
  ]);
  expect(answer.warnings).toEqual([
    { message: "Two tests show the cycle numbers 1, 2. Give one of them a cycleOffset." },
  ]);
  expect((await ask(apiKey, "getCell", { params: { name: "B" } })).answer.warnings).toEqual(answer.warnings);
  await ask(apiKey, "putCell", { params: { name: "B" }, body: { tests: { again: { cycleOffset: 2 } } } });
  const apart = await ask(apiKey, "listCycles", { params: { name: "B" } });
  expect(apart.answer.cycles.map(({ cycle }: { cycle: number }) => cycle)).toEqual([1, 2, 3, 4]);
  expect(apart.answer.warnings).toEqual([]);
});

it("lists samples of a range and of a cycle", async () => {
  const params = { name: ours.cell };
  const to = new Date(START_MS + 120_000).toISOString();
  const { answer } = await ask(ours.apiKey, "listSamples", { params, query: { from: String(START_MS), to } });
  const { about: _about, ...samples } = answer;
  expect(samples).toEqual({
    cell: ours.cell,
    resolution: "samples",
    points: {
      time: [START_MS, START_MS + 60_000, START_MS + 120_000],
      voltage: [4, 4, 4],
      current: [1, 1, 1],
      temperature: [25, 25, 25],
    },
  });
  const second = await ask(ours.apiKey, "listSamples", { params, query: { cycle: "2" } });
  expect(second.answer.points.time).toHaveLength(122);
  expect((await ask(ours.apiKey, "listSamples", { params, query: { cycle: "9" } })).answer.points.time).toEqual([]);
  expect((await ask(ours.apiKey, "listSamples", { params, query: { points: "100000" } })).status).toBe(422);
  expect((await ask(ours.apiKey, "listSamples", { params, query: { from: "yesterday" } })).status).toBe(422);
});

it("answers for a path that is not there in the words of the API", async () => {
  const response = unknownPath(new Request(`${env().APP_URL}/api/v1/nothing`, { method: "DELETE" }));
  expect([response.status, response.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  expect(await response.json()).toMatchObject({
    status: 404,
    detail: expect.stringContaining("DELETE /api/v1/nothing"),
  });
});

it("pages through cells by name, and finds part of one", async () => {
  const { apiKey } = await preparedLab(ask, "p%1");
  for (const name of ["P_2", "q3", "ä"])
    expect((await ask(apiKey, "putCell", { params: { name }, body: {} })).status).toBe(201);
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const { answer }: { answer: { cells: { name: string }[]; nextCursor: string | null } } = await ask(
      apiKey,
      "listCells",
      {
        query: { limit: "3", ...(cursor === null ? {} : { cursor }) },
      },
    );
    names.push(...answer.cells.map(({ name }) => name));
    cursor = answer.nextCursor;
  } while (cursor !== null);
  expect([...names].sort()).toEqual(["P_2", "p%1", "q3", "ä"]);
  const search = async (text: string) =>
    (await ask(apiKey, "listCells", { query: { search: text } })).answer.cells.map((c: { name: string }) => c.name);
  expect(await search("P")).toEqual(expect.arrayContaining(["P_2", "p%1"]));
  expect(await search("_")).toEqual(["P_2"]); // no pattern
  expect(await search("%")).toEqual(["p%1"]);
  for (const query of [{ limit: "0" }, { limit: "1001" }, { limit: "x" }, { cursor: "!" }, { page: "2" }]) {
    expect((await ask(apiKey, "listCells", { query } as Sent)).status, JSON.stringify(query)).toBe(422);
  }
});

it("shows a cell as it was put, and says where a new one is", async () => {
  const { apiKey } = ours;
  const put = await ask(apiKey, "putCell", {
    params: { name: "Zelle 5 %" },
    body: { activeMassG: 1.25, tests: { x: { endedAt: START_MS } } },
  });
  expect([put.status, put.headers.get("location")]).toEqual([201, "/api/v1/cells/Zelle%205%20%25"]);
  const got = await ask(apiKey, "getCell", { params: { name: "Zelle 5 %" } });
  expect(got.answer).toMatchObject(put.answer ?? {});
  expect(got.answer).toMatchObject({
    name: "Zelle 5 %",
    activeMassG: 1.25,
    polarity: "full_cell",
    tests: { x: { cycleOffset: 0, endedAt: "2026-01-01T00:00:00.000Z" } },
  });
  const refused = await ask(apiKey, "putCell", {
    params: { name: "Zelle 5 %" },
    body: { metadata: { colour: "red" } },
  });
  expect([refused.status, refused.answer.errors]).toEqual([
    422,
    [{ pointer: "/metadata/colour", message: expect.stringContaining("colour") }],
  ]);
  expect((await ask(apiKey, "putCell", { params: { name: "." }, body: {} })).status).toBe(422);
});

it("adds fields and groupings, each name once", async () => {
  const { apiKey } = ours;
  const field = { name: "Hersteller", type: "choice", options: ["A", "B"] };
  expect((await ask(apiKey, "createMetadataField", { body: field })).answer).toEqual(field);
  expect((await ask(apiKey, "createMetadataField", { body: field })).status).toBe(409);
  const { answer } = await ask(apiKey, "listMetadataFields");
  expect(answer.metadataFields).toEqual([{ name: "cathode", type: "text" }, field]);
  for (const body of [
    { name: "x", type: "choice" },
    { name: "x", type: "text", unit: "V" },
    { name: "x", type: "bool" },
    { name: "x", type: "choice", options: ["A", "A"] },
  ]) {
    expect((await ask(apiKey, "createMetadataField", { body })).status, JSON.stringify(body)).toBe(422);
  }
  const rules = [{ name: "good", where: [{ field: "Hersteller", op: "in", value: ["A"] }] }];
  const grouping = await ask(apiKey, "createGrouping", { body: { name: "By maker", rules } });
  expect(grouping.answer).toEqual({ id: expect.any(Number), name: "By maker", rules });
  expect((await ask(apiKey, "createGrouping", { body: { name: "By maker", rules } })).status).toBe(409);
  expect((await ask(apiKey, "listGroupings")).answer.groupings).toEqual([
    { id: ours.groupingId, name: "Cathodes", by: ["cathode"] },
    grouping.answer,
  ]);
  const unknown = await ask(apiKey, "createGrouping", { body: { name: "x", by: ["cathode", "nothing"] } });
  expect([unknown.status, unknown.answer.errors[0].pointer]).toEqual([422, "/by/1"]);
  expect((await ask(apiKey, "createGrouping", { body: { name: "x" } })).status).toBe(422);
  expect((await ask(apiKey, "createGrouping", { body: { name: "x", by: [], rules: [] } })).status).toBe(422);
});

it("excludes cells and cycles from statistics, and includes them again", async () => {
  const { apiKey, cell, groupingId } = ours;
  const meansOf = async () => {
    const query = { metric: "dischargeCapacityAh" };
    return (await ask(apiKey, "listGroupCycles", { params: { id: groupingId }, query })).answer.groups[0].n;
  };
  const cyclesOf = async () => (await ask(apiKey, "listCycles", { params: { name: cell } })).answer;
  expect(await meansOf()).toEqual([1]);
  expect((await cyclesOf()).cycles[0]).toMatchObject({ cycle: 1, excluded: false });
  const body = { cell, cycles: { from: 1, to: 1 }, reason: " leaked " };
  const { status, answer } = await ask(apiKey, "createExclusion", { body });
  expect(status).toBe(201);
  expect(answer).toMatchObject({ cell, cycles: { from: 1, to: 1 }, reason: "leaked" });
  expect(await meansOf()).toEqual([]);
  const excluded = await cyclesOf();
  expect(excluded.referenceCycle).toBeNull();
  expect(excluded.cycles[0]).toMatchObject({ cycle: 1, excluded: true });
  expect((await ask(apiKey, "listExclusions", { query: { cell } })).answer.exclusions).toEqual([answer]);
  expect((await ask(apiKey, "listExclusions", { query: { cell: "other" } })).answer.exclusions).toEqual([]);

  for (const wrong of [{ ...body, reason: " " }, { ...body, cycles: { from: 2, to: 1 } }, { cell }]) {
    expect((await ask(apiKey, "createExclusion", { body: wrong })).status, JSON.stringify(wrong)).toBe(422);
  }
  expect((await ask(apiKey, "createExclusion", { body: { ...body, cell: "nobody" } })).status).toBe(404);

  // Excluded twice, it would stay excluded when somebody includes it again.
  const again = await ask(apiKey, "createExclusion", { body: { ...body, reason: "once more" } });
  expect([again.status, again.answer.detail]).toEqual([409, expect.stringContaining('excluded already: "leaked"')]);

  const params = { id: answer.id };
  expect((await ask(apiKey, "deleteExclusion", { params })).answer).toEqual({ id: answer.id, cell });
  expect((await ask(apiKey, "deleteExclusion", { params })).status).toBe(404);
  expect(await meansOf()).toEqual([1]);
});

it("gives the statistics of a grouping", async () => {
  const params = { id: ours.groupingId };
  const { answer } = await ask(ours.apiKey, "listGroupCycles", { params, query: { metric: "dischargeCapacityAh" } });
  expect(answer).toMatchObject({
    metric: "dischargeCapacityAh",
    groups: [{ name: "NMC811", cells: 1, cycle: [1], n: [1], std: [null] }],
  });
  expect(answer.groups[0].mean[0]).toBeCloseTo(1, 12);
  const query = { metric: "dischargeCapacityAh", cycle: "1" };
  const deviations = await ask(ours.apiKey, "listGroupDeviations", { params, query });
  expect(deviations.answer).toMatchObject({
    cycle: 1,
    cells: [{ cell: ours.cell, group: "NMC811", verdict: "too_few_cells" }],
  });
  const ofCycles = (await ask(ours.apiKey, "listCycles", { params: { name: ours.cell } })).answer.cycles[0];
  const uncertaintyOf = async (metric: string) =>
    (await ask(ours.apiKey, "listGroupDeviations", { params, query: { ...query, metric } })).answer.cells[0]
      .uncertainty;
  expect(await uncertaintyOf("dischargeCapacityAh")).toBe(ofCycles.dischargeCapacityUncertaintyAh);
  expect(await uncertaintyOf("chargeCapacityAh")).toBe(ofCycles.chargeCapacityUncertaintyAh);
  // An efficiency of 1 of capacities of 1 Ah: their uncertainties add up.
  const { chargeCapacityUncertaintyAh: ofCharge, dischargeCapacityUncertaintyAh: ofDischarge } = ofCycles;
  expect(await uncertaintyOf("coulombicEfficiency")).toBeCloseTo(ofCharge + ofDischarge, 12);
  expect(await uncertaintyOf("capacityRetention")).toBeNull();
  // Of a group of one its mean is as sure as the cell's capacity: 0.033 of 1 Ah is grade D.
  expect(answer.groups[0].uncertainty).toEqual([ofCycles.dischargeCapacityUncertaintyAh]);
  expect(answer.groups[0].grade).toEqual([ofCycles.dischargeCapacityGrade]);
  expect(deviations.answer.cells[0].grade).toBe(ofCycles.dischargeCapacityGrade);
  const efficiency = await ask(ours.apiKey, "listGroupCycles", { params, query: { metric: "coulombicEfficiency" } });
  expect(efficiency.answer.groups[0].uncertainty).toEqual([expect.closeTo(ofCharge + ofDischarge, 12)]);
  expect(efficiency.answer.groups[0].grade).toBeUndefined();
  expect((await ask(ours.apiKey, "listGroupCycles", { params, query: { metric: "colour" } })).status).toBe(422);
  expect(
    (await ask(ours.apiKey, "listGroupDeviations", { params, query: { metric: "dischargeCapacityAh" } })).status,
  ).toBe(422);
  expect(
    (await ask(ours.apiKey, "listGroupCycles", { params: { id: "x" }, query: { metric: "dischargeCapacityAh" } }))
      .status,
  ).toBe(404);
});
