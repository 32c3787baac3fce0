import { expect, it } from "vitest";
import { labScopeForAdmin } from "../auth/lab-scope";
import { inLab } from "../data/in-lab";
import { inLabConfig } from "../data/in-lab-config";
import { listMetadataFields } from "../data/cells/metadata-field-reads";
import { getLabState } from "../data/labs/lab-state-reads";
import type { LabScope } from "../lab-scope";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { createStaffedLab } from "../testing/team";
import { viewOf } from "../testing/team-procedures";
import { TEAM_VERBS } from "../testing/team-verbs";
import { batchOf, createLab } from "../testing/factories";
import { bdfFile, fileOf, STARTED_AT, storeWhole } from "../testing/senders/import-sender";
import { storeBatch, storeBatches } from "./batches/store-batch";
import { cellCurves } from "./curves/cell-curves";
import { editCells } from "./cells/edit-cells";
import { expireSamples } from "./cells/expire-samples";
import { mergeCells } from "./cells/merge-cells";
import { moveTest } from "./cells/move-test";
import { putCell } from "./cells/put-cell";
import { registerCells, warnOfCells } from "./cells/register-cells";
import { removeCell } from "./cells/remove-cell";
import { removeTest } from "./cells/remove-test";
import { removeTimeRange } from "./cells/remove-time-range";
import { renameCell } from "./cells/rename-cell";
import { addAnnotation } from "./annotations/add-annotation";
import { removeAnnotation } from "./annotations/remove-annotation";
import { addExclusion } from "./exclusions/add-exclusion";
import { removeExclusion } from "./exclusions/remove-exclusion";
import { removeTag } from "./tags/remove-tag";
import { tagCycles } from "./tags/tag-cycles";
import { createMetadataField } from "./fields/create-metadata-field";
import { orderMetadataFields } from "./fields/order-metadata-fields";
import { removeMetadataField } from "./fields/remove-metadata-field";
import { updateMetadataField } from "./fields/update-metadata-field";
import { createGrant } from "./grants/create-grant";
import { keepSnapshot } from "./grants/keep-snapshot";
import { revokeGrant } from "./grants/revoke-grant";
import { removeSavedView } from "./views/remove-saved-view";
import { renameSavedView } from "./views/rename-saved-view";
import { saveView } from "./views/save-view";
import { shareView } from "./grants/share-view";
import { createGrouping } from "./groupings/create-grouping";
import { removeGrouping } from "./groupings/remove-grouping";
import { updateGrouping } from "./groupings/update-grouping";
import { importQuery } from "./imports/read-import-options";
import { receiveImport } from "./imports/receive-import";
import { removeColumnMapping } from "./imports/remove-column-mapping";
import { renameColumnMapping } from "./imports/rename-column-mapping";
import { rollBackImport } from "./imports/roll-back-import";
import { saveColumnMapping } from "./imports/save-column-mapping";
import { setImportAside } from "./imports/store-import";
import { undoImport } from "./imports/undo-import";
import { packCycles } from "./labs/pack-cycles";
import { updateLab } from "./labs/update-lab";
import { recomputeOldFormulas } from "./recompute/recompute-old-formulas";
import { recomputeCell, rebuildCell } from "./recompute/rebuild-cell";
import { createApiKey } from "./team/create-api-key";

cloneTestDatabase();

/** How far a verb raises the version of its lab, as open pages hear of it. */
type Kind = "configuration" | "series" | "neither";
type Verb = { kind: Kind; run: (lab: Lab) => Promise<() => Promise<unknown>> };

/** A lab with a field, a grouping, and a cell "A" with one hour's charge. */
async function preparedLab() {
  const { labId } = await createLab();
  const scope = labScopeForAdmin(labId);
  await createMetadataField(scope, { name: "cathode", type: "text" });
  const { id: groupingId } = await createGrouping(scope, { name: "by cathode", by: ["cathode"] });
  await storeBatch(scope, hourOf("A"));
  await saveColumnMapping(scope, { name: "in-house", mapping: { columns: {} } });
  const [field] = await inLabConfig(scope, (tx) => listMetadataFields(scope, tx));
  return { scope, groupingId, metadataFieldId: field?.metadataFieldId ?? 0 };
}
type Lab = Awaited<ReturnType<typeof preparedLab>>;

