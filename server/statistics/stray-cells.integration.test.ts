import { expect, it } from "vitest";
import { ALL_CELLS } from "../domain/groups/all-cells";
import { storeBatch } from "../services/batches/store-batch";
import { putCell } from "../services/cells/put-cell";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../testing/factories";
import { groupDeviations, groupsView } from "./group-statistics";
import { strayCells } from "./stray-cells";

cloneTestDatabase();

const HOUR_US = 3600e6;

/** Cycles of an hour of charge and one of discharge each; the last one is closed by a sample of the next. */
function cycles(count: number, currentA: (cycle: number) => number): SentSample[] {
  const whole = Array.from({ length: 4 * count }, (_, index) => {
    const cycle = 1 + Math.floor(index / 4);
    return {
      timeUs: 1.7e15 + (index / 2) * HOUR_US,
      voltageV: 3.7,
      currentA: index % 4 < 2 ? currentA(cycle) : -currentA(cycle),
      cycle,
    };
  });
  return [...whole, { timeUs: 1.7e15 + 2 * count * HOUR_US, voltageV: 3.7, currentA: 0, cycle: count + 1 }];
}

it("finds the cell that fades among cells of all sizes, where its capacity tells nothing", async () => {
  const { scope } = await createLab();
  const sizesAh = [4, 5, 6, 7, 8];
  for (const [index, sizeAh] of sizesAh.entries()) {
    const name = `C-${index}`;
    // One fades by a tenth a cycle, the others by a hundredth. It is in the middle of their sizes.
    const fade = index === 2 ? 0.1 : 0.01 + index / 10_000;
    await putCell(scope, { name, changes: { nominalCapacityAh: sizeAh } });
    await storeBatch(
      scope,
      batchOf(
        name,
        cycles(3, (cycle) => sizeAh * (1 - fade * (cycle - 1))),
      ),
    );
  }
  // One more ran on alone: what it does there is no verdict on the others.
  await storeBatch(
    scope,
    batchOf(
      "C-5",
      cycles(9, (cycle) => 6 * (1 - 0.0102 * (cycle - 1))),
    ),
  );

  const groupingId = ALL_CELLS.id;
  const [group, ...others] = await strayCells(scope, { groupingId });
  expect(others).toEqual([]);
  expect(group?.cells.map(({ cell }) => cell)).toEqual(["C-2"]);
  const retention = group?.cells[0]?.metrics.find(({ metric }) => metric === "capacityRetention");
  expect(retention).toMatchObject({ cycle: 3, persistence: expect.any(Number) });
  expect(group?.cells[0]?.metrics.map(({ metric }) => metric)).not.toContain("dischargeCapacityAh");

  // It is what the deep dive says at the cycle it opens with.
  const asked = { groupingId, metric: "capacityRetention" as const };
  const view = await groupsView(scope, asked);
  // The first cycle, which begins under current, is partial.
  expect(view.groups[0]).toMatchObject({ name: "All cells", cells: 6, n: [6, 6, 1, 1, 1, 1, 1, 1] });
  expect(view.groups[0]?.thinned).toEqual([false, false, true, true, true, true, true, true]);
  const { cells } = await groupDeviations(scope, { ...asked, cycle: 3, group: null });
  expect(cells.filter(({ verdict }) => verdict === "stray").map(({ cell }) => cell)).toEqual(["C-2"]);
});
