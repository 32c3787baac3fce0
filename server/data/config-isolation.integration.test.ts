import { globSync } from "node:fs";
import { basename } from "node:path";
import { expect, it } from "vitest";
import { createLab } from "../testing/factories";
import { cloneTestDatabase } from "../testing/clone-test-database";
import type { LabScope } from "../lab-scope";
import { poolOf } from "./pools";
import { insertAudit } from "./audit/audit-writes";
import { countSavedViews, findSavedView, listSavedViews } from "./views/saved-view-reads";
import { deleteSavedView, insertSavedView, updateSavedViewName } from "./views/saved-view-writes";
import { findColumnMapping, listColumnMappings } from "./imports/column-mapping-reads";
import { deleteColumnMapping, updateColumnMappingName, upsertColumnMapping } from "./imports/column-mapping-writes";
import {
  findCell,
  findCellId,
  findNeighbourNames,
  getCell,
  listCellNames,
  listNamesTaken,
  listCells,
  listCellsByName,
  listCellsForGroups,
} from "./cells/cell-reads";
import {
  addCellWarnings,
  deleteCellWarnings,
  fillEmptySettings,
  fillNominalCapacity,
  insertMissingCellMetadata,
  insertMissingCells,
  insertMissingTests,
  lockCell,
  lockCells,
  updateCellName,
  updateCellSettings,
  updateSettingsOfCells,
  updateTest,
  upsertCellMetadata,
  upsertMetadataOfCells,
} from "./cells/cell-writes";
import {
  countExclusions,
  countExclusionsOfCell,
  getExclusion,
  listExcludedCycles,
  listExclusions,
} from "./exclusions/exclusion-reads";
import { countAnnotations, getAnnotation, listAnnotations } from "./annotations/annotation-reads";
import { deleteAnnotation, insertAnnotation } from "./annotations/annotation-writes";
import { deleteExclusion, insertExclusion } from "./exclusions/exclusion-writes";
import { countTags, countTagsOfCell, getTag, listTaggedCycles, listTags } from "./tags/cycle-tag-reads";
import { deleteTag, insertTag } from "./tags/cycle-tag-writes";
import { getGrouping, listGroupings, listStoredGroupings } from "./groupings/grouping-reads";
import { deleteGrouping, insertGrouping, updateDefaultGrouping, updateGrouping } from "./groupings/grouping-writes";
import { inLab } from "./in-lab";
import { type ConfigTransaction, inLabConfig, withConfigTransaction } from "./in-lab-config";
import { prismaClientOf } from "./prisma-clients";
import {
  countFieldValues,
  countOptionValues,
  getMetadataField,
  listFieldValues,
  listMetadataFields,
} from "./cells/metadata-field-reads";
import {
  deleteMetadataField,
  insertMetadataField,
  insertMissingTextFields,
  replaceFieldValue,
  updateFieldOrder,
  updateMetadataField,
} from "./cells/metadata-field-writes";
import { listKnownCells } from "./cells/registration-reads";
import { holdDeletions } from "./deletion/tombstone-reads";

cloneTestDatabase();

/** As a verb of the services does, whose version is of no interest here. */
const writeConfig = <T>(scope: LabScope, work: (tx: ConfigTransaction) => Promise<T>) =>
  withConfigTransaction(scope, "off", work);

const PAGE = { limit: 100, afterName: null, search: null };

/** A lab with one cell "A-01", its test "", a field "cathode" with a value, and a grouping by it. */
async function preparedLab() {
  const { scope, labId } = await createLab();
  return writeConfig(scope, async (tx) => {
    await insertMissingCells(scope, tx, ["A-01"]);
    const { cellId } = await lockCell(scope, tx, { name: "A-01" });
    await insertMissingTests(scope, tx, [{ cellId, name: "" }]);
    const field = { name: "cathode", type: "text", unit: null, options: null } as const;
    const { metadataFieldId } = await insertMetadataField(scope, tx, field);
    await insertMissingCellMetadata(scope, tx, [{ cellId, metadataFieldId, value: "NMC811" }]);
    const { groupingId } = await insertGrouping(scope, tx, { name: "Cathodes", definition: { by: [metadataFieldId] } });
    const { id: exclusionId } = await insertExclusion(scope, tx, {
      cellId,
      cycles: { from: 3, to: 4 },
      reason: "leaked",
    });
    const { id: annotationId } = await insertAnnotation(scope, tx, { ...CHAMBER_OFF, cellId });
    const tagged = { cellId, cycles: { from: 1, to: 2 }, tag: "formation", reason: "as the recipe says" };
    const { id: tagId } = await insertTag(scope, tx, tagged);
    await insertSavedView(scope, tx, { name: "saved", page: "cell", cellId, query: `lab=${labId}` });
    await upsertColumnMapping(scope, tx, { name: "in-house", mapping: { columns: { labId: { field: "clock" } } } });
    return { scope, labId, cellId, metadataFieldId, groupingId, exclusionId, annotationId, tagId };
  });
}