const hourOf = (cell: string, extra: Parameters<typeof batchOf>[2] = {}) =>
  batchOf(
    cell,
    [0, 1].map((hour) => ({ timeUs: 1.7e15 + hour * 3600e6, voltageV: 3, currentA: 1 })),
    extra,
  );

/** Takes a file of a cell of its own into the lab; it waits to be stored. */
async function receive(scope: LabScope) {
  const query = importQuery.parse({ cell: "imported", startedAt: STARTED_AT });
  const { importId } = await receiveImport(scope, query, { file: fileOf(bdfFile({ rows: 9 })), idempotencyKey: null });
  return importId;
}

/** Of a verb that needs nothing but the prepared lab. */
const verb = (kind: Kind, act: (lab: Lab) => Promise<unknown>): Verb => ({ kind, run: async (lab) => () => act(lab) });
/** Of one that needs something done first. */
const verbAfter = <T>(
  kind: Kind,
  prepare: (lab: Lab) => Promise<T>,
  act: (lab: Lab, prepared: T) => Promise<unknown>,
): Verb => ({
  kind,
  run: async (lab) => {
    const prepared = await prepare(lab);
    return () => act(lab, prepared);
  },
});

/** Leaves the lab's runs and cycles as older formulas made them. */
async function ageFormulas(scope: LabScope): Promise<void> {
  await inLab(scope, async ({ client }) => {
    for (const table of ["runs", "cycles", "test_states"])
      await client.query(`UPDATE ${table} SET formula_version = 1`);
  });
}

/** Verbs that change what a lab's pages show, and some that do not although they write. Each is run below. */
const aView = (name: string) => ({ name, view: { page: "groups" as const, cell: null, query: "x=days" } });
const OPENING = { page: "groups" as const, name: "A view", query: "", timeZone: "UTC", splits: [], cells: [] };
const linkToA = () => ({
  resource: { kind: "cell" as const, name: "A" },
  reads: ["cycles" as const],
  expiresAt: new Date(Date.now() + 60_000).toISOString(),
});
const TAG_OF_A = { cell: "A", cycles: { from: 1, to: 1 }, tag: "formation", reason: "as the recipe says" };

