import { expect, it } from "vitest";
import { labScopeForAdmin } from "../../auth/lab-scope";
import { findCell } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { inLab } from "../../data/in-lab";
import { getLabState } from "../../data/labs/lab-state-reads";
import { queueOf } from "../../jobs/job-contract";
import { recomputeJob } from "../../jobs/contracts/recompute-job";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createLab } from "../../testing/factories";
import { createMetadataField } from "../fields/create-metadata-field";
import { putCell } from "./put-cell";

cloneTestDatabase();

const settingsVersionOf = (scope: LabScope, name: string) =>
  inLabConfig(scope, async (tx) => (await tx.cell.findFirstOrThrow({ where: { name } })).settingsVersion);
const configVersionOf = async (scope: LabScope) => (await inLab(scope, (tx) => getLabState(scope, tx))).configVersion;
const auditOf = (scope: LabScope) =>
  inLabConfig(scope, (tx) => tx.auditEntry.findMany({ orderBy: { auditId: "asc" } }));
const recountsOf = async (cellId: number) =>
  (await queueOf(recomputeJob).getJobs(["waiting"])).filter(({ data }) => data.cellId === cellId).length;

it("creates, merges, clears, and does nothing twice", async () => {
  const { scope } = await createLab();
  await createMetadataField(scope, { name: "cathode", type: "text" });
  const created = await putCell(scope, {
    name: " A-01 ",
    changes: {
      nominalCapacityAh: 3,
      polarity: "half_cell_anode",
      metadata: { cathode: "NMC811" },
      tests: { formation: { cycleOffset: -2, endedAt: "2026-01-31T12:00:00.000001Z" } },
    },
  });
  expect(created.isNew).toBe(true);
  expect(created.cell).toMatchObject({ name: "A-01", nominalCapacityAh: 3, polarity: "half_cell_anode" });
  const endedAtUs = Date.UTC(2026, 0, 31, 12) * 1000 + 1; // to the µs, which a JavaScript date cannot hold
  expect(created.cell.tests).toMatchObject([{ name: "formation", cycleOffset: -2, endedAtUs }]);

  const merged = await putCell(scope, { name: "A-01", changes: { activeMassG: 1.5, polarity: null } });
  expect(merged.isNew).toBe(false);
  expect(merged.cell).toMatchObject({
    nominalCapacityAh: 3,
    activeMassG: 1.5,
    polarity: "full_cell",
    metadata: { cathode: "NMC811" },
  });

  const cleared = await putCell(scope, {
    name: "A-01",
    changes: { activeMassG: null, metadata: { cathode: null }, tests: { formation: { endedAt: null } } },
  });
  expect(cleared.cell).toMatchObject({ activeMassG: null, nominalCapacityAh: 3 });
  expect({ ...cleared.cell.metadata }).toEqual({});
  expect(cleared.cell.tests).toMatchObject([{ name: "formation", cycleOffset: -2, endedAtUs: null }]);

  const version = await configVersionOf(scope);
  await putCell(scope, {
    name: "A-01",
    changes: { activeMassG: null, nominalCapacityAh: 3, tests: { formation: {} } },
  });
  expect(await configVersionOf(scope)).toBe(version);
  const audit = await auditOf(scope);
  expect(audit.map(({ action }) => action)).toEqual([
    "metadata_field.create",
    "cell.create",
    "cell.update",
    "cell.update",
  ]);
  expect(audit[2]).toMatchObject({
    actor: "job",
    subject: "A-01",
    before: { polarity: "half_cell_anode" },
    after: { polarity: "full_cell" },
  });
});

it.each([
  [{ nominalCapacityAh: 4 }, true],
  [{ nominalCapacityAh: null }, true],
  [{ cycleStartsWith: "discharge" as const }, true],
  [{ maxGapSeconds: 60 }, true],
  [{ tests: { "": { endedAt: 1_700_000_000_000 } } }, true],
  [{ nominalCapacityAh: 3 }, false], // as it was
  [{ tests: { "": { cycleOffset: 5 } } }, false],
  [{ polarity: "half_cell_anode" as const, formationCycles: 2, referenceCycle: 4, activeMassG: 1 }, false],
])("after %j asks for a recount: %s", async (changes, isRecounted) => {
  const { scope } = await createLab();
  const { cell } = await putCell(scope, { name: "A", changes: { nominalCapacityAh: 3, tests: { "": {} } } });
  const before = await settingsVersionOf(scope, "A");
  await putCell(scope, { name: "A", changes });
  expect((await settingsVersionOf(scope, "A")) - before).toBe(isRecounted ? 1 : 0);
  expect(await recountsOf(cell.cellId)).toBe(isRecounted ? 1 : 0);
});

it("refuses what does not fit, names it, and changes nothing", async () => {
  const { scope } = await createLab();
  await createMetadataField(scope, { name: "mass", type: "number" });
  const put = (changes: object) => putCell(scope, { name: "A", changes });
  await expect(put({ metadata: { "a/b": 1, mass: "heavy" } })).rejects.toMatchObject({
    kind: "invalid_input",
    problems: [
      { pointer: "/metadata/a~1b", message: expect.stringContaining('no metadata field "a/b"') },
      { pointer: "/metadata/mass", message: "expected a number" },
    ],
  });
  for (const changes of [
    { nominalCapacityAh: 0 },
    { nominalCapacityAh: "3" },
    { polarity: "cell" },
    { colour: "red" },
    { tests: { "": null } },
  ]) {
    await expect(put(changes)).rejects.toThrow();
  }
  await expect(putCell(scope, { name: "a/b", changes: {} })).rejects.toThrow();
  expect(await inLabConfig(scope, (tx) => findCell(scope, tx, { name: "A" }))).toBeNull();
});

it("lets a viewer change nothing", async () => {
  const { labId } = await createLab();
  const viewer = { ...labScopeForAdmin(labId), role: "viewer" as const };
  await expect(putCell(viewer, { name: "A", changes: {} })).rejects.toMatchObject({ kind: "forbidden" });
});

it("makes one cell of many who create it at once, each with a part", async () => {
  const { scope } = await createLab();
  const parts = [
    { nominalCapacityAh: 3 },
    { activeMassG: 2 },
    { formationCycles: 1 },
    { referenceCycle: 4 },
    { tests: { b: {} } },
  ];
  const done = await Promise.all(parts.map((changes) => putCell(scope, { name: "A", changes })));
  expect(done.filter(({ isNew }) => isNew)).toHaveLength(1);
  const cell = await inLabConfig(scope, (tx) => findCell(scope, tx, { name: "A" }));
  expect(cell).toMatchObject({
    nominalCapacityAh: 3,
    activeMassG: 2,
    formationCycles: 1,
    referenceCycle: 4,
    tests: [{ name: "b" }],
  });
});
