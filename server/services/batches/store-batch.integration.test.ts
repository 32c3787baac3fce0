import { describe, expect, it } from "vitest";
import { getCell } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { inLab, type LabTransaction } from "../../data/in-lab";
import { findBatch } from "../../data/series/batch-reads";
import { lockTestStates } from "../../data/series/test-state-writes";
import { changeSeries } from "../change-lab";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../../testing/factories";
import { storedOf } from "../../testing/stored-cell";
import { recomputeTest } from "../recompute/recompute-test";
import { putCell } from "../cells/put-cell";
import { storeBatch, storeBatches } from "./store-batch";
import { verifyCell } from "../recompute/verify-cell";
import { writeResults } from "../recompute/write-results";

cloneTestDatabase();

const at = (timeS: number, currentA: number, given: Partial<SentSample> = {}): SentSample => ({
  timeUs: 1.7e15 + timeS * 1e6,
  voltageV: 3.5 + (timeS % 11) / 100,
  currentA,
  ...given,
});

describe("one batch", () => {
  it("stores samples, steps, a growing cycle and a ledger row, and doubles nothing when it comes twice", async () => {
    const { scope } = await createLab();
    const batch = batchOf("A-01", [at(0, 1), at(1800, 1), at(3600, 1)], {
      cells: { "A-01": { nominalCapacityAh: 1 } },
    });
    const first = await storeBatch(scope, batch);
    const again = await storeBatch(scope, batch);
    expect(again.version).toBeGreaterThanOrEqual(first.version);
    const stored = await storedOf(scope, "A-01");
    expect(stored.samples.length).toBe(3);
    expect(stored.cycles).toMatchObject([{ cyclerCycle: 1, chargeCapacityAh: 1, isComplete: false, sampleCount: 3 }]);
    const ledger = await inLab(scope, (tx) => findBatch(scope, tx, { batchId: batch.batchId }));
    expect(ledger).toMatchObject({ status: "stored", samples: 3, inserted: 3, replaced: 0, unchanged: 0 });
  });

  it("says how many samples were new, changed a value, or changed nothing", async () => {
    const { scope } = await createLab();
    await storeBatch(scope, batchOf("A", [at(0, 1), at(10, 1), at(20, 1)]));
    const second = batchOf("A", [at(10, 1), at(20, 2), at(30, 1), at(30, 1, { record: 0 })]);
    await storeBatch(scope, second);
    const ledger = await inLab(scope, (tx) => findBatch(scope, tx, { batchId: second.batchId }));
    expect(ledger).toMatchObject({ samples: 4, inserted: 1, replaced: 1, unchanged: 2 });
  });

  it("lets the later received of two values win, in whatever order they are processed, and A → B → A ends in A", async () => {
    const { scope } = await createLab();
    const [a, b, c] = [1, 2, 1].map((currentA) => batchOf("A", [at(0, currentA), at(3600, currentA)]));
    if (!a || !b || !c) throw new Error("three batches");
    for (const batch of [c, a, b]) await storeBatch(scope, batch);
    expect((await storedOf(scope, "A")).cycles).toMatchObject([{ chargeCapacityAh: 1 }]);
  });
});

it("registers a cell that a batch only describes", async () => {
  const { scope } = await createLab();
  const cells = { B: { metadata: { cathode: "X" }, nominalCapacityAh: 3 } };
  await storeBatch(scope, batchOf("A", [at(0, 1)], { cells }));
  const described = await inLabConfig(scope, (tx) => getCell(scope, tx, { name: "B" }));
  expect(described).toMatchObject({ nominalCapacityAh: 3, metadata: { cathode: "X" }, tests: [] });
});

it("takes batches of one cell from many workers at once", async () => {
  const { scope } = await createLab();
  const samples = Array.from({ length: 400 }, (_, index) => at(index * 10, index % 80 < 40 ? 1 : -1));
  const batches = Array.from({ length: 40 }, (_, index) =>
    batchOf("crowd", samples.slice(index * 10, index * 10 + 10)),
  );
  await Promise.all([...batches, ...batches].reverse().map((batch) => storeBatch(scope, batch)));
  expect((await storedOf(scope, "crowd")).samples.length).toBe(400);
  expect((await verifyCell(scope, { cell: "crowd" })).differences).toEqual([]);
});