const RUN: Record<string, Verb> = {
  editCells: verb("configuration", ({ scope }) => editCells(scope, { edits: [{ cell: "A", activeMassG: 2 }] })),
  putCell: verb("configuration", ({ scope }) => putCell(scope, { name: "B", changes: {} })),
  renameCell: verb("configuration", ({ scope }) => renameCell(scope, { cell: "A", newName: "B" })),
  registerCells: verb("configuration", ({ scope }) => registerCells(scope, [{ cell: "B", tests: [] }])),
  warnOfCells: verb("configuration", ({ scope }) => warnOfCells(scope, { names: ["A"], messages: ["odd"] })),
  removeCell: verb("configuration", ({ scope }) => removeCell(scope, { cell: "A" })),
  removeTest: verb("configuration", ({ scope }) => removeTest(scope, { cell: "A", test: "" })),
  removeTimeRange: verb("configuration", ({ scope }) =>
    removeTimeRange(scope, { cell: "A", from: 1.7e12, to: 1.7e12 }),
  ),
  mergeCells: verbAfter(
    "configuration",
    ({ scope }) => putCell(scope, { name: "B", changes: {} }),
    ({ scope }) => mergeCells(scope, { cell: "A", into: "B" }),
  ),
  moveTest: verbAfter(
    "configuration",
    ({ scope }) => putCell(scope, { name: "B", changes: {} }),
    ({ scope }) => moveTest(scope, { cell: "A", test: "", into: "B" }),
  ),
  createMetadataField: verb("configuration", ({ scope }) =>
    createMetadataField(scope, { name: "anode", type: "text" }),
  ),
  updateMetadataField: verb("configuration", ({ scope, metadataFieldId }) =>
    updateMetadataField(scope, { metadataFieldId, name: "cathode material" }),
  ),
  orderMetadataFields: verb("configuration", ({ scope, metadataFieldId }) =>
    orderMetadataFields(scope, { metadataFieldIds: [metadataFieldId] }),
  ),
  removeMetadataField: verbAfter(
    "configuration",
    ({ scope, groupingId }) => removeGrouping(scope, { groupingId }),
    ({ scope, metadataFieldId }) => removeMetadataField(scope, { metadataFieldId }),
  ),
  createGrouping: verb("configuration", ({ scope }) => createGrouping(scope, { name: "again", by: ["cathode"] })),
  updateGrouping: verb("configuration", ({ scope, groupingId }) =>
    updateGrouping(scope, { groupingId, name: "other" }),
  ),
  removeGrouping: verb("configuration", ({ scope, groupingId }) => removeGrouping(scope, { groupingId })),
  addAnnotation: verb("configuration", ({ scope }) => addAnnotation(scope, { cell: "A", text: "chamber off" })),
  removeAnnotation: verbAfter(
    "configuration",
    ({ scope }) => addAnnotation(scope, { cell: "A", text: "chamber off" }),
    ({ scope }, { id }) => removeAnnotation(scope, { id }),
  ),
  addExclusion: verb("configuration", ({ scope }) => addExclusion(scope, { cell: "A", reason: "leaked" })),
  removeExclusion: verbAfter(
    "configuration",
    ({ scope }) => addExclusion(scope, { cell: "A", reason: "leaked" }),
    ({ scope }, { id }) => removeExclusion(scope, { id }),
  ),
  tagCycles: verb("configuration", ({ scope }) => tagCycles(scope, TAG_OF_A)),
  removeTag: verbAfter(
    "configuration",
    ({ scope }) => tagCycles(scope, TAG_OF_A),
    ({ scope }, { id }) => removeTag(scope, { cell: "A", id }),
  ),
  updateLab: verb("configuration", ({ scope }) => updateLab(scope, { formationCycles: 3 })),
  storeImport: verbAfter(
    "configuration",
    ({ scope }) => receive(scope),
    ({ scope }, importId) => storeWhole(scope, importId),
  ),
  rollBackImport: verbAfter(
    "configuration",
    async ({ scope }) => {
      const importId = await receive(scope);
      await storeWhole(scope, importId);
      await undoImport(scope, { importId });
      return importId;
    },
    ({ scope }, importId) => rollBackImport(scope, { importId, pieces: 9 }),
  ),

  storeBatch: verb("series", ({ scope }) =>
    storeBatch(scope, batchOf("A", [{ timeUs: 1.8e15, voltageV: 3, currentA: 1 }])),
  ),
  storeBatches: verb("series", ({ scope }) =>
    storeBatches(scope, [batchOf("A", [{ timeUs: 1.8e15, voltageV: 3, currentA: 1 }])]),
  ),
  rebuildCell: verb("series", ({ scope }) => rebuildCell(scope, { cell: "A" })),
  recomputeCell: verbAfter(
    "series",
    ({ scope }) => putCell(scope, { name: "A", changes: { nominalCapacityAh: 3 } }),
    ({ scope }) => recomputeCell(scope, { cell: "A" }),
  ),
  recomputeOldFormulas: verbAfter(
    "series",
    ({ scope }) => ageFormulas(scope),
    ({ scope }) => recomputeOldFormulas(scope, { cell: "A" }),
  ),
  receiveImport: verb("series", ({ scope }) => receive(scope)),
  undoImport: verbAfter(
    "series",
    ({ scope }) => receive(scope),
    ({ scope }, importId) => undoImport(scope, { importId }),
  ),
  setImportAside: verbAfter(
    "series",
    ({ scope }) => receive(scope),
    ({ scope }, importId) => setImportAside(scope, { importId, error: "damaged" }),
  ),

  // Cycles, steps and curves stay as they are; raw samples alone go.
  cellCurves: verb("neither", ({ scope }) => {
    const making = { kind: "vq", points: 9 } as const;
    const asked = {
      cell: "A",
      test: null,
      cycles: null,
      mayBeFewer: true,
      modes: ["charge" as const],
      step: null,
      making,
    };
    return cellCurves(scope, asked, { form: "", of: (found) => found });
  }),
  packCycles: verb("neither", ({ scope }) => packCycles(scope)),
  expireSamples: verb("neither", ({ scope }) => expireSamples(scope, { nowMs: Date.now() })),
  saveColumnMapping: verb("neither", ({ scope }) =>
    saveColumnMapping(scope, { name: "new", mapping: { columns: {} } }),
  ),
  renameColumnMapping: verb("neither", ({ scope }) => renameColumnMapping(scope, { name: "in-house", newName: "new" })),
  removeColumnMapping: verb("neither", ({ scope }) => removeColumnMapping(scope, { name: "in-house" })),
  saveView: verb("neither", ({ scope }) => saveView(scope, aView("new"))),
  renameSavedView: verbAfter(
    "neither",
    ({ scope }) => saveView(scope, aView("old")),
    ({ scope }, { name }) => renameSavedView(scope, { name, newName: "new" }),
  ),
  removeSavedView: verbAfter(
    "neither",
    ({ scope }) => saveView(scope, aView("old")),
    ({ scope }, { name }) => removeSavedView(scope, { name }),
  ),
  createGrant: verb("neither", ({ scope }) => createGrant(scope, linkToA())),
  shareView: verb("neither", ({ scope }) => shareView(scope, viewOf("new"))),
  keepSnapshot: verbAfter(
    "neither",
    ({ scope }) => shareView(scope, viewOf("new")),
    ({ scope }, { grantId }) => keepSnapshot(scope, { grantId, opening: OPENING, answers: "[]" }),
  ),
  revokeGrant: verbAfter(
    "neither",
    ({ scope }) => createGrant(scope, linkToA()),
    ({ scope }, { grantId: id }) => revokeGrant(scope, { id }),
  ),
  createApiKey: verb("neither", ({ scope }) => createApiKey(scope, { name: "key", scopes: ["read"] })),
};

