import { randomBytes } from "node:crypto";
import { afterEach, beforeAll, expect, it } from "vitest";
import { inLabConfig } from "../../data/in-lab-config";
import { inLab } from "../../data/in-lab";
import type { LabScope } from "../../lab-scope";
import { orderSamples } from "../../domain/samples/batch-series";
import { toSampleColumns } from "../../domain/samples/sample-columns";
import { env } from "../../env";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab } from "../../testing/factories";
import { acceptOnce } from "../batches/accept-once";
import { storeBatch } from "../batches/store-batch";
import { editCells } from "../cells/edit-cells";
import { putCell } from "../cells/put-cell";
import { addAnnotation } from "../annotations/add-annotation";
import { addExclusion } from "../exclusions/add-exclusion";
import { tagCycles } from "../tags/tag-cycles";
import { createMetadataField } from "../fields/create-metadata-field";
import { createGrant } from "../grants/create-grant";
import { revokeGrant } from "../grants/revoke-grant";
import { removeSavedView } from "../views/remove-saved-view";
import { saveView } from "../views/save-view";
import { keepSnapshot } from "../grants/keep-snapshot";
import { shareView } from "../grants/share-view";
import { viewOf } from "../../testing/team-procedures";
import { listGrants } from "../../data/team/grant-reads";
import { createGrouping } from "../groupings/create-grouping";
import { updateGrouping } from "../groupings/update-grouping";
import { bdfFile, fileOf, STARTED_AT } from "../../testing/senders/import-sender";
import { importQuery } from "../imports/read-import-options";
import { receiveImport } from "../imports/receive-import";
import { saveColumnMapping } from "../imports/save-column-mapping";

cloneTestDatabase();

let before: ReturnType<typeof env>;
beforeAll(() => {
  before = { ...env() }; // which names this file's own database by now
});
afterEach(() => {
  Object.assign(env(), before);
});
const bound = (settings: Partial<typeof before>) => Object.assign(env(), settings);
const refusal = (kind: string, words: string) => ({ kind, message: expect.stringContaining(words) });

const sample = { timeUs: 1.7e15, voltageV: 3, currentA: 1 };
function given(...cells: string[]) {
  const samples = orderSamples(toSampleColumns([{ ...sample, record: 0 }]));
  const series = cells.map((cell) => ({ cell, test: "", samples }));
  return { series, samples: cells.length, cells: {}, idempotency: null };
}

it("has so many cells, whoever makes them, and goes on with those that it has", async () => {
  bound({ LAB_MAX_CELLS: 3 });
  const [{ scope }, others] = [await createLab(), await createLab()];
  await putCell(scope, { name: "A", changes: {} });
  await acceptOnce(scope, given("B", "C"));
  await expect(acceptOnce(scope, given("D"))).rejects.toMatchObject(refusal("conflict", "3 cells"));
  await acceptOnce(scope, given("A", "B"));
  for (const cell of ["B", "C"]) await storeBatch(scope, batchOf(cell, [sample]));
  await expect(acceptOnce(scope, given("A", "D"))).rejects.toMatchObject(refusal("conflict", "3 cells"));
  const described = { ...given("A"), cells: { D: { nominalCapacityAh: 1 } } };
  await expect(acceptOnce(scope, described)).rejects.toMatchObject(refusal("conflict", "3 cells"));
  await expect(putCell(scope, { name: "D", changes: {} })).rejects.toMatchObject(refusal("conflict", "3 cells"));
  const edits = [{ cell: "D" }];
  await expect(editCells(scope, { edits, createMissing: true })).rejects.toMatchObject(refusal("conflict", "3 cells"));
  await putCell(scope, { name: "A", changes: { nominalCapacityAh: 2 } });
  await acceptOnce(others.scope, given("A", "B", "C"));
  // What was accepted is stored, whatever the bound.
  await storeBatch(scope, batchOf("E", [sample]));
  expect(await inLabConfig(scope, (tx) => tx.cell.count({ where: { labId: scope.labId } }))).toBe(4);
});

