import { describe, expect, it } from "vitest";
import { labScopeForAdmin } from "../auth/lab-scope";
import { METRIC_NAMES } from "../domain/cycles/metrics";
import { storeBatch } from "../services/batches/store-batch";
import { editCells } from "../services/cells/edit-cells";
import { moveTest } from "../services/cells/move-test";
import { putCell } from "../services/cells/put-cell";
import { removeTimeRange } from "../services/cells/remove-time-range";
import { createMetadataField } from "../services/fields/create-metadata-field";
import { createGrouping } from "../services/groupings/create-grouping";
import { updateGrouping } from "../services/groupings/update-grouping";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../testing/factories";
import { groupCycles, groupsView } from "./group-statistics";

cloneTestDatabase();

const HOUR_US = 3600e6;
const START_US = 1.7e15;

/** Cycles of an hour of charge and one of discharge. */
function cycles(count: number, { from = 1, currentA = 1, fromHour = 0 } = {}): SentSample[] {
  return Array.from({ length: 4 * count }, (_, index) => ({
    timeUs: START_US + (fromHour + index / 2) * HOUR_US,
    voltageV: 3 + (index % 4) / 10,
    currentA: index % 4 < 2 ? currentA : -currentA,
    cycle: from + Math.floor(index / 4),
  }));
}

const inGroup = (group: string) => ({ metadata: { group } });

describe("views of groups", () => {
  it("that took in what changed are those that are computed anew", async () => {
    const { scope } = await createLab();
    await createMetadataField(scope, { name: "group", type: "text" });
    const { id: groupingId } = await createGrouping(scope, { name: "Group", by: ["group"] });
    const hour = (hours: number) => new Date((START_US + hours * HOUR_US) / 1000).toISOString();
    const steps: (() => Promise<unknown>)[] = [
      () => putCell(scope, { name: "A", changes: inGroup("one") }),
      () => putCell(scope, { name: "B", changes: inGroup("one") }),
      () => storeBatch(scope, batchOf("A", cycles(3))),
      () => storeBatch(scope, batchOf("B", cycles(4, { currentA: 1.1 }))),
      () => storeBatch(scope, batchOf("A", cycles(2, { from: 4, fromHour: 6 }))),
      () => storeBatch(scope, batchOf("B", cycles(2, { from: 3, fromHour: 50 }), { test: "restart" })),
      () => storeBatch(scope, batchOf("C", cycles(3, { currentA: 2 }))),
      () => putCell(scope, { name: "C", changes: inGroup("two") }),
      () => putCell(scope, { name: "A", changes: { referenceCycle: 2 } }),
      () => removeTimeRange(scope, { cell: "A", test: "", from: hour(1), to: hour(3) }),
      () => moveTest(scope, { cell: "B", test: "restart", into: "C" }),
      () => updateGrouping(scope, { groupingId, name: "By group" }),
    ];
    for (const [index, step] of steps.entries()) {
      await step();
      for (const metric of METRIC_NAMES) {
        const asked = { groupingId, metric };
        // A span is computed from the cycles each time.
        const { groups, unassigned } = await groupCycles(scope, { ...asked, from: 0, to: null });
        const view = await groupsView(scope, asked);
        const shown = view.groups.map(({ colour: _colour, ...group }) => group);
        expect({ groups: shown, unassigned: view.unassigned }, `${metric} after step ${index}`).toEqual({
          groups,
          unassigned,
        });
        expect((await groupsView(scope, asked)).groups[0]).toBe(view.groups[0]);
      }
    }
  });
});

it("refuses more groups than a chart can show, and says what to do", async () => {
  const { scope } = await createLab();
  await createMetadataField(scope, { name: "serial", type: "text" });
  const { id: groupingId } = await createGrouping(scope, { name: "Serial", by: ["serial"] });
  const names = Array.from({ length: 501 }, (_, index) => `cell ${index}`);
  const edits = names.map((cell) => ({ cell, metadata: { serial: cell } }));
  await editCells(labScopeForAdmin(scope.labId), { edits, createMissing: true });
  await expect(groupsView(scope, { groupingId, metric: "dischargeCapacityAh" })).rejects.toThrow(
    "This grouping has 501 groups; 500 can be shown. Group by fields with fewer values, or by rules.",
  );
});