/** Verbs that are made of those above, or whose lab is none any more. */
const MADE_OF_OTHERS = {
  changeWholeCells: "the frame of removeCell, removeTest, removeTimeRange, mergeCells and moveTest",
  replaceInvitation: "part of inviteMember and resendInvitation",
  sendInvitation: "as replaceInvitation; queues a mail",
  insertLink: "part of createGrant and shareView",
  moveTests: "part of mergeCells and moveTest",
  refuseExcluded: "part of mergeCells and moveTest",
  removeEmptyTests: "changeWholeCells, as rollBackImport asks for it",
  endUnfinishedImport: "as setImportAside, of an import whose sender is gone; see imports.integration.test.ts",
  startSimulation: "createMetadataField and createGrouping",
  removeSimulation: "removeCell, removeGrouping and removeMetadataField",
  continueSimulation: "sends batches, which storeBatches stores",
  acceptOnce: "queues a batch, which storeBatches stores",
  dropDeletedSamples: "part of storeBatches",
  storeSamples: "part of storeBatches",
  writeResults: "raises the version itself, in the transactions of others",
  recomputeWithoutRange: "as writeResults",
  exportLab: "reads; see app/api/v1/moved-labs.integration.test.ts",
  importLab: "brings a lab with its version, before anybody opens it; see moved-labs",
  dropArrivingLab: "marks a lab that nobody opened as deleted; see moved-labs",
  requestOldFormulas: "queues jobs, which recomputeOldFormulas does",
  recountOldFormulas: "as requestOldFormulas",
  changeConfiguration: "raises the version and publishes",
  changeSeries: "as changeConfiguration",
  deleteLab: "closes the lab to whoever could look",
  eraseLab: "of a lab that nobody can open",
};

