import { expect, it } from "vitest";
import { ALL_CELLS } from "../domain/groups/all-cells";
import type { LabScope } from "../lab-scope";
import { addExclusion } from "../services/exclusions/add-exclusion";
import { storeBatch } from "../services/batches/store-batch";
import { putCell } from "../services/cells/put-cell";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../testing/factories";
import { groupDeviations, groupsView, withGroups } from "./group-statistics";
import { inPieces } from "./in-pieces";
import { strayCells } from "./stray-cells";
import { strayStretches } from "./stray-stretches";

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
  const [group, ...others] = await strayCells(scope, { groupingId, group: null });
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

const LAST = 100;

/** Six cells that keep their capacity, of which one has a tenth less in cycles 5–10, and from the twentieth on. */
async function storeLoser(scope: LabScope) {
  const isLow = (cycle: number) => (cycle >= 5 && cycle <= 10) || cycle >= 20;
  for (const name of ["A", "B", "C", "D", "E", "loser"]) {
    await putCell(scope, { name, changes: { nominalCapacityAh: 1 } });
    const currents = cycles(LAST, (cycle) => (name === "loser" && isLow(cycle) ? 0.9 : 1));
    await storeBatch(scope, batchOf(name, currents));
  }
}

it("says since when a cell strays, over cycles that nobody can judge and no further than is looked", async () => {
  const { scope } = await createLab();
  await storeLoser(scope);
  await addExclusion(scope, { cell: "loser", cycles: { from: 50, to: 52 }, reason: "the chamber was open" });

  const groupingId = ALL_CELLS.id;
  const [group] = await strayCells(scope, { groupingId, group: null });
  expect(group?.cells.map(({ cell }) => cell)).toEqual(["loser"]);
  const retention = group?.cells[0]?.metrics.find(({ metric }) => metric === "capacityRetention");
  expect(retention).toMatchObject({ cycle: LAST, since: 20, mayBeginEarlier: false, persistence: 10 });
  // The mean is 5.9 ÷ 6; MAD is 0, and the mean distance from the median 0.1 ÷ 6.
  expect(retention?.value).toBeCloseTo(0.9, 9);
  expect(retention?.relativeDeviation).toBeCloseTo(0.9 / (5.9 / 6) - 1, 9);
  expect(retention?.robustScore).toBeCloseTo(-6 / 1.253314, 9);
  expect(await strayCells(scope, { groupingId, group: "another" })).toEqual([]);

  const lookedBack = (cyclesBack: number, last: number) =>
    withGroups(scope, { groupingId, metric: "capacityRetention" }, async ({ cells, groups: [all] }) => {
      if (!all) throw new RangeError("all cells are a group");
      const strays = cells.filter(({ cell }) => cell.name === "loser");
      const upTo = Array.from({ length: last - 1 }, (_, index) => index + 2); // the first is partial
      const asked = {
        metric: "capacityRetention",
        group: all,
        cycles: upTo,
        strays,
        maxValues: 6 * cyclesBack,
      } as const;
      return [...(await inPieces(strayStretches(cells, asked))).values()][0];
    });
  expect(await lookedBack(2, LAST)).toEqual({ since: 98, mayBeginEarlier: true });
  expect(await lookedBack(80, LAST)).toEqual({ since: 20, mayBeginEarlier: true }); // the nineteenth was not looked at
  expect(await lookedBack(81, LAST)).toEqual({ since: 20, mayBeginEarlier: false });
  expect(await lookedBack(1000, 10)).toEqual({ since: 5, mayBeginEarlier: false });
  // With 50–52 excluded there is no verdict on them.
  expect(await lookedBack(1000, 53)).toEqual({ since: 20, mayBeginEarlier: false });
});