describe("several batches in one transaction", () => {
  it("counts each of them as if it were alone", async () => {
    const { scope } = await createLab();
    await storeBatch(scope, batchOf("A", [at(0, 1), at(20, 1), at(40, 1)]));
    const late = batchOf("A", [at(10, 1), at(20, 2)]);
    const equal = batchOf("A", [at(0, 1)]);
    const newer = batchOf("A", [at(50, 1), at(60, 1)]);
    const otherCell = batchOf("B", [at(0, 1)]);
    await storeBatches(scope, [newer, otherCell, late, equal, late]);
    const ledger = [];
    for (const { batchId } of [late, equal, newer, otherCell]) {
      ledger.push(await inLab(scope, (tx) => findBatch(scope, tx, { batchId })));
    }
    expect(ledger.map((row) => [row?.inserted, row?.replaced, row?.unchanged])).toEqual([
      [1, 1, 0],
      [0, 0, 1],
      [2, 0, 0],
      [1, 0, 0],
    ]);
    expect((await storedOf(scope, "A")).cycles).toMatchObject([{ sampleCount: 6 }]);
    expect((await verifyCell(scope, { cell: "A" })).differences).toEqual([]);
  });

  it("lets the later received win where two of them hold one sample", async () => {
    const { scope } = await createLab();
    const [first, second] = [3, 1].map((currentA) => batchOf("A", [at(0, currentA), at(3600, currentA)]));
    if (!first || !second) throw new Error("two batches");
    await storeBatches(scope, [second, first]);
    expect((await storedOf(scope, "A")).cycles).toMatchObject([{ chargeCapacityAh: 1, sampleCount: 2 }]);
    const ledger = await inLab(scope, (tx) => findBatch(scope, tx, { batchId: second.batchId }));
    expect(ledger).toMatchObject({ inserted: 0, replaced: 2 });
  });

  it("reads only the runs that late samples touch, however far apart they lie", async () => {
    const { scope } = await createLab();
    const blocks = Array.from({ length: 40 }, (_, block) =>
      [0, 600, 1200].map((offsetS) => at(block * 3600 + offsetS, block % 2 === 0 ? 1 : -1)),
    );
    await storeBatch(scope, batchOf("A", blocks.flat()));
    const late = [1, 2, 20, 39].map((block) => batchOf("A", [at(block * 3600 + 300, 2)]));
    const earlier = batchOf("A", [at(-5, 1), at(-4, 0)]);
    await storeBatches(scope, [...late, earlier]);
    const all = [...blocks.flat(), ...[1, 2, 20, 39].map((block) => at(block * 3600 + 300, 2)), at(-5, 1), at(-4, 0)];
    await storeBatch(scope, batchOf("at once", all));
    expect(await storedOf(scope, "A")).toEqual(await storedOf(scope, "at once"));
  });
});

describe("settings", () => {
  it("counts with those that changed, and were counted with, while a batch waited for its test", async () => {
    const { scope } = await createLab();
    await storeBatch(scope, batchOf("A", [at(0, 1), at(3600, 1)]));
    const tests = [{ cell: "A", test: "" }];
    const { stored } = await changeSeries(scope, async (tx) => {
      await lockTestStates(scope, tx, tests);
      const stored = storeBatch(scope, batchOf("A", [at(7200, 1)]));
      await expect.poll(() => countWaiting(tx)).toBe(1);
      await putCell(scope, { name: "A", changes: { maxGapSeconds: 100 } });
      const [state] = await lockTestStates(scope, tx, tests);
      const counted = state && (await recomputeTest(scope, tx, state, { changed: null, newer: null }));
      if (counted) await writeResults(scope, tx, [counted], null);
      return { stored };
    });
    await stored;
    // Intervals of an hour are longer than the gap that is allowed now.
    expect((await storedOf(scope, "A")).cycles).toMatchObject([{ chargeCapacityAh: 0, sampleCount: 3 }]);
  });
});

async function countWaiting(tx: LabTransaction): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    "SELECT count(*)::integer AS count FROM pg_locks JOIN pg_stat_activity a USING (pid) WHERE NOT granted AND a.datname = current_database()",
  );
  return rows[0]?.count ?? 0;
}
