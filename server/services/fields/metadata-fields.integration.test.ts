import { expect, it } from "vitest";
import { groupsView } from "../../statistics/group-statistics";
import { labScopeForAdmin } from "../../auth/lab-scope";
import { getGrouping } from "../../data/groupings/grouping-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createLab } from "../../testing/factories";
import { createGrouping } from "../groupings/create-grouping";
import { createMetadataField } from "./create-metadata-field";
import { editCells } from "../cells/edit-cells";
import { orderMetadataFields } from "./order-metadata-fields";
import { removeGrouping } from "../groupings/remove-grouping";
import { removeMetadataField } from "./remove-metadata-field";
import { updateGrouping } from "../groupings/update-grouping";
import { updateMetadataField } from "./update-metadata-field";

cloneTestDatabase();

const fieldsOf = (scope: LabScope) => inLabConfig(scope, (tx) => listMetadataFields(scope, tx));
const idOf = async (scope: LabScope, name: string) =>
  (await fieldsOf(scope)).find((field) => field.name === name)?.metadataFieldId ?? 0;
const lastAudit = (scope: LabScope) =>
  inLabConfig(scope, (tx) => tx.auditEntry.findFirstOrThrow({ orderBy: { auditId: "desc" } }));
const groupsOf = async (scope: LabScope, groupingId: number) =>
  (await groupsView(scope, { groupingId, metric: "dischargeCapacityAh" })).groups.map(({ name, colour, cells }) => ({
    name,
    colour,
    cells,
  }));

async function labWithFields() {
  const lab = await createLab();
  await createMetadataField(lab.scope, { name: "cathode", type: "choice", options: ["W", "X"] });
  await createMetadataField(lab.scope, { name: "loading", type: "number", unit: "mg" });
  const edits = [
    { cell: "A", metadata: { cathode: "W", loading: 1 } },
    { cell: "B", metadata: { cathode: "X" } },
    { cell: "C" },
  ];
  await editCells(lab.scope, { createMissing: true, edits });
  return lab;
}

it("renames a field and its options, and groupings follow with their rules and colours", async () => {
  const { scope } = await labWithFields();
  const metadataFieldId = await idOf(scope, "cathode");
  const { id: byField } = await createGrouping(scope, { name: "By", by: ["cathode"] });
  const rules = [{ name: "double u", where: [{ field: "cathode", op: "in" as const, value: ["W"] }] }];
  const { id: byRules } = await createGrouping(scope, { name: "Rules", rules });
  await updateGrouping(scope, {
    groupingId: byField,
    styles: [
      { key: '["X"]', colour: 5 },
      { key: '["W"]', colour: 2 },
    ],
  });
  const field = await updateMetadataField(scope, {
    metadataFieldId,
    name: "Kathode",
    options: ["Wolfram", "X", "Y"],
    renamedOptions: { W: "Wolfram" },
  });
  expect(field).toMatchObject({ name: "Kathode", type: "choice", options: ["Wolfram", "X", "Y"] });
  expect(await groupsOf(scope, byField)).toEqual([
    { name: "X", colour: 5, cells: 1 },
    { name: "Wolfram", colour: 2, cells: 1 },
  ]);
  expect(await groupsOf(scope, byRules)).toEqual([{ name: "double u", colour: 0, cells: 1 }]);
  const { definition } = await inLabConfig(scope, (tx) => getGrouping(scope, tx, byRules));
  expect(definition).toEqual({ rules: [{ ...rules[0], where: [{ field: "Kathode", op: "in", value: ["Wolfram"] }] }] });
  expect(await lastAudit(scope)).toMatchObject({
    action: "metadata_field.update",
    subject: "cathode",
    before: { name: "cathode", options: ["W", "X"] },
    after: { name: "Kathode", options: ["Wolfram", "X", "Y"] },
  });
});

it("keeps options that cells have, names that are taken, and the type", async () => {
  const { scope } = await labWithFields();
  const [cathode, loading] = [await idOf(scope, "cathode"), await idOf(scope, "loading")];
  const change = (given: Omit<Parameters<typeof updateMetadataField>[1], "metadataFieldId">, id = cathode) =>
    updateMetadataField(scope, { metadataFieldId: id, ...given });
  await expect(change({ options: ["W"] })).rejects.toMatchObject({
    kind: "conflict",
    message: expect.stringContaining('"X" (1)'),
  });
  await expect(change({ name: "loading" })).rejects.toMatchObject({ kind: "conflict" });
  await expect(change({ unit: "g" })).rejects.toMatchObject({ kind: "invalid_input" });
  await expect(change({ options: ["A"] }, loading)).rejects.toMatchObject({ kind: "invalid_input" });
  await expect(change({ options: ["X"], renamedOptions: { W: "X" } })).rejects.toMatchObject({ kind: "invalid_input" });
  await expect(change({ name: "x" }, 0)).rejects.toThrow();
  const unsaid = /nothing can be said under this name/;
  await expect(change({ name: "__proto__" })).rejects.toThrow(unsaid);
  await expect(createMetadataField(scope, { name: "__proto__", type: "text" })).rejects.toThrow(unsaid);
  expect(await change({ unit: null }, loading)).toMatchObject({ unit: null });
});

