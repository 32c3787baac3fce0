import { afterEach, beforeAll, expect, it } from "vitest";
import { groupsView } from "../../statistics/group-statistics";
import { labScopeForAdmin } from "../../auth/lab-scope";
import { env } from "../../env";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab } from "../../testing/factories";
import { storeBatch } from "../batches/store-batch";
import { editCells } from "../cells/edit-cells";
import { createMetadataField } from "../fields/create-metadata-field";
import { createGrouping } from "../groupings/create-grouping";
import { updateGrouping } from "../groupings/update-grouping";

cloneTestDatabase();

let before: ReturnType<typeof env>;
beforeAll(() => {
  before = { ...env() };
});
afterEach(() => {
  Object.assign(env(), before);
});

const rule = (name: string, values: number) => ({
  name,
  where: [{ field: "made", op: "in" as const, value: Array.from({ length: values }, (_, value) => `${value}`) }],
});
const refusal = (message: string) => ({ kind: "invalid_input", problems: [{ pointer: "/rules", message }] });

it("splits cells by so many rules, with so many values together, when it is made and when it is changed", async () => {
  const { scope } = await createLab();
  await createMetadataField(scope, { name: "made", type: "text" });
  const rules = (count: number, values: number) =>
    Array.from({ length: count }, (_, index) => rule(`rule ${index}`, values));
  const { id: groupingId } = await createGrouping(scope, { name: "most", rules: rules(50, 100) });
  const make = (definition: { rules: ReturnType<typeof rules> }) =>
    createGrouping(scope, { name: "more", ...definition });
  await expect(make({ rules: rules(51, 1) })).rejects.toMatchObject(refusal("expected at most 50 rules; these are 51"));
  const tooMany = refusal("expected at most 5000 values in all rules together; these are 5002");
  await expect(make({ rules: [...rules(49, 102), rule("last", 4)] })).rejects.toMatchObject(tooMany);
  Object.assign(env(), { GROUPING_MAX_RULES: 2, GROUPING_MAX_VALUES: 3 });
  const change = (of: ReturnType<typeof rules>) => updateGrouping(scope, { groupingId, definition: { rules: of } });
  await expect(change(rules(3, 1))).rejects.toMatchObject(refusal("expected at most 2 rules; these are 3"));
  await expect(change(rules(2, 2))).rejects.toMatchObject(
    refusal("expected at most 3 values in all rules together; these are 4"),
  );
  await change(rules(2, 1));
});

it("shows so many groups, and statistics of as many cycles as there is room for", async () => {
  const { labId, scope } = await createLab();
  await createMetadataField(scope, { name: "serial", type: "text" });
  const { id: groupingId } = await createGrouping(scope, { name: "Serial", by: ["serial"] });
  const edits = ["A", "B", "C"].map((cell) => ({ cell, metadata: { serial: cell } }));
  await editCells(labScopeForAdmin(labId), { edits, createMissing: true });
  Object.assign(env(), { GROUPING_MAX_GROUPS: 2 });
  const view = () => groupsView(scope, { groupingId, metric: "dischargeCapacityAh" });
  await expect(view()).rejects.toMatchObject({
    kind: "too_large",
    message: expect.stringContaining("3 groups; 2 can be shown"),
  });
  Object.assign(env(), { GROUPING_MAX_GROUPS: 3, LAB_COLUMNS_MIB: 1e-5 });
  const cycles = [0, 1, 2, 3].flatMap((cycle) =>
    [1, -1].map((currentA, half) => ({
      timeUs: 1.7e15 + (2 * cycle + half) * 3600e6,
      voltageV: 3.7,
      currentA,
      cycle,
    })),
  );
  await storeBatch(scope, batchOf("A", cycles));
  await expect(view()).rejects.toMatchObject({ kind: "too_large" });
  Object.assign(env(), { LAB_COLUMNS_MIB: before.LAB_COLUMNS_MIB });
});
