import { beforeAll, expect, it } from "vitest";
import type { z } from "zod";
import { env } from "@/server/env";
import { GET as unknownPath } from "./[...path]/route";
import { OPERATIONS } from "@/server/api/rest/operations";
import type { Operation } from "@/server/api/rest/operation";
import type { LabScope } from "@/server/lab-scope";
import { createApiKey } from "@/server/services/team/create-api-key";
import { storeBatch } from "@/server/services/batches/store-batch";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";

cloneTestDatabase();

/** Every route file of the REST API, by path. */
const ROUTES = import.meta.glob<Record<string, (request: Request) => Promise<Response>>>("./**/route.ts", {
  eager: true,
});

type OperationName = keyof typeof OPERATIONS;
type Sent = {
  params?: Record<string, string | number>;
  query?: Record<string, string>;
  body?: unknown;
  /** What is no JSON. */
  file?: string;
};

/** Asks an operation as a customer does, by its URL. */
async function ask(apiKey: string, name: OperationName, { params = {}, query = {}, body, file }: Sent = {}) {
  const { method, path }: Operation = OPERATIONS[name];
  const filled = path.replace(/\{(\w+)\}/g, (_, key) => encodeURIComponent(params[key] ?? ""));
  const route = `.${path.slice("/api/v1".length).replace(/\{(\w+)\}/g, "[$1]")}/route.ts`;
  const url = `${env().APP_URL}${filled}?${new URLSearchParams(query)}`;
  const headers = { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" };
  const sent = file ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await ROUTES[route]?.[method]?.(
    new Request(url, { method, headers, ...(sent === undefined ? {} : { body: sent }) }),
  );
  if (!response) throw new Error(`${method} ${path} is not mounted`);
  const answer = await response.json();
  // What the description promises, and nothing that it does not say.
  if (response.ok) expect(answer).toEqual((OPERATIONS[name].answer.schema as z.ZodType).parse(answer));
  return { status: response.status, answer, headers: response.headers };
}

const START_MS = Date.UTC(2026, 0, 1);
const SCOPES = ["ingest", "read", "manage"] as const;

/**
 * Two cycles of one cell, one sample a minute: an hour of charge at 1 A and 4 V, an hour of discharge at 1 A and 3 V. So a cycle moves 1 Ah
 * each way, 4 Wh in and 3 Wh out.
 */
function twoCycles() {
  const samples = [];
  for (let cycle = 1; cycle <= 2; cycle++) {
    for (const [step, currentA, voltageV] of [
      [1, 1, 4],
      [2, -1, 3],
    ] as const) {
      for (let minute = 0; minute <= 60; minute++) {
        const timeS = ((cycle - 1) * 2 + (step - 1)) * 3660 + minute * 60;
        samples.push({
          timeUs: (START_MS + timeS * 1000) * 1000,
          voltageV,
          currentA,
          testTimeS: timeS,
          cycle,
          step,
          temperatureC: 25,
        });
      }
    }
  }
  return samples;
}

async function preparedLab(cell: string) {
  const { scope } = await createLab();
  const { apiKey } = await createApiKey(scope, { name: "all", scopes: [...SCOPES] });
  await storeBatch(scope, batchOf(cell, twoCycles()));
  expect((await ask(apiKey, "createMetadataField", { body: { name: "cathode", type: "text" } })).status).toBe(201);
  await ask(apiKey, "putCell", {
    params: { name: cell },
    body: { nominalCapacityAh: 1, metadata: { cathode: "NMC811" } },
  });
  const grouping = await ask(apiKey, "createGrouping", { body: { name: "Cathodes", by: ["cathode"] } });
  const ingested = await ask(apiKey, "ingest", {
    body: { samples: [{ cell, time: START_MS, voltage: 1, current: 0 }] },
  });
  const imported = await ask(apiKey, "createImport", {
    query: { cell, test: "imported", startedAt: "2026-02-01T00:00:00Z" },
    file: "test_time_second,voltage_volt,current_ampere\n0,3,1\n60,3,1\n",
  });
  const importId: string = imported.answer.importId;
  return {
    scope,
    apiKey,
    cell,
    groupingId: grouping.answer.id as number,
    batchId: ingested.answer.batchId as string,
    importId,
  };
}

let ours: Awaited<ReturnType<typeof preparedLab>>;
let theirs: typeof ours;
beforeAll(async () => {
  ours = await preparedLab("A/Ü-01".replace("/", "_"));
  theirs = await preparedLab("Theirs 01");
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
  const { scope, apiKey } = await preparedLab("B");
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
  await ask(apiKey, "putCell", { params: { name: "B" }, body: { tests: { again: { cycleOffset: 2 } } } });
  const apart = await ask(apiKey, "listCycles", { params: { name: "B" } });
  expect(apart.answer.cycles.map(({ cycle }: { cycle: number }) => cycle)).toEqual([1, 2, 3, 4]);
  expect(apart.answer.warnings).toEqual([]);
});

it("lists samples of a range and of a cycle", async () => {
  const params = { name: ours.cell };
  const to = new Date(START_MS + 120_000).toISOString();
  const { answer } = await ask(ours.apiKey, "listSamples", { params, query: { from: String(START_MS), to } });
  expect(answer).toEqual({
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
  const { apiKey } = await preparedLab("p%1");
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
    (await ask(ours.apiKey, "listGroupDeviations", { params, query: { ...query, metric } })).answer.cells[0].uncertainty;
  expect(await uncertaintyOf("dischargeCapacityAh")).toBe(ofCycles.dischargeCapacityUncertaintyAh);
  expect(await uncertaintyOf("chargeCapacityAh")).toBe(ofCycles.chargeCapacityUncertaintyAh);
  // An efficiency of 1 of capacities of 1 Ah: their uncertainties add up.
  const { chargeCapacityUncertaintyAh: ofCharge, dischargeCapacityUncertaintyAh: ofDischarge } = ofCycles;
  expect(await uncertaintyOf("coulombicEfficiency")).toBeCloseTo(ofCharge + ofDischarge, 12);
  expect(await uncertaintyOf("capacityRetention")).toBeNull();
  expect((await ask(ours.apiKey, "listGroupCycles", { params, query: { metric: "colour" } })).status).toBe(422);
  expect(
    (await ask(ours.apiKey, "listGroupDeviations", { params, query: { metric: "dischargeCapacityAh" } })).status,
  ).toBe(422);
  expect(
    (await ask(ours.apiKey, "listGroupCycles", { params: { id: "x" }, query: { metric: "dischargeCapacityAh" } }))
      .status,
  ).toBe(404);
});

/**
 * Every operation, asked with our key for their things. An operation without an entry here fails the test below: another lab's things are
 * not found, and its lists hold ours alone.
 */
const FOREIGN: Record<OperationName, (scope: LabScope) => Promise<unknown>> = {
  ingest: async () => {
    const body = { samples: [{ cell: theirs.cell, time: START_MS, voltage: 1, current: 0 }] };
    expect((await ask(ours.apiKey, "ingest", { body })).status).toBe(202); // a cell of that name in our lab
    expect((await ask(theirs.apiKey, "listCycles", { params: { name: theirs.cell } })).answer.cycles).toHaveLength(2);
  },
  getBatch: () => expectNotFound("getBatch", { params: { id: theirs.batchId } }),
  createImport: async () => {
    // The same file for a cell of the same name is another import in another lab.
    const { answer } = await ask(ours.apiKey, "createImport", {
      query: { cell: theirs.cell, test: "imported", startedAt: "2026-02-01T00:00:00Z" },
      file: "test_time_second,voltage_volt,current_ampere\n0,3,1\n60,3,1\n",
    });
    expect(answer).toMatchObject({ duplicate: false });
    expect(answer.importId).not.toBe(theirs.importId);
  },
  getImport: () => expectNotFound("getImport", { params: { id: theirs.importId } }),
  listCells: async () => {
    const { answer } = await ask(ours.apiKey, "listCells", { query: { search: "Theirs" } });
    expect(answer.cells).toEqual([]);
  },
  getCell: () => expectNotFound("getCell", { params: { name: theirs.cell } }),
  putCell: async () => {
    const before = await ask(theirs.apiKey, "getCell", { params: { name: theirs.cell } });
    const { apiKey } = await preparedLab("C");
    expect(
      (await ask(apiKey, "putCell", { params: { name: theirs.cell }, body: { nominalCapacityAh: 99 } })).status,
    ).toBe(201);
    expect((await ask(theirs.apiKey, "getCell", { params: { name: theirs.cell } })).answer).toEqual(before.answer);
  },
  deleteCell: async () => {
    const before = await ask(theirs.apiKey, "getCell", { params: { name: theirs.cell } });
    const { status } = await ask(ours.apiKey, "deleteCell", { params: { name: theirs.cell } });
    expect([200, 404]).toContain(status); // an ingest above may have made a cell of that name in our lab
    expect((await ask(ours.apiKey, "deleteCell", { params: { name: theirs.cell } })).status).toBe(404);
    expect((await ask(theirs.apiKey, "getCell", { params: { name: theirs.cell } })).answer).toEqual(before.answer);
  },
  listCycles: () => expectNotFound("listCycles", { params: { name: theirs.cell } }),
  listSteps: () => expectNotFound("listSteps", { params: { name: theirs.cell } }),
  listSamples: () => expectNotFound("listSamples", { params: { name: theirs.cell } }),
  getRateTest: () => expectNotFound("getRateTest", { params: { name: theirs.cell } }),
  listTags: () => expectNotFound("listTags", { params: { name: theirs.cell } }),
  createTag: async () => {
    await ask(theirs.apiKey, "putCell", { params: { name: "only theirs, tagged" }, body: {} });
    const body = { cycles: { from: 1, to: 1 }, tag: "ageing", reason: "as planned" };
    expect((await ask(ours.apiKey, "createTag", { params: { name: "only theirs, tagged" }, body })).status).toBe(404);
  },
  deleteTag: async () => {
    const body = { cycles: { from: 900, to: 900 }, tag: "ageing", reason: "as planned" };
    const { id } = (await ask(theirs.apiKey, "createTag", { params: { name: theirs.cell }, body })).answer;
    await ask(ours.apiKey, "putCell", { params: { name: theirs.cell }, body: {} });
    const params = { name: theirs.cell, id };
    expect((await ask(ours.apiKey, "deleteTag", { params })).status).toBe(404);
    expect((await ask(theirs.apiKey, "deleteTag", { params })).status).toBe(200);
    await ask(ours.apiKey, "deleteCell", { params: { name: theirs.cell } });
  },
  // Archives are read in export-archives.integration.test.ts: this asks for the JSON of an answer.
  exportGrouping: async () => {
    const { status } = await ask(ours.apiKey, "exportGrouping", { params: { id: theirs.groupingId } });
    expect(status).toBe(404);
  },
  exportLab: async () => {},
  exportCell: () => expectNotFound("exportCell", { params: { name: theirs.cell }, query: { metadata: "true" } }),
  listCurves: () => expectNotFound("listCurves", { params: { name: theirs.cell }, query: { kind: "vq" } }),
  getAgeing: () => expectNotFound("getAgeing", { params: { name: theirs.cell } }),
  listGroupAgeing: () => expectNotFound("listGroupAgeing", { params: { id: theirs.groupingId } }),
  listMetadataFields: () =>
    expectOnlyOurs("listMetadataFields", "createMetadataField", { name: "secret field", type: "text" }),
  createMetadataField: async () => {
    await ask(theirs.apiKey, "createMetadataField", { body: { name: "same", type: "number" } });
    expect((await ask(ours.apiKey, "createMetadataField", { body: { name: "same", type: "text" } })).status).toBe(201);
  },
  listGroupings: () => expectOnlyOurs("listGroupings", "createGrouping", { name: "secret grouping", by: ["cathode"] }),
  createGrouping: async () => {
    await ask(theirs.apiKey, "createMetadataField", { body: { name: "only theirs", type: "text" } });
    expect((await ask(ours.apiKey, "createGrouping", { body: { name: "g", by: ["only theirs"] } })).status).toBe(422);
  },
  createExclusion: async () => {
    await ask(theirs.apiKey, "putCell", { params: { name: "only theirs, too" }, body: {} });
    const body = { cell: "only theirs, too", reason: "leaked" };
    expect((await ask(ours.apiKey, "createExclusion", { body })).status).toBe(404);
  },
  listExclusions: async () => {
    const body = { cell: theirs.cell, reason: "only theirs leaked", cycles: { from: 900, to: 900 } };
    expect((await ask(theirs.apiKey, "createExclusion", { body })).status).toBe(201);
    expect(JSON.stringify((await ask(ours.apiKey, "listExclusions")).answer)).not.toContain("only theirs leaked");
  },
  deleteExclusion: async () => {
    const body = { cell: theirs.cell, reason: "leaked", cycles: { from: 901, to: 901 } };
    const { id } = (await ask(theirs.apiKey, "createExclusion", { body })).answer;
    expect((await ask(ours.apiKey, "deleteExclusion", { params: { id } })).status).toBe(404);
    expect((await ask(theirs.apiKey, "deleteExclusion", { params: { id } })).status).toBe(200);
  },
  listGroupCycles: () =>
    expectNotFound("listGroupCycles", { params: { id: theirs.groupingId }, query: { metric: "dischargeCapacityAh" } }),
  listGroupDeviations: () =>
    expectNotFound("listGroupDeviations", {
      params: { id: theirs.groupingId },
      query: { metric: "dischargeCapacityAh", cycle: "1" },
    }),
};

async function expectNotFound(name: OperationName, sent: Sent): Promise<void> {
  expect((await ask(theirs.apiKey, name, sent)).status, "asked by its own lab").toBe(200);
  expect((await ask(ours.apiKey, name, sent)).status).toBe(404);
}

async function expectOnlyOurs(
  list: OperationName,
  create: OperationName,
  body: { name: string; [setting: string]: unknown },
): Promise<void> {
  expect((await ask(theirs.apiKey, create, { body })).status).toBe(201);
  expect(JSON.stringify((await ask(theirs.apiKey, list)).answer)).toContain(body.name);
  expect(JSON.stringify((await ask(ours.apiKey, list)).answer)).not.toContain(body.name);
}

it.each(Object.keys(OPERATIONS) as OperationName[])("shows nothing of another lab through %s", async (name) => {
  await FOREIGN[name](ours.scope);
});

it.each(Object.entries<Operation>(OPERATIONS))("lets into %s no key without its scope", async (name, { keyScopes }) => {
  const others = SCOPES.filter((scope) => !keyScopes.includes(scope));
  const { apiKey } = await createApiKey(ours.scope, { name: "others", scopes: others });
  expect((await ask(apiKey, name as OperationName)).status).toBe(403);
  expect((await ask(`ct_${"x".repeat(43)}`, name as OperationName)).status).toBe(401);
});
