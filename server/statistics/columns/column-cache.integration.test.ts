import { describe, expect, it } from "vitest";
import { listCellsForGroups } from "../../data/cells/cell-reads";
import { inLab } from "../../data/in-lab";
import { inLabConfig } from "../../data/in-lab-config";
import { listCyclesOfCell } from "../../data/series/cycle-reads";
import { cellCycles, statisticsCycles } from "../../domain/cycles/cycle-metrics";
import { METRIC_NAMES, type MetricName } from "../../domain/cycles/metrics";
import type { LabScope } from "../../lab-scope";
import { storeBatch } from "../../services/batches/store-batch";
import { moveTest } from "../../services/cells/move-test";
import { putCell } from "../../services/cells/put-cell";
import { removeCell } from "../../services/cells/remove-cell";
import { removeTimeRange } from "../../services/cells/remove-time-range";
import { packCycles } from "../../services/labs/pack-cycles";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../../testing/factories";
import { countingCycles, referenceOf, runningRow, shownCycle } from "./cell-columns";
import { ColumnCache } from "./column-cache";
import { MetricReader } from "./metric-reader";

cloneTestDatabase();

const ROOMY = { maxBytes: 1e8, maxLabBytes: 1e8 };
const HOUR_US = 3600e6;
const START_US = 1.7e15;

/** Cycles of two hours of charge and two of discharge; each discharges a little less. */
function cycles(numbers: readonly number[], fromHour = 0): SentSample[] {
  return numbers.flatMap((cycle, index) =>
    [1, 1, -1, -1].map((sign, hour) => ({
      timeUs: START_US + (fromHour + 4 * index + hour) * HOUR_US,
      voltageV: 3 + hour / 10,
      currentA: sign === 1 ? 1 : -1 + index / 100,
      cycle,
      temperatureC: index % 2 === 0 ? 25 : null,
    })),
  );
}

/** What every cell of the lab shows of a metric, by the columns of a cache. */
function seen(cache: ColumnCache, scope: LabScope, metric: MetricName) {
  const reader = new MetricReader(metric);
  return cache.use(scope, { metric }, ({ columns: { cells } }) =>
    cells.map((cell) => {
      const running = runningRow(cell);
      const counting = countingCycles(cell).sort((left, right) => left - right);
      return {
        name: cell.cell.name,
        reference: referenceOf(cell)?.cycle ?? null,
        values: counting.map((cycle) => [cycle, orNull(reader.at(cell, cycle))]),
        running: running && {
          cycle: shownCycle(running.test, running.row),
          value: orNull(reader.atRow(running.test.columns, running.row, reader.metricCell(cell))),
        },
      };
    }),
  );
}

const orNull = (value: number) => (Number.isNaN(value) ? null : value);

/** The same, by rows that were read one by one. */
async function expected(scope: LabScope, metric: MetricName): ReturnType<typeof seen> {
  const { cells, ...rules } = await inLabConfig(scope, (tx) => listCellsForGroups(scope, tx));
  return inLab(scope, async (tx) => {
    const shown = [];
    for (const cell of cells) {
      const stored = await listCyclesOfCell(scope, tx, { cellId: cell.cellId });
      const settings = { ...cell, ...rules, formationCycles: cell.formationCycles ?? rules.formationCycles };
      const { cycles, referenceCycle } = cellCycles(stored, cell.tests, settings);
      const running = cycles.findLast(({ isComplete }) => !isComplete);
      shown.push({
        name: cell.name,
        reference: referenceCycle,
        values: statisticsCycles(cycles).map((cycle) => [cycle.cycle, cycle[metric]]),
        running: running ? { cycle: running.cycle, value: running[metric] } : null,
      });
    }
    return shown;
  });
}