it("orders fields, unless they have changed meanwhile", async () => {
  const { scope } = await labWithFields();
  const ids = (await fieldsOf(scope)).map(({ metadataFieldId }) => metadataFieldId);
  const { fields } = await orderMetadataFields(scope, { metadataFieldIds: [...ids].reverse() });
  expect(fields.map(({ name }) => name)).toEqual(["loading", "cathode"]);
  expect(await lastAudit(scope)).toMatchObject({ before: ["cathode", "loading"], after: ["loading", "cathode"] });
  await expect(orderMetadataFields(scope, { metadataFieldIds: ids.slice(1) })).rejects.toMatchObject({
    kind: "conflict",
  });
});

it("removes a field only unused by groupings, and by its typed name where values go with it", async () => {
  const { scope } = await labWithFields();
  const metadataFieldId = await idOf(scope, "cathode");
  const { id: groupingId } = await createGrouping(scope, { name: "By", by: ["cathode"] });
  const remove = (typedName?: string) =>
    removeMetadataField(scope, { metadataFieldId, ...(typedName === undefined ? {} : { typedName }) });
  await expect(remove("cathode")).rejects.toMatchObject({ kind: "conflict", message: expect.stringContaining('"By"') });
  await removeGrouping(scope, { groupingId });
  await expect(remove()).rejects.toMatchObject({ kind: "conflict", message: expect.stringContaining("2 cells") });
  await expect(remove("Cathode")).rejects.toMatchObject({ kind: "conflict" });
  expect(await remove("cathode")).toEqual({ name: "cathode", values: 2 });
  expect((await fieldsOf(scope)).map(({ name }) => name)).toEqual(["loading"]);
  await expect(remove("cathode")).rejects.toMatchObject({ kind: "not_found" });
});

it("changes a grouping, keeps one default at most, and gives groups their order and colours", async () => {
  const { scope } = await labWithFields();
  const first = await createGrouping(scope, { name: "First", by: ["cathode"] });
  const second = await createGrouping(scope, { name: "Second", by: ["loading"] });
  expect(await groupsOf(scope, first.id)).toMatchObject([
    { name: "W", colour: 0 },
    { name: "X", colour: 1 },
  ]);
  await updateGrouping(scope, { groupingId: first.id, isDefault: true, styles: [{ key: '["X"]', colour: 0 }] });
  expect(await groupsOf(scope, first.id)).toMatchObject([
    { name: "X", colour: 0 },
    { name: "W", colour: 1 },
  ]);
  expect(await updateGrouping(scope, { groupingId: second.id, isDefault: true })).toMatchObject({ isDefault: true });
  expect(await inLabConfig(scope, (tx) => getGrouping(scope, tx, first.id))).toMatchObject({ isDefault: false });
  expect(await updateGrouping(scope, { groupingId: second.id, isDefault: false })).toMatchObject({ isDefault: false });

  const changed = await updateGrouping(scope, {
    groupingId: second.id,
    name: "Both",
    definition: { by: ["cathode", "loading"] },
  });
  expect(changed).toMatchObject({ name: "Both", definition: { by: ["cathode", "loading"] } });
  expect(await lastAudit(scope)).toMatchObject({
    action: "grouping.update",
    subject: "Second",
    before: { name: "Second" },
  });
  const update = (given: object) => updateGrouping(scope, { groupingId: second.id, ...given });
  await expect(update({ name: "First" })).rejects.toMatchObject({ kind: "conflict" });
  await expect(update({ definition: { by: ["colour"] } })).rejects.toMatchObject({ kind: "invalid_input" });
  const twice = [
    { key: "k", colour: 1 },
    { key: "k", colour: 2 },
  ];
  await expect(update({ styles: twice })).rejects.toMatchObject({ kind: "invalid_input" });
  await expect(removeGrouping(scope, { groupingId: 0 })).rejects.toThrow();
});

it("lets members change no field and no grouping, and one lab nothing of another", async () => {
  const [ours, theirs] = [await labWithFields(), await labWithFields()];
  const member = { ...labScopeForAdmin(ours.labId), role: "member" as const };
  const metadataFieldId = await idOf(theirs.scope, "cathode");
  const { id: groupingId } = await createGrouping(theirs.scope, { name: "Theirs", by: ["cathode"] });
  for (const [scope, kind] of [
    [member, "forbidden"],
    [ours.scope, "not_found"],
  ] as const) {
    for (const verb of [
      () => updateMetadataField(scope, { metadataFieldId, name: "x" }),
      () => removeMetadataField(scope, { metadataFieldId, typedName: "cathode" }),
      () => updateGrouping(scope, { groupingId, name: "x" }),
      () => removeGrouping(scope, { groupingId }),
    ]) {
      await expect(verb()).rejects.toMatchObject({ kind });
    }
  }
  await expect(orderMetadataFields(member, { metadataFieldIds: [] })).rejects.toMatchObject({ kind: "forbidden" });
  expect((await fieldsOf(theirs.scope)).map(({ name }) => name)).toEqual(["cathode", "loading"]);
});