const CHAMBER_OFF = { match: null, cycles: null, times: null, text: "chamber off" };

/** Everything a lab can see of its configuration. */
async function everythingOf(scope: LabScope) {
  return writeConfig(scope, async (tx) => ({
    cells: await listCells(scope, tx, PAGE),
    forGroups: await listCellsForGroups(scope, tx),
    fields: await listMetadataFields(scope, tx),
    groupings: await listGroupings(scope, tx),
    exclusions: await listExclusions(scope, tx, { cell: null }),
    excluded: [...(await listExcludedCycles(scope, tx))],
    tags: await listTags(scope, tx, { cell: "A-01" }),
    tagsOfLab: await listTags(scope, tx, { cell: null }),
    tagged: [...(await listTaggedCycles(scope, tx))],
    annotations: await listAnnotations(scope, tx, { of: null }),
    annotationCount: await countAnnotations(scope, tx),
    tagCount: await countTags(scope, tx),
    exclusionCount: await countExclusions(scope, tx),
    stored: await listStoredGroupings(scope, tx),
    counts: [...(await countFieldValues(scope, tx))],
    byName: await listCellsByName(scope, tx, { names: ["A-01"] }),
    idOfName: await findCellId(scope, tx, { name: "A-01" }),
    deletions: await holdDeletions(scope, tx, { cells: ["A-01"] }),
    known: await listKnownCells(scope, tx, { names: ["A-01"], withValues: ["A-01"] }),
    mappings: await listColumnMappings(scope, tx),
    views: await listSavedViews(scope, tx),
    view: await findSavedView(scope, tx, { name: "saved" }),
    viewCount: await countSavedViews(scope, tx),
    audit: await tx.auditEntry.findMany(),
  }));
}

it("keeps what a lab reads in that lab, though both have a cell of the same name", async () => {
  const [ours, theirs] = [await preparedLab(), await preparedLab()];
  const seen = await everythingOf(ours.scope);
  expect(seen.cells.map(({ cellId }) => cellId)).toEqual([ours.cellId]);
  expect(seen.forGroups.cells.map(({ cellId }) => cellId)).toEqual([ours.cellId]);
  expect(seen.fields.map(({ metadataFieldId }) => metadataFieldId)).toEqual([ours.metadataFieldId]);
  expect(seen.groupings.map(({ id }) => id)).toEqual([ours.groupingId]);
  expect(seen.exclusions).toMatchObject([{ id: ours.exclusionId, cell: "A-01", cycles: { from: 3, to: 4 } }]);
  expect(seen.excluded).toEqual([[ours.cellId, [{ from: 3, to: 4 }]]]);
  expect(seen.exclusionCount).toBe(1);
  expect(seen.annotations).toMatchObject([{ id: ours.annotationId, cell: "A-01", text: "chamber off" }]);
  expect(seen.annotationCount).toBe(1);
  expect(seen.tags).toMatchObject([{ id: ours.tagId, cell: "A-01", cycles: { from: 1, to: 2 }, tag: "formation" }]);
  expect(seen.tagged).toEqual([[ours.cellId, [{ from: 1, to: 2, tag: "formation" }]]]);
  expect(seen.tagCount).toBe(1);
  const saved = { id: expect.any(Number), name: "saved", page: "cell", cell: "A-01", query: `lab=${ours.labId}` };
  expect([seen.views, seen.view, seen.viewCount]).toEqual([[saved], saved, 1]);
  expect(seen.stored.map(({ id }) => id)).toEqual([ours.groupingId]);
  expect(seen.counts).toEqual([[ours.metadataFieldId, 1]]);
  expect(seen.byName.map(({ cellId }) => cellId)).toEqual([ours.cellId]);
  expect(seen.known.get("A-01")?.cellId).toBe(ours.cellId);
  await writeConfig(ours.scope, async (tx) => {
    const { metadataFieldId } = theirs;
    await expect(getMetadataField(ours.scope, tx, { metadataFieldId })).rejects.toMatchObject({ kind: "not_found" });
    expect([...(await countOptionValues(ours.scope, tx, { metadataFieldId }))]).toEqual([]);
    expect([...(await listFieldValues(ours.scope, tx, { metadataFieldId }))]).toEqual([]);
    const own = await listFieldValues(ours.scope, tx, { metadataFieldId: ours.metadataFieldId });
    expect([...own]).toEqual([[ours.cellId, "NMC811"]]);
    expect(await findColumnMapping(ours.scope, tx, { name: "in-house" })).not.toBeNull();
    await deleteColumnMapping(ours.scope, tx, { name: "in-house" });
    expect(await findColumnMapping(ours.scope, tx, { name: "in-house" })).toBeNull();
  });
  const foreign = writeConfig(ours.scope, (tx) => getGrouping(ours.scope, tx, theirs.groupingId));
  await expect(foreign).rejects.toMatchObject({ kind: "not_found" });
  const { exclusionId } = theirs;
  const { cellId } = theirs;
  expect(await inLab(ours.scope, (tx) => countExclusionsOfCell(ours.scope, tx, { cellId }))).toBe(0);
  expect(await inLab(theirs.scope, (tx) => countExclusionsOfCell(theirs.scope, tx, { cellId }))).toBe(1);
  expect(await inLab(ours.scope, (tx) => countTagsOfCell(ours.scope, tx, { cellId }))).toBe(0);
  expect(await inLab(theirs.scope, (tx) => countTagsOfCell(theirs.scope, tx, { cellId }))).toBe(1);
  const tag = writeConfig(ours.scope, (tx) => getTag(ours.scope, tx, { id: theirs.tagId, cell: "A-01" }));
  await expect(tag).rejects.toMatchObject({ kind: "not_found" });
  const annotated = writeConfig(ours.scope, (tx) => getAnnotation(ours.scope, tx, { id: theirs.annotationId }));
  await expect(annotated).rejects.toMatchObject({ kind: "not_found" });
  const excluded = writeConfig(ours.scope, (tx) => getExclusion(ours.scope, tx, { id: exclusionId }));
  await expect(excluded).rejects.toMatchObject({ kind: "not_found" });
});

