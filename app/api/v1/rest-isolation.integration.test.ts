import { beforeAll, expect, it } from "vitest";
import type { Operation } from "@/server/api/rest/operation";
import { OPERATIONS } from "@/server/api/rest/operations";
import type { LabScope } from "@/server/lab-scope";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { preparedLab, SCOPES, START_MS } from "@/server/testing/prepared-lab";
import { type OperationName, restAsker, type Routes, type Sent } from "@/server/testing/rest-asker";

cloneTestDatabase();

const ask = restAsker(import.meta.glob<Routes[string]>("./**/route.ts", { eager: true }));

let ours: Awaited<ReturnType<typeof preparedLab>>;
let theirs: typeof ours;
beforeAll(async () => {
  ours = await preparedLab(ask, "A-01");
  theirs = await preparedLab(ask, "Theirs 01");
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
    const { apiKey } = await preparedLab(ask, "C");
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
  createAnnotation: async () => {
    await ask(theirs.apiKey, "putCell", { params: { name: "only theirs, noted" }, body: {} });
    const body = { cell: "only theirs, noted", text: "chamber off" };
    expect((await ask(ours.apiKey, "createAnnotation", { body })).status).toBe(404);
  },
  listAnnotations: async () => {
    const body = {
      times: { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" },
      text: "only their chamber off",
    };
    expect((await ask(theirs.apiKey, "createAnnotation", { body })).status).toBe(201);
    expect(JSON.stringify((await ask(ours.apiKey, "listAnnotations")).answer)).not.toContain("only their chamber");
  },
  deleteAnnotation: async () => {
    const body = { cell: theirs.cell, text: "leaked" };
    const { id } = (await ask(theirs.apiKey, "createAnnotation", { body })).answer;
    expect((await ask(ours.apiKey, "deleteAnnotation", { params: { id } })).status).toBe(404);
    expect((await ask(theirs.apiKey, "deleteAnnotation", { params: { id } })).status).toBe(200);
  },
  listGroupCycles: () =>
    expectNotFound("listGroupCycles", { params: { id: theirs.groupingId }, query: { metric: "dischargeCapacityAh" } }),
  listGrants: async () => {
    await ask(theirs.apiKey, "createGrant", { body: { ...linkTo(theirs.cell), label: "only theirs, linked" } });
    expect(JSON.stringify((await ask(ours.apiKey, "listGrants")).answer)).not.toContain("linked");
    expect(JSON.stringify((await ask(theirs.apiKey, "listGrants")).answer)).toContain("linked");
  },
  createGrant: async () => {
    await ask(theirs.apiKey, "putCell", { params: { name: "only theirs, to show" }, body: {} });
    expect((await ask(theirs.apiKey, "createGrant", { body: linkTo("only theirs, to show") })).status).toBe(201);
    expect((await ask(ours.apiKey, "createGrant", { body: linkTo("only theirs, to show") })).status).toBe(404);
    const body = { ...linkTo(""), resource: { kind: "grouping", id: theirs.groupingId } };
    expect((await ask(ours.apiKey, "createGrant", { body })).status).toBe(404);
  },
  deleteGrant: async () => {
    const { id } = (await ask(theirs.apiKey, "createGrant", { body: linkTo(theirs.cell) })).answer;
    expect((await ask(ours.apiKey, "deleteGrant", { params: { id } })).status).toBe(404);
    expect((await ask(theirs.apiKey, "deleteGrant", { params: { id } })).status).toBe(200);
  },
  listStrays: () => expectNotFound("listStrays", { params: { id: theirs.groupingId } }),
  listGroupDeviations: () =>
    expectNotFound("listGroupDeviations", {
      params: { id: theirs.groupingId },
      query: { metric: "dischargeCapacityAh", cycle: "1" },
    }),
};

const linkTo = (name: string) => ({
  resource: { kind: "cell", name },
  reads: ["cycles"],
  expiresAt: new Date(Date.now() + 60_000).toISOString(),
});

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
