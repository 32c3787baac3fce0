import { labScopeForApiKey, labScopeForMember } from "../auth/lab-scope";
import { inLabConfig } from "../data/in-lab-config";
import { listMetadataFields } from "../data/cells/metadata-field-reads";
import { addAnnotation } from "../services/annotations/add-annotation";
import { storeBatch } from "../services/batches/store-batch";
import { expireSamples } from "../services/cells/expire-samples";
import { mergeCells } from "../services/cells/merge-cells";
import { putCell } from "../services/cells/put-cell";
import { removeTimeRange } from "../services/cells/remove-time-range";
import { addExclusion } from "../services/exclusions/add-exclusion";
import { createMetadataField } from "../services/fields/create-metadata-field";
import { createGrant } from "../services/grants/create-grant";
import { keepSnapshot } from "../services/grants/keep-snapshot";
import { shareView } from "../services/grants/share-view";
import { createGrouping } from "../services/groupings/create-grouping";
import { importQuery } from "../services/imports/read-import-options";
import { receiveImport } from "../services/imports/receive-import";
import { saveColumnMapping } from "../services/imports/save-column-mapping";
import { updateLab } from "../services/labs/update-lab";
import { recomputeCell } from "../services/recompute/rebuild-cell";
import { tagCycles } from "../services/tags/tag-cycles";
import { createApiKey } from "../services/team/create-api-key";
import { inviteMember } from "../services/team/invite-member";
import { saveView } from "../services/views/save-view";
import type { LabScope } from "../lab-scope";
import { batchOf } from "./factories";
import type { OperationName, Sent } from "./rest-asker";
import { bdfFile, fileOf, STARTED_AT, storeWhole } from "./senders/import-sender";
import { createStaffedLab } from "./team";

const START_US = 1.75e15;
const HOUR_US = 3600e6;

/** A sample a minute: an hour of charge, an hour of discharge, and so on; with all that a sample may have. */
const sampleAt = (minute: number) => ({
  timeUs: START_US + minute * 60e6,
  voltageV: 3 + (minute % 60) / 100,
  currentA: Math.floor(minute / 60) % 2 === 0 ? 1 : -1,
  temperatureC: 25 + (minute % 7),
  testTimeS: minute * 60,
  stepTimeS: (minute % 60) * 60,
  cycle: Math.floor(minute / 120) + 1,
  step: (Math.floor(minute / 60) % 2) + 1,
  stepCount: Math.floor(minute / 60) + 1,
});
const minutes = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => sampleAt(from + index));
const OLD_MINUTES = 40 * 24 * 60;

/** A file of a cell, stored or left in the spool. */
async function receive(scope: LabScope, cell: string, text: string, { isStored }: { isStored: boolean }) {
  const query = importQuery.parse({ cell, test: "file", startedAt: STARTED_AT });
  const { importId } = await receiveImport(scope, query, { file: fileOf(text), idempotencyKey: null });
  if (isStored) await storeWhole(scope, importId);
}