/** Functions that write nothing into the database. */
const READ_ONLY = [
  "followMoves",
  "isLikeALink",
  "requireRoomForTests",
  "refuseScattered",
  "requireRoomForCells",
  "withinPatience",
  "allCycles",
  "differencesOfCycles",
  "differencesOfRuns",
  "endOf",
  "extendOpenRun",
  "extendRuns",
  "firstStored",
  "isKept",
  "oldestFormulas",
  "recomputeOldRuns",
  "replaceRuns",
  "splitStoredSamples",
  "startOf",
  "toProgress",
  "trustsStoredCycles",
  "LabChange",
  "askForRemoval",
  "conflictOfNames",
  "describeCell",
  "diagnose",
  "lookAtEdition",
  "findingsOfEdition",
  "lookAtReplicas",
  "findingsOfReplicas",
  "checkBackup",
  "indexOfPlace",
  "missingSegments",
  "toSegment",
  "groupTests",
  "stretchOf",
  "cutTest",
  "readPartFile",
  "writePartFile",
  "writeWhole",
  "isPartFile",
  "editedCells",
  "expiryOfInvitation",
  "rangesOf",
  "recomputeTest",
  "appendSamples",
  "closeRuns",
  "renameOptionInGrouping",
  "slugFor",
  "testOf",
  "toKeptOptions",
  "toStoredDefinition",
  "verifyCell",
  "listWanted",
  "fittingStretches",
  "refuseTooMany",
  "ImportSpool",
  "ArrivingPieces",
  "ReadingThreads",
  "readInThread",
  "readingThreads",
  "useReadingThreads",
];

it("says of every function of the services whether it changes what pages show", () => {
  const modules = import.meta.glob<Record<string, unknown>>(
    ["./**/*.ts", "!./**/*.test.ts", "!./**/reading-thread.ts"],
    { eager: true },
  );
  const functions = Object.values(modules).flatMap((module) =>
    Object.entries(module).flatMap(([name, value]) => (typeof value === "function" ? [name] : [])),
  );
  const said = [...Object.keys(RUN), ...Object.keys(MADE_OF_OTHERS), ...Object.keys(TEAM_VERBS), ...READ_ONLY];
  expect(functions.sort()).toEqual(said.sort());
});

it.each(Object.entries(RUN))("raises the version by %s as it should", async (_, { kind, run }) => {
  const lab = await preparedLab();
  await expectChange(lab.scope, kind, await run(lab));
});

it.each(Object.entries(TEAM_VERBS))("leaves a lab's data and version alone by %s", async (_, prepare) => {
  const lab = await createStaffedLab();
  await storeBatch(lab.owner.scope, hourOf("A"));
  await expectChange(lab.owner.scope, "neither", await prepare(lab));
});

/** What pages of cells show. */
const CONFIGURED = [
  "cells",
  "tests",
  "metadata_fields",
  "cell_metadata",
  "groupings",
  "annotations",
  "exclusions",
  "cycle_tags",
];
const SHOWN = [...CONFIGURED, "runs", "cycles"];

async function expectChange(scope: LabScope, kind: Kind, act: () => Promise<unknown>): Promise<void> {
  const before = await stateOf(scope);
  await act();
  const after = await stateOf(scope);
  expect({
    hasNewVersion: after.version > before.version,
    hasNewConfiguration: after.configVersion > before.version,
  }).toEqual({ hasNewVersion: kind !== "neither", hasNewConfiguration: kind === "configuration" });
  if (kind === "neither") expect(after.shown).toEqual(before.shown);
}

const stateOf = (scope: LabScope) =>
  inLab(scope, async (tx) => {
    const rows = SHOWN.map(
      (table) => `SELECT '${table}' AS of_table, to_jsonb(shown) AS content FROM ${table} AS shown`,
    );
    const { rows: shown } = await tx.client.query(`${rows.join(" UNION ALL ")} ORDER BY of_table, content`);
    return { ...(await getLabState(scope, tx)), shown };
  });