/** Each write, aimed at another lab's rows by their ids. */
const FOREIGN_WRITES: Record<
  string,
  (scope: LabScope, tx: ConfigTransaction, theirs: Awaited<ReturnType<typeof preparedLab>>) => Promise<unknown>
> = {
  insertMissingTests: (scope, tx, { cellId }) => insertMissingTests(scope, tx, [{ cellId, name: "intruder" }]),
  updateCellSettings: (scope, tx, { cellId }) =>
    updateCellSettings(scope, tx, { cellId, settings: { nominalCapacityAh: 99 }, raisesVersion: true }),
  updateTest: (scope, tx, { cellId }) => updateTest(scope, tx, { cellId, name: "", cycleOffset: 99, endedAtUs: 0 }),
  upsertCellMetadata: (scope, tx, { cellId, metadataFieldId }) =>
    upsertCellMetadata(scope, tx, { cellId, values: [{ metadataFieldId, value: "intruder" }] }),
  insertMissingCellMetadata: (scope, tx, { cellId, metadataFieldId }) =>
    insertMissingCellMetadata(scope, tx, [{ cellId, metadataFieldId, value: "intruder" }]),
  fillNominalCapacity: (scope, tx, { cellId }) => fillNominalCapacity(scope, tx, { cellId, nominalCapacityAh: 99 }),
  fillEmptySettings: (scope, tx, { cellId }) => fillEmptySettings(scope, tx, { cellId, settings: { activeMassG: 99 } }),
  updateCellName: (scope, tx, { cellId }) => updateCellName(scope, tx, { cellId, name: "intruder" }),
  updateSettingsOfCells: (scope, tx, { cellId }) =>
    updateSettingsOfCells(scope, tx, [
      {
        cellId,
        nominalCapacityAh: 99,
        activeMassG: 99,
        electrodeAreaCm2: 99,
        polarity: "half_cell_anode",
        cycleStartsWith: "discharge",
        formationCycles: 9,
        referenceCycle: 9,
        maxGapSeconds: 9,
        setsNominalCapacity: true,
        raisesVersion: true,
      },
    ]),
  upsertMetadataOfCells: (scope, tx, { cellId, metadataFieldId }) =>
    upsertMetadataOfCells(scope, tx, [{ cellId, metadataFieldId, value: "intruder" }]),
  updateMetadataField: (scope, tx, { metadataFieldId }) =>
    updateMetadataField(scope, tx, { metadataFieldId, name: "intruder" }),
  updateFieldOrder: (scope, tx, { metadataFieldId }) => updateFieldOrder(scope, tx, [0, metadataFieldId]),
  replaceFieldValue: (scope, tx, { metadataFieldId }) =>
    replaceFieldValue(scope, tx, { metadataFieldId, from: "NMC811", to: "intruder" }),
  deleteMetadataField: (scope, tx, { metadataFieldId }) => deleteMetadataField(scope, tx, { metadataFieldId }),
  updateGrouping: (scope, tx, { groupingId }) => updateGrouping(scope, tx, { groupingId, name: "intruder" }),
  updateDefaultGrouping: (scope, tx, { groupingId }) => updateDefaultGrouping(scope, tx, { groupingId }),
  deleteGrouping: (scope, tx, { groupingId }) => deleteGrouping(scope, tx, { groupingId }),
  insertExclusion: (scope, tx, { cellId }) => insertExclusion(scope, tx, { cellId, cycles: null, reason: "intruder" }),
  deleteExclusion: (scope, tx, { exclusionId }) => deleteExclusion(scope, tx, { id: exclusionId }),
  insertAnnotation: (scope, tx, { cellId }) => insertAnnotation(scope, tx, { ...CHAMBER_OFF, cellId }),
  deleteAnnotation: (scope, tx, { annotationId }) => deleteAnnotation(scope, tx, { id: annotationId }),
  insertTag: (scope, tx, { cellId }) =>
    insertTag(scope, tx, { cellId, cycles: { from: 1, to: 1 }, tag: "intruder", reason: "intruder" }),
  deleteTag: (scope, tx, { tagId }) => deleteTag(scope, tx, { id: tagId }),
  insertSavedView: (scope, tx, { cellId }) =>
    insertSavedView(scope, tx, { name: "intruder", page: "cell", cellId, query: "" }),
  updateSavedViewName: (scope, tx) => updateSavedViewName(scope, tx, { name: "saved", newName: "intruder" }),
  deleteSavedView: (scope, tx) => deleteSavedView(scope, tx, { name: "saved" }),
  deleteColumnMapping: (scope, tx) => deleteColumnMapping(scope, tx, { name: "in-house" }),
  updateColumnMappingName: (scope, tx) => updateColumnMappingName(scope, tx, { name: "in-house", newName: "intruder" }),
  upsertColumnMapping: (scope, tx) => upsertColumnMapping(scope, tx, { name: "in-house", mapping: { columns: {} } }),
  lockCells: (scope, tx) => lockCells(scope, tx, { names: ["only theirs"] }),
  lockCell: (scope, tx) => lockCell(scope, tx, { name: "only theirs" }),
  deleteCellWarnings: (scope, tx) => deleteCellWarnings(scope, tx, { name: "only theirs", messages: ["theirs"] }),
  addCellWarnings: (scope, tx) => addCellWarnings(scope, tx, { name: "only theirs", messages: ["intruder"] }),
};