/** A lab that has rows in every table: what a move has to bring along. */
export async function fullLab() {
  const staffed = await createStaffedLab("Moving");
  const scope = staffed.owner.scope;
  const { apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["ingest", "read", "manage"] });
  const keyScope = await labScopeForApiKey(`Bearer ${apiKey}`, ["ingest"]);
  await createMetadataField(scope, { name: "cathode", type: "choice", options: ["NMC811", "LFP"] });
  await createMetadataField(scope, { name: "channel", type: "text" });
  const { id: byCathode } = await createGrouping(scope, { name: "Cathodes", by: ["cathode"] });
  const rules = [{ name: "first", where: [{ field: "cathode", op: "=" as const, value: "NMC811" }] }];
  const { id: byRule } = await createGrouping(scope, { name: "Rules", rules });
  await saveColumnMapping(scope, { name: "in-house", mapping: { columns: {} } });

  for (const cell of ["A", "B", "C"]) {
    const cells = { [cell]: { metadata: { cathode: "NMC811", channel: cell } } };
    await storeBatch(keyScope, batchOf(cell, minutes(OLD_MINUTES, OLD_MINUTES + 900), { cells }));
    await storeBatch(keyScope, batchOf(cell, minutes(OLD_MINUTES, OLD_MINUTES + 240), { test: "second" }));
  }
  await putCell(scope, { name: "A", changes: { nominalCapacityAh: 1, activeMassG: 2 } });
  await recomputeCell(scope, { cell: "A" });
  await putCell(scope, { name: "empty", changes: {} });
  // Of "old" the raw samples of the first days are no longer kept.
  await storeBatch(keyScope, batchOf("old", minutes(0, 480)));
  await storeBatch(keyScope, batchOf("old", minutes(OLD_MINUTES, OLD_MINUTES + 480)));
  await updateLab(scope, { rawRetentionDays: 30 });
  await expireSamples(scope, { nowMs: (START_US + 39 * 24 * HOUR_US) / 1000 });
  await removeTimeRange(scope, {
    cell: "C",
    from: sampleAt(OLD_MINUTES + 100).timeUs / 1000,
    to: sampleAt(OLD_MINUTES + 110).timeUs / 1000,
  });
  await storeBatch(keyScope, batchOf("other", minutes(OLD_MINUTES, OLD_MINUTES + 60), { test: "merged" }));
  await mergeCells(scope, { cell: "other", into: "B" });

  // The second file confirms samples of the first; the third waits for a worker.
  await receive(scope, "imported", bdfFile({ rows: 400 }), { isStored: true });
  await receive(scope, "imported", bdfFile({ rows: 500 }), { isStored: true });
  await receive(scope, "waiting", bdfFile({ rows: 9 }), { isStored: false });

  await addExclusion(scope, { cell: "B", cycles: { from: 1, to: 2 }, reason: "leaked" });
  await tagCycles(scope, { cell: "A", cycles: { from: 1, to: 1 }, tag: "formation", reason: "as the recipe says" });
  await addAnnotation(scope, { cell: "A", text: "chamber off" });
  const [cathode, channel] = await inLabConfig(scope, (tx) => listMetadataFields(scope, tx));
  await updateLab(scope, {
    formationCycles: 1,
    channelFieldId: channel?.metadataFieldId ?? null,
    pinnedCharts: [{ groupingId: byCathode, metric: "dischargeCapacityAh" }],
  });
  if (!cathode) throw new Error("the lab has no field");
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  await createGrant(scope, { resource: { kind: "cell", name: "A" }, reads: ["cycles"], expiresAt });
  await createGrant(scope, { resource: { kind: "grouping", id: byRule }, reads: ["cycles"], expiresAt });
  const shown = { groupingId: byCathode, by: null, metrics: ["dischargeCapacityAh" as const], x: null };
  const link = await shareView(scope, {
    view: {
      page: "groups",
      name: "Cathodes",
      query: `grouping=${byCathode}&x=days`,
      groups: [{ ...shown, tag: null, rateC: null, only: null, hidden: [] }],
      cells: ["A"],
    },
    needsSignIn: false,
    expiresAt,
  });
  const opening = { page: "groups" as const, name: "Cathodes", query: "", timeZone: "UTC", splits: [], cells: ["A"] };
  await keepSnapshot(scope, { grantId: link.grantId, opening, answers: "[]" });
  const pins = new URLSearchParams([
    ["pin", `group:${byRule}:{"rule":"first"}`],
    ["pin", "cell:A"],
  ]);
  await saveView(scope, { name: "rules", view: { page: "compare", cell: null, query: pins.toString() } });
  await saveView(scope, { name: "A", view: { page: "cell", cell: "A", query: `peers=${byCathode}` } });
  await inviteMember(scope, { email: "invited@example.org", role: "viewer" });

  const named: OperationName[] = ["getCell", "listCycles", "listSteps", "listSamples"];
  const cells = ["A", "B", "C", "old", "imported"];
  const questions: [OperationName, Sent][] = cells.flatMap((name) =>
    named.map((operation): [OperationName, Sent] => [operation, { params: { name } }]),
  );
  return {
    ...staffed,
    name: "Moving",
    scope: (await labScopeForMember(staffed.owner.userId, staffed.slug)) ?? scope,
    apiKey,
    questions: [["listCells", {}], ["listMetadataFields", {}], ...questions] satisfies [OperationName, Sent][],
    nextSample: sampleAt(OLD_MINUTES + 901),
  };
}