describe("the columns of a lab", () => {
  it.each([
    { name: "read from cycles", packedAfter: [] },
    { name: "packed at first", packedAfter: [1] },
    { name: "packed now and then", packedAfter: [2, 5, 6, 9, 11] },
  ])("follow whatever happens to its cycles, cells and tests, $name", async ({ packedAfter }) => {
    const { scope } = await createLab();
    const cache = new ColumnCache(ROOMY);
    const steps: (() => Promise<unknown>)[] = [
      () => storeBatch(scope, batchOf("A", cycles([1, 2, 3]))),
      () => storeBatch(scope, batchOf("A", cycles([4, 5], 12))),
      () => storeBatch(scope, batchOf("B", cycles([1, 2, 3]))),
      // A second test of B shows some of the numbers again, and began later.
      () => storeBatch(scope, batchOf("B", cycles([2, 3, 7], 100), { test: "restart" })),
      // Now it began at the same moment as the first one.
      () => storeBatch(scope, batchOf("B", cycles([1]), { test: "restart" })),
      () => storeBatch(scope, batchOf("A", [{ timeUs: START_US + HOUR_US / 2, voltageV: 3, currentA: 2, cycle: 1 }])),
      () => removeTimeRange(scope, { cell: "A", test: "", from: hour(8), to: hour(13) }),
      () => putCell(scope, { name: "A", changes: { polarity: "half_cell_anode", formationCycles: 1 } }),
      () => putCell(scope, { name: "B", changes: { referenceCycle: 3 } }),
      () => moveTest(scope, { cell: "B", test: "restart", into: "A" }),
      () => storeBatch(scope, batchOf("A", cycles([8, 9], 200), { test: "restart" })),
      () => removeCell(scope, { cell: "B" }),
    ];
    for (const [index, step] of steps.entries()) {
      await step();
      if (packedAfter.includes(index)) await packCycles(scope);
      const cold = new ColumnCache(ROOMY);
      for (const metric of METRIC_NAMES) {
        const rows = await expected(scope, metric);
        expect(await seen(cache, scope, metric), `${metric} after step ${index}`).toEqual(rows);
        expect(await seen(cold, scope, metric), `${metric} after step ${index}, read anew`).toEqual(rows);
      }
    }
  });

  it("are those that were asked for, and no larger because numbers lie far apart", async () => {
    const { scope, labId } = await createLab();
    const cache = new ColumnCache(ROOMY);
    await storeBatch(scope, batchOf("A", cycles([1, 1000, 2_000_000, 2_000_000_000])));
    await cache.use(scope, { metric: "dischargeCapacityAh" }, ({ columns: { quantities } }) => {
      expect(quantities).toEqual(["dischargeCapacityAh"]);
    });
    expect(cache.held.get(labId)).toBe(400 + 4 * (4 + 1 + 8)); // a test; of each cycle its number, marks and one quantity
    await cache.use(scope, { metric: "energyEfficiency" }, ({ columns: { quantities } }) => {
      expect(quantities).toEqual(["dischargeCapacityAh", "dischargeEnergyWh", "chargeEnergyWh"]);
    });
    expect(cache.held.get(labId)).toBe(400 + 4 * (4 + 1 + 3 * 8));
  });

  it("are given up for those of other labs, the least recently used ones first", async () => {
    const cache = new ColumnCache({ maxBytes: 1000, maxLabBytes: 1000 }); // a lab here takes 400 + 2 × 13
    const labs = [await createLab(), await createLab(), await createLab()];
    const [first, second, third] = labs.map(({ labId }) => labId);
    for (const { scope } of labs) await storeBatch(scope, batchOf("A", cycles([1, 2])));
    const ask = (index: number) => seen(cache, labs[index]?.scope ?? failed(), "chargeCapacityAh");
    for (const index of [0, 1, 0, 2]) await ask(index);
    expect([...cache.held.keys()]).toEqual([first, third]);
    await ask(1);
    expect([...cache.held.keys()]).toEqual([third, second]);
  });

  it("leave out what was not asked for the longest time, and refuse what does not fit at all", async () => {
    const cache = new ColumnCache({ maxBytes: 500, maxLabBytes: 480 }); // of five cycles one quantity fits: 400 + 5 × 13 = 465
    const { scope } = await createLab();
    await storeBatch(scope, batchOf("A", cycles([1, 2, 3, 4, 5])));
    await seen(cache, scope, "dischargeCapacityAh");
    await cache.use(scope, { metric: "chargeCapacityAh" }, ({ columns: { quantities } }) =>
      expect(quantities).toEqual(["chargeCapacityAh"]),
    );
    for (const _ of ["asked", "asked again"]) {
      await expect(seen(cache, scope, "coulombicEfficiency")).rejects.toMatchObject({ kind: "too_large" });
    }
    expect(await seen(cache, scope, "dischargeCapacityAh")).toEqual(await expected(scope, "dischargeCapacityAh"));
    await removeTimeRange(scope, { cell: "A", test: "", from: hour(4), to: hour(20) });
    expect(await seen(cache, scope, "coulombicEfficiency")).toEqual(await expected(scope, "coulombicEfficiency"));
  });
});

const hour = (at: number) => new Date((START_US + at * HOUR_US) / 1000).toISOString();

function failed(): never {
  throw new Error("there is no such lab");
}