it.each(Object.keys(FOREIGN_WRITES))("changes nothing of another lab through %s", async (name) => {
  const [ours, theirs] = [await createLab(), await preparedLab()];
  await writeConfig(theirs.scope, async (tx) => {
    await insertMissingCells(theirs.scope, tx, ["only theirs"]);
    await addCellWarnings(theirs.scope, tx, { name: "only theirs", messages: ["theirs"] });
  });
  const before = await everythingOf(theirs.scope);
  await writeConfig(ours.scope, async (tx) => FOREIGN_WRITES[name]?.(ours.scope, tx, theirs)).catch(() => {}); // refused is fine, too
  expect(await everythingOf(theirs.scope)).toEqual(before);
  const written = await writeConfig(ours.scope, async (tx) => [
    ...(await tx.test.findMany()),
    ...(await tx.cellMetadata.findMany()),
  ]);
  expect(written, "rows of ours that hang on theirs").toEqual([]);
});

it("writes names that another lab has into our own", async () => {
  const [ours, theirs] = [await createLab(), await preparedLab()];
  const before = await everythingOf(theirs.scope);
  await writeConfig(ours.scope, async (tx) => {
    expect(await insertMissingCells(ours.scope, tx, ["A-01"])).toBe(1);
    expect(await insertMissingTextFields(ours.scope, tx, ["cathode"])).toBe(1);
    await insertGrouping(ours.scope, tx, { name: "Cathodes", definition: { by: [1] } });
    await insertAudit(ours.scope, tx, {
      action: "cell.create",
      subject: "A-01",
      before: null,
      after: { name: "A-01" },
    });
  });
  expect(await everythingOf(theirs.scope)).toEqual(before);
  expect((await everythingOf(ours.scope)).audit).toHaveLength(1);
});