it("has so many tests", async () => {
  bound({ LAB_MAX_TESTS: 2 });
  const { scope } = await createLab();
  await putCell(scope, { name: "A", changes: { tests: { a: {}, b: {} } } });
  await expect(putCell(scope, { name: "A", changes: { tests: { c: {} } } })).rejects.toMatchObject(
    refusal("conflict", "2 tests"),
  );
  await expect(acceptOnce(scope, given("A"))).rejects.toMatchObject(refusal("conflict", "2 tests"));
});

it("has so many exclusions", async () => {
  bound({ LAB_MAX_EXCLUSIONS: 1 });
  const { scope } = await createLab();
  await putCell(scope, { name: "A", changes: {} });
  const exclude = (from: number) => addExclusion(scope, { cell: "A", cycles: { from, to: from }, reason: "leaked" });
  await exclude(1);
  await expect(exclude(2)).rejects.toMatchObject(refusal("conflict", "1 exclusions"));
});

it("has so many annotations", async () => {
  bound({ LAB_MAX_ANNOTATIONS: 1 });
  const { scope } = await createLab();
  await putCell(scope, { name: "A", changes: {} });
  const annotate = () => addAnnotation(scope, { cell: "A", text: "chamber off" });
  await annotate();
  await expect(annotate()).rejects.toMatchObject(refusal("conflict", "1 annotations"));
});

it("has so many tags by hand", async () => {
  bound({ LAB_MAX_TAGS: 1 });
  const { scope } = await createLab();
  await putCell(scope, { name: "A", changes: {} });
  const tag = (from: number) =>
    tagCycles(scope, { cell: "A", cycles: { from, to: from }, tag: "check_up", reason: "as the recipe says" });
  await tag(1);
  await expect(tag(2)).rejects.toMatchObject(refusal("conflict", "1 tags"));
});

it("has so many links, and remembers as many that have ended", async () => {
  bound({ LAB_MAX_GRANTS: 2 });
  const { scope } = await createLab();
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const link = (label: string) =>
    createGrant(scope, { resource: { kind: "grouping", id: 0 }, reads: ["strays"], expiresAt, label });
  for (const label of ["a", "b", "c", "d"]) await revokeGrant(scope, { id: (await link(label)).grantId });
  await link("e");
  await link("f");
  await expect(link("g")).rejects.toMatchObject(refusal("conflict", "2 links"));
  expect((await listGrants(scope)).map(({ label }) => label)).toEqual(["f", "e", "d", "c"]);
});

it("has so many saved views", async () => {
  bound({ LAB_MAX_SAVED_VIEWS: 1 });
  const { scope } = await createLab();
  const save = (name: string) => saveView(scope, { name, view: { page: "groups", cell: null, query: "" } });
  await save("one");
  await expect(save("two")).rejects.toMatchObject(refusal("conflict", "1 saved views"));
  await removeSavedView(scope, { name: "one" });
  await save("two");
});

it("keeps so much of snapshots, and forgets those whose links have ended", async () => {
  const { scope } = await createLab();
  const opening = { page: "groups" as const, name: "A view", query: "", timeZone: "UTC", splits: [], cells: [] };
  const keep = async (bytes: number) => {
    const { grantId } = await shareView(scope, viewOf("A view"));
    // Random bytes do not pack.
    const answers = randomBytes(bytes).toString("base64");
    await keepSnapshot(scope, { grantId, opening, answers });
    return grantId;
  };
  const MIB = 1024 * 1024;
  bound({ SNAPSHOT_MIB: 1, LAB_SNAPSHOTS_MIB: 2 });
  await expect(keep(1.2 * MIB)).rejects.toMatchObject(refusal("too_large", "1 MiB"));
  const first = await keep(0.9 * MIB);
  await keep(0.9 * MIB);
  await expect(keep(0.9 * MIB)).rejects.toMatchObject(refusal("conflict", "2 MiB"));
  await revokeGrant(scope, { id: first });
  await keep(0.9 * MIB);
});

