import { beforeAll, expect, it } from "vitest";
import type { LabScope } from "@/server/lab-scope";
import { putCell } from "@/server/services/cells/put-cell";
import { createMetadataField } from "@/server/services/fields/create-metadata-field";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { type OperationName, restAsker, type Routes, type Sent } from "@/server/testing/rest-asker";

cloneTestDatabase();

const asker = restAsker(import.meta.glob<Routes[string]>("./**/route.ts", { eager: true }));
const ask = (name: OperationName, sent: Sent = {}) => asker(apiKey, name, sent);

let apiKey: string;
let scope: LabScope;
beforeAll(async () => {
  ({ scope } = await createLab());
  ({ apiKey } = await createApiKey(scope, { name: "all", scopes: ["read", "manage"] }));
  await createMetadataField(scope, { name: "chamber", type: "number" });
  await putCell(scope, { name: "A", changes: { metadata: { chamber: 2 } } });
  await putCell(scope, { name: "B", changes: { metadata: { chamber: 3 } } });
});

const TIMES = { from: "2026-03-29T01:30:00+01:00", to: "2026-03-29T04:00:00+02:00" };
const annotate = (body: unknown) => ask("createAnnotation", { body });
const textsOf = async (cell: string) => {
  const { answer } = await ask("listAnnotations", { query: { cell } });
  return answer.annotations.map(({ text }: { text: string }) => text);
};

it("shows what is noted of a chamber on each of its cells, of a cell on that one, of the lab on all", async () => {
  const chamber = await annotate({ match: { field: "chamber", value: "2" }, times: TIMES, text: " chamber off " });
  expect(chamber.status).toBe(201);
  expect(chamber.answer).toMatchObject({
    cell: null,
    match: { field: "chamber", value: "2" },
    cycles: null,
    times: { from: "2026-03-29T00:30:00.000Z", to: "2026-03-29T02:00:00.000Z" },
    text: "chamber off",
    by: "Key all",
  });
  expect((await annotate({ cell: "B", cycles: { from: 3, to: 4 }, text: "clip was loose" })).status).toBe(201);
  expect((await annotate({ times: TIMES, text: "power cut" })).status).toBe(201);

  expect(await textsOf("A")).toEqual(["chamber off", "power cut"]);
  expect(await textsOf("B")).toEqual(["clip was loose", "power cut"]);
  const all = await ask("listAnnotations");
  expect(all.answer.annotations).toHaveLength(3);
  const csv = await ask("listAnnotations", { query: { format: "csv" } });
  expect(String(csv.answer).split("\n")[0]).toMatch(/^id,cell,/);

  // A cell that goes into the chamber is seen with it.
  await putCell(scope, { name: "B", changes: { metadata: { chamber: 2 } } });
  expect(await textsOf("B")).toEqual(["chamber off", "clip was loose", "power cut"]);

  const params = { id: chamber.answer.id };
  expect((await ask("deleteAnnotation", { params })).answer).toEqual({ id: chamber.answer.id, cell: null });
  expect((await ask("deleteAnnotation", { params })).status).toBe(404);
  expect(await textsOf("A")).toEqual(["power cut"]);
});

it("names them in the export of a cell", async () => {
  await putCell(scope, { name: "E", changes: {} });
  await annotate({ cell: "E", text: "opened after the test" });
  const { answer } = await ask("exportCell", { params: { name: "E" }, query: { metadata: "true" } });
  expect(answer.annotations.map(({ text }: { text: string }) => text)).toContain("opened after the test");
});

it("names them beside a cell's tables, and tells a link neither who noted them nor what is the lab's", async () => {
  await putCell(scope, { name: "T", changes: { metadata: { chamber: 7 } } });
  await annotate({ cell: "T", cycles: { from: 3, to: 4 }, text: "clip was loose" });
  await annotate({ match: { field: "chamber", value: "7" }, times: TIMES, text: "chamber 7 off" });
  await annotate({ times: TIMES, text: "strike" });
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const resource = { kind: "cell", name: "T" };
  const link = await ask("createGrant", { body: { resource, reads: ["cycles", "steps"], expiresAt } });
  const { grant } = link.answer;
  for (const name of ["listCycles", "listSteps"] as const) {
    const annotations = (await ask(name, { params: { name: "T" } })).answer.about.annotations;
    expect(annotations).toContainEqual({
      ...{ id: expect.any(String), cell: "T", match: null, cycles: { from: 3, to: 4 }, times: null },
      ...{ text: "clip was loose", by: "Key all", at: expect.any(String) },
    });
    const texts = (all: { text: string }[]) => all.map(({ text }) => text);
    expect(texts(annotations)).toEqual(expect.arrayContaining(["chamber 7 off", "strike"]));
    // The same that was told of a moment ago, to somebody else.
    const shown = (await ask(name, { params: { name: "T" }, query: { grant } })).answer.about.annotations;
    expect(texts(shown)).toEqual(["clip was loose", "chamber 7 off"]);
    for (const { by } of shown) expect(by).toBe("Somebody of the lab");
  }
});

it.each([
  [{ cell: "A", text: " " }, 422],
  [{ text: "of nothing" }, 422],
  [{ match: { field: "chamber", value: "2" }, cycles: { from: 1, to: 2 }, text: "x" }, 422],
  [{ cell: "A", cycles: { from: 2, to: 1 }, text: "x" }, 422],
  [{ cell: "A", times: { from: TIMES.to, to: TIMES.from }, text: "x" }, 422],
  [{ cell: "A", times: { from: "2026-03-29", to: "2026-03-30" }, text: "x" }, 422],
  [{ cell: "nobody", text: "x" }, 404],
  [{ match: { field: "oven", value: "2" }, times: TIMES, text: "x" }, 404],
])("refuses %o with %i", async (body, status) => {
  expect((await annotate(body)).status).toBe(status);
});