it("shows ct_app nothing outside a lab, whatever it asks", async () => {
  await preparedLab();
  const client = prismaClientOf("ct_app");
  expect(await client.cell.findMany()).toEqual([]);
  expect(await client.test.findMany()).toEqual([]);
  expect(await client.metadataField.findMany()).toEqual([]);
  expect(await client.cellMetadata.findMany()).toEqual([]);
  expect(await client.grouping.findMany()).toEqual([]);
  expect(await client.columnMapping.findMany()).toEqual([]);
  expect(await client.savedView.findMany()).toEqual([]);
  expect(await client.auditEntry.findMany()).toEqual([]);
  expect(await client.lab.findMany()).toEqual([]);
  for (const table of ["users", "sessions", "accounts", "members", "api_keys"]) {
    await expect(poolOf("ct_app").query(`SELECT FROM ${table}`)).rejects.toThrow("permission denied");
  }
  for (const table of ["cells", "cell_metadata", "groupings", "audit_log"]) {
    await expect(poolOf("ct_auth").query(`SELECT FROM ${table}`)).rejects.toThrow("permission denied");
  }
});

it("refuses to write in a transaction that only reads, so that no change goes without its version", async () => {
  const { scope, cellId } = await preparedLab();
  const before = await everythingOf(scope);
  const write = inLabConfig(scope, (tx) => updateCellName(scope, tx, { cellId, name: "A-02" }));
  await expect(write).rejects.toThrow("read-only transaction");
  expect(await everythingOf(scope)).toEqual(before);
});

it("shows one lab only to a query that forgot to ask for it", async () => {
  const [ours] = [await preparedLab(), await preparedLab()];
  const seen = await writeConfig(ours.scope, async (tx) => ({
    cells: await tx.cell.findMany({ select: { labId: true } }),
    labs: await tx.lab.findMany({ select: { labId: true } }),
  }));
  expect(seen).toEqual({ cells: [{ labId: ours.labId }], labs: [{ labId: ours.labId }] });
});

it("answers not_found for a cell that only another lab has", async () => {
  const [ours, theirs] = [await createLab(), await preparedLab()];
  await writeConfig(ours.scope, async (tx) => {
    expect(await findCell(ours.scope, tx, { name: "A-01" })).toBeNull();
    expect(await findCellId(ours.scope, tx, { name: "A-01" })).toBeNull();
    expect(await listNamesTaken(ours.scope, tx, { names: ["A-01"] })).toEqual(new Set());
    expect(await listCellNames(ours.scope, tx, { cellIds: [theirs.cellId] })).toEqual(new Map());
    expect(await findNeighbourNames(ours.scope, tx, { name: "A-00" })).toEqual({ previous: null, next: null });
    await expect(getCell(ours.scope, tx, { name: "A-01" })).rejects.toMatchObject({ kind: "not_found" });
  });
});

/** Modules whose functions take no lab: they ask accounts, or are the way in. */
const WITHOUT_LAB = ["account-writes", "api-key-reads", "api-key-writes", "auth-client", "lab-reads", "user-reads"];

/** Modules of these folders that reach the series: their functions are named in series-isolation.integration.test.ts. */
const IN_SERIES_ISOLATION = /^(import-|lab-state-|(removal|deletion|retention)-writes$|tombstone-reads$)/;

it("names every module that reaches configuration, here or in a test of its own", () => {
  const modules = globSync(
    "{accounts,annotations,audit,cells,deletion,exclusions,groupings,imports,labs,tags,team,views}/*.ts",
    {
      cwd: import.meta.dirname,
    },
  )
    .map((file) => basename(file, ".ts"))
    .filter((module) => !IN_SERIES_ISOLATION.test(module));
  const tested = [
    // in team-isolation.integration.test.ts
    "audit-reads",
    "grant-reads",
    "grant-writes",
    "invitation-reads",
    "invitation-writes",
    "lab-writes",
    "member-reads",
    "member-writes",
    "snapshot-reads",
    "snapshot-writes",
    // here
    "audit-writes",
    "cell-reads",
    "cell-writes",
    "column-mapping-reads",
    "column-mapping-writes",
    "saved-view-reads",
    "saved-view-writes",
    "cycle-tag-reads",
    "cycle-tag-writes",
    "annotation-reads",
    "annotation-writes",
    "exclusion-reads",
    "exclusion-writes",
    "grouping-reads",
    "grouping-writes",
    "metadata-field-reads",
    "metadata-field-writes",
    "registration-reads",
    "session-reads", // of people, not of labs: server/api/trpc/account-router.integration.test.ts
    "session-writes",
    "sign-up-reads",
    "sign-up-writes",
  ];
  expect(modules.sort()).toEqual([...WITHOUT_LAB, ...tested].sort());
});
