import { Readable } from "node:stream";
import { beforeAll, expect, it } from "vitest";
import { labScopeForAdmin } from "../../auth/lab-scope";
import { authClient } from "../../data/accounts/auth-client";
import { env } from "../../env";
import { openZip } from "../../importers/containers/zip-archive";
import { storeBatch } from "../../services/batches/store-batch";
import { putCell } from "../../services/cells/put-cell";
import { createMetadataField } from "../../services/fields/create-metadata-field";
import { createGrouping } from "../../services/groupings/create-grouping";
import { createLab } from "../../services/labs/create-lab";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf } from "../../testing/factories";
import { newVisitor, type Visitor } from "../../testing/visitor";
import { downloadCell, downloadGrouping } from "./downloads";

cloneTestDatabase();

const CELL = "Zelle µ 1";

/** Its cell has two samples in one test, and a grouping to be in. */
async function labOf(person: string) {
  const made = await createLab({ name: person, email: `${person}@example.org` });
  const scope = labScopeForAdmin(made.labId);
  const samples = [1, 2].map((second) => ({
    timeUs: 1.7e15 + second * 1e6,
    voltageV: 3.5,
    currentA: second,
    cycle: 1,
  }));
  await createMetadataField(scope, { name: "cathode", type: "text" });
  await storeBatch(scope, batchOf(CELL, samples));
  await putCell(scope, { name: CELL, changes: { metadata: { cathode: `cathode of ${person}` } } });
  const { id: groupingId } = await createGrouping(scope, { name: "Cathodes", by: ["cathode"] });
  const visitor = newVisitor();
  await visitor.ask("/sign-in/email", { email: made.email, password: made.password });
  return { ...made, scope, groupingId, visitor };
}

let ours: Awaited<ReturnType<typeof labOf>>;
let theirs: typeof ours;
/** A viewer of our lab; of theirs the owner. */
let viewer: Visitor;
beforeAll(async () => {
  [ours, theirs] = [await labOf("ours"), await labOf("theirs")];
  const data = { lab: { connect: { slug: ours.labSlug } }, user: { connect: { email: theirs.email } }, role: "viewer" };
  await authClient().member.create({ data });
  viewer = theirs.visitor;
});

async function ask(get: typeof downloadCell, path: string, by: Visitor | null) {
  const headers = { cookie: by?.cookie() ?? "" };
  const answer = await get(new Request(`${env().APP_URL}/api/labs/${path}`, { headers }));
  if (!answer) throw new Error("no answer would be true");
  return answer.toResponse();
}
const cellPath = (format: string, { labSlug } = ours, cell = CELL) =>
  `${labSlug}/cells/${encodeURIComponent(cell)}/export?format=${format}`;
const groupingPath = (groupingId: number | string, { labSlug } = ours) => `${labSlug}/groupings/${groupingId}/export`;

it("gives a viewer the samples of a cell in every format", async () => {
  const bdf = await ask(downloadCell, cellPath("bdf"), viewer);
  expect([bdf.status, bdf.headers.get("content-disposition")]).toEqual([
    200,
    expect.stringContaining(encodeURIComponent(`${CELL}.bdf.csv`)),
  ]);
  const lines = (await bdf.text()).trimEnd().split("\r\n");
  expect(lines[0]).toMatch(/^test_time_second,voltage_volt,current_ampere,unix_time_second,/);
  expect(lines).toHaveLength(3);
  expect(await (await ask(downloadCell, cellPath("csv"), viewer)).text()).toMatch(/^(?:.*\r?\n){3}$/);
  const parquet = await (await ask(downloadCell, cellPath("parquet"), viewer)).arrayBuffer();
  expect(Buffer.from(parquet).subarray(0, 4).toString()).toBe("PAR1");
  expect((await ask(downloadCell, cellPath("xlsx"), viewer)).status).toBe(422);
  const metadata = await ask(downloadCell, `${cellPath("bdf")}&metadata=true`, viewer);
  expect(await metadata.json()).toMatchObject({ cell: { name: CELL } });
});

it("gives a viewer the cells of a grouping as an archive", async () => {
  const answer = await ask(downloadGrouping, groupingPath(ours.groupingId), viewer);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/zip"]);
  const files = new Map<string, string>();
  for (const { name, open } of openZip(new Uint8Array(await answer.arrayBuffer()))) {
    files.set(name, Buffer.concat(await Readable.from(open()).toArray()).toString());
  }
  expect(JSON.parse(files.get("metadata.json") ?? "")).toMatchObject({ groups: [{ name: "cathode of ours" }] });
  expect([...files].flat().join("\n")).not.toContain("cathode of theirs");
});

it("finds nothing for strangers, of other labs, or of nobody's", async () => {
  const statusOf = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).status;
  for (const [get, path] of [
    [downloadCell, cellPath("bdf", theirs)],
    [downloadGrouping, groupingPath(theirs.groupingId, theirs)],
  ] as const) {
    expect(await statusOf(get, path, ours.visitor), "a stranger").toBe(404);
    expect(await statusOf(get, path, null), "signed out").toBe(401);
  }
  expect(await statusOf(downloadGrouping, groupingPath(theirs.groupingId), viewer)).toBe(404);
  expect(await statusOf(downloadGrouping, groupingPath("none"), viewer)).toBe(404);
  expect(await statusOf(downloadCell, cellPath("bdf", ours, "other"), viewer)).toBe(404);
  expect(await statusOf(downloadCell, `${ours.labSlug}/cells/%E0%A4%A/export`, viewer)).toBe(404);
});