it("has so many fields, groupings and saved mappings", async () => {
  bound({ LAB_MAX_FIELDS: 1, LAB_MAX_GROUPINGS: 1, LAB_MAX_MAPPINGS: 1 });
  const { scope } = await createLab();
  const field = (name: string) => createMetadataField(scope, { name, type: "text" });
  const grouping = (name: string) => createGrouping(scope, { name, by: ["cathode"] });
  const mapping = (name: string) => saveColumnMapping(scope, { name, mapping: { columns: {} } });
  await field("cathode");
  await expect(field("anode")).rejects.toMatchObject(refusal("conflict", "1 fields"));
  await grouping("one");
  await expect(grouping("two")).rejects.toMatchObject(refusal("conflict", "1 groupings"));
  await mapping("one");
  await mapping("one");
  await expect(mapping("two")).rejects.toMatchObject(refusal("conflict", "1 saved mappings"));
  const columns = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`${index}${"x".repeat(200)}`, { field: "voltage" as const }]),
  );
  await expect(saveColumnMapping(scope, { name: "one", mapping: { columns } })).rejects.toMatchObject(
    refusal("too_large", "16384 characters"),
  );
});

it("writes so much of large changes into its audit a day, and small ones always", async () => {
  bound({ LAB_AUDIT_MIB_A_DAY: 1 });
  const { scope } = await createLab();
  await createMetadataField(scope, { name: "cathode", type: "text" });
  const value = Array.from({ length: 500 }, (_, index) => `${index}${"x".repeat(900)}`);
  const rules = [{ name: "large", where: [{ field: "cathode", op: "in" as const, value }] }];
  const { id } = await createGrouping(scope, { name: "large", rules });
  await expect(updateGrouping(scope, { groupingId: id, name: "larger" })).rejects.toMatchObject(
    refusal("too_many", "grew by 1 MiB"),
  );
  await putCell(scope, { name: "A", changes: { nominalCapacityAh: 2 } });
});

it.each([
  ["samples", (scope: LabScope, work: () => Promise<void>) => inLab(scope, work)],
  ["the configuration", (scope: LabScope, work: () => Promise<void>) => inLabConfig(scope, work)],
])("has so many transactions of %s under way, and leaves connections to others", async (_, inTurn) => {
  const [{ scope }, others] = [await createLab(), await createLab()];
  let open = 0;
  let most = 0;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const many = Array.from({ length: 40 }, () =>
    inTurn(scope, async () => {
      most = Math.max(most, ++open);
      await ended;
      // One within another waits for nobody.
      await inTurn(scope, async () => {});
      open--;
    }),
  );
  await expect.poll(() => open).toBe(env().LAB_DATABASE_CONNECTIONS);
  await inTurn(others.scope, async () => {});
  const crowd = Array.from({ length: 300 }, () => inTurn(scope, async () => {}));
  const refused = (await Promise.allSettled([...crowd.map((one) => one.catch((cause) => cause.kind)), end()])).flatMap(
    (one) => (one.status === "fulfilled" && one.value === "too_many" ? [1] : []),
  );
  await Promise.all(many);
  expect(most).toBe(env().LAB_DATABASE_CONNECTIONS);
  expect(refused.length).toBe(300 - (200 - (40 - env().LAB_DATABASE_CONNECTIONS)));
});

it("takes files of so many samples, and leaves nothing of a longer one", async () => {
  bound({ IMPORT_MAX_SAMPLES: 50 });
  const { scope } = await createLab();
  const receive = (rows: number) => {
    const query = importQuery.parse({ startedAt: STARTED_AT, cell: "A" });
    return receiveImport(scope, query, { file: fileOf(bdfFile({ rows })), idempotencyKey: null });
  };
  await expect(receive(51)).rejects.toMatchObject(refusal("too_large", "50 samples"));
  expect((await receive(50)).samples).toBe(50);
});
