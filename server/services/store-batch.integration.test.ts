import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inLab } from "../data/in-lab";
import { findBatch } from "../data/timeseries/batch-reads";
import { listCyclesOfTest } from "../data/timeseries/cycle-reads";
import { listSamplesBetween } from "../data/timeseries/sample-reads";
import { listRuns } from "../data/timeseries/step-reads";
import { poolOf } from "../data/pools";
import type { LabScope } from "../lab-scope";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../testing/factories";
import { storeBatch } from "./store-batch";
import { verifyCell } from "./verify-cell";

cloneTestDatabase();

async function testIdOf(scope: LabScope, cell: string): Promise<number> {
  return inLab(scope, async (tx) => {
    const { rows } = await tx.client.query<{ test_id: number }>(
      "SELECT test_id FROM tests JOIN cells USING (cell_id) WHERE cells.name = $1 ORDER BY test_id LIMIT 1",
      [cell],
    );
    return rows[0]?.test_id ?? 0;
  });
}

/** Everything stored of a cell, without the version numbers that order of arrival may change. */
async function storedOf(scope: LabScope, cell: string) {
  const testId = await testIdOf(scope, cell);
  return inLab(scope, async (tx) => ({
    samples: await listSamplesBetween(scope, tx, {
      testId,
      from: { timeUs: Number.NEGATIVE_INFINITY, record: 0 },
      to: { timeUs: Number.POSITIVE_INFINITY, record: 2147483647 },
    }),
    steps: await listRuns(scope, tx, { testId }),
    cycles: (await listCyclesOfTest(scope, tx, { testId })).map(({ testId: _, cellId: __, ...cycle }) => cycle),
  }));
}

const at = (timeS: number, currentA: number, given: Partial<SentSample> = {}): SentSample => ({
  timeUs: 1.7e15 + timeS * 1e6,
  voltageV: 3.5 + (timeS % 11) / 100,
  currentA,
  ...given,
});

describe("one batch", () => {
  it("stores samples, steps, a growing cycle and a ledger row, and doubles nothing when it comes twice", async () => {
    const { scope } = await createLab();
    const batch = batchOf(scope, "A-01", [at(0, 1), at(1800, 1), at(3600, 1)], {
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
    await storeBatch(scope, batchOf(scope, "A", [at(0, 1), at(10, 1), at(20, 1)]));
    const second = batchOf(scope, "A", [at(10, 1), at(20, 2), at(30, 1), at(30, 1, { record: 0 })]);
    await storeBatch(scope, second);
    const ledger = await inLab(scope, (tx) => findBatch(scope, tx, { batchId: second.batchId }));
    expect(ledger).toMatchObject({ samples: 4, inserted: 1, replaced: 1, unchanged: 2 });
  });

  it("lets the later received of two values win, in whatever order they are processed, and A → B → A ends in A", async () => {
    const { scope } = await createLab();
    const [a, b, c] = [1, 2, 1].map((currentA) => batchOf(scope, "A", [at(0, currentA), at(3600, currentA)]));
    if (!a || !b || !c) throw new Error("three batches");
    for (const batch of [c, a, b]) await storeBatch(scope, batch);
    expect((await storedOf(scope, "A")).cycles).toMatchObject([{ chargeCapacityAh: 1 }]);
  });
});

describe("order of arrival", () => {
  const block = fc.record({
    currentA: fc.constantFrom(-1, 0, 1, 0.001),
    count: fc.integer({ min: 1, max: 4 }),
    stepS: fc.constantFrom(0, 1, 600),
    step: fc.constantFrom(null, 3),
  });

  /** Samples of a test with repeated times, each with the record that a careful sender gives. */
  function samplesOf(
    blocks: readonly { currentA: number; count: number; stepS: number; step: number | null }[],
    numbered: boolean,
  ) {
    const samples: (SentSample & { record: number })[] = [];
    let timeS = 0;
    let record = 0;
    blocks.forEach((given, index) => {
      for (let count = 0; count < given.count; count++) {
        record = given.stepS === 0 && samples.length > 0 ? record + 1 : 0;
        timeS += given.stepS;
        const cycle = numbered && index % 3 !== 1 ? Math.floor(index / 2) : null;
        samples.push({ ...at(timeS, given.currentA, { step: given.step, cycle }), record });
      }
      timeS += 1;
      record = 0;
    });
    return samples;
  }

  it("permuted, split, repeated and corrected batches end as one ordered load", { timeout: 240_000 }, async () => {
    const { scope } = await createLab();
    let cells = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(block, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        async (blocks, numbered, cuts, shuffle) => {
          const samples = samplesOf(blocks, numbered);
          const [ordered, shuffled] = [`ordered-${cells}`, `shuffled-${cells}`];
          cells += 1;
          await storeBatch(scope, batchOf(scope, ordered, samples));
          // Pieces that overlap and repeat; some carry wrong values, which the whole, received last, corrects.
          const wrong = cuts.map(([from, length, isWrong]) => {
            const piece = samples.slice(from % samples.length, (from % samples.length) + 1 + (length % 9));
            const sent = isWrong
              ? piece.map((sample) => ({ ...sample, currentA: sample.currentA + 5, step: 9, cycle: 70 }))
              : piece;
            return batchOf(scope, shuffled, sent);
          });
          const half = Math.ceil(samples.length / 2);
          const right = [samples.slice(0, half), samples.slice(half)]
            .filter(({ length }) => length > 0)
            .map((piece) => batchOf(scope, shuffled, piece));
          const keyed = [...wrong, ...right].map((batch) => ({ batch, key: shuffle.next().value as number }));
          keyed.sort((left, right) => left.key - right.key);
          for (const { batch } of keyed) await storeBatch(scope, batch);
          const [expected, actual] = [await storedOf(scope, ordered), await storedOf(scope, shuffled)];
          expect(actual).toEqual(expected);
          expect((await verifyCell(scope, { cell: shuffled })).differences).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("takes batches of one cell from many workers at once", async () => {
    const { scope } = await createLab();
    const samples = Array.from({ length: 400 }, (_, index) => at(index * 10, index % 80 < 40 ? 1 : -1));
    const batches = Array.from({ length: 40 }, (_, index) =>
      batchOf(scope, "crowd", samples.slice(index * 10, index * 10 + 10)),
    );
    await Promise.all([...batches, ...batches].reverse().map((batch) => storeBatch(scope, batch)));
    expect((await storedOf(scope, "crowd")).samples.length).toBe(400);
    expect((await verifyCell(scope, { cell: "crowd" })).differences).toEqual([]);
  });
});

describe("two labs with cells of one name", () => {
  it("keep their samples, steps, cycles and batches to themselves", async () => {
    const [ours, theirs] = [(await createLab()).scope, (await createLab()).scope];
    const batch = batchOf(ours, "twin", [at(0, 1), at(3600, 1)]);
    await storeBatch(ours, batch);
    await storeBatch(theirs, batchOf(theirs, "twin", [at(0, -1)]));
    const ourTest = await testIdOf(ours, "twin");
    await inLab(theirs, async (tx) => {
      expect(await listRuns(theirs, tx, { testId: ourTest })).toEqual([]);
      expect(await listCyclesOfTest(theirs, tx, { testId: ourTest })).toEqual([]);
      expect(await findBatch(theirs, tx, { batchId: batch.batchId })).toBeNull();
      // A scope that lies about the transaction's lab meets the second wall.
      expect(await listRuns(ours, tx, { testId: ourTest })).toEqual([]);
      const range = { testId: ourTest, from: { timeUs: 0, record: 0 }, to: { timeUs: 9e15, record: 0 } };
      expect((await listSamplesBetween(theirs, tx, range)).length).toBe(0);
      expect((await listSamplesBetween(ours, tx, range)).length).toBe(0);
    });
  });

  it("show nothing at all outside a lab's transaction, and samples never to the application's role", async () => {
    const { scope } = await createLab();
    await storeBatch(scope, batchOf(scope, "A", [at(0, 1)]));
    for (const table of [
      "cells",
      "tests",
      "metadata_fields",
      "cell_metadata",
      "groupings",
      "audit_log",
      "labs",
      "steps",
      "cycles",
      "batches",
      "test_states",
      "lab_states",
    ]) {
      const { rows } = await poolOf("ct_app").query(`SELECT * FROM ${table}`);
      expect(rows, table).toEqual([]);
    }
    await expect(poolOf("ct_app").query("SELECT * FROM samples")).rejects.toThrow("permission denied");
    await expect(poolOf("ct_app").query("SELECT * FROM users")).rejects.toThrow("permission denied");
  });
});

describe("real files, in pieces", () => {
  const seconds = (text: string) => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);

  function neware(): SentSample[] {
    const rows: Record<string, string>[] = parse(readFileSync("fixtures/neware_uio.csv"), { columns: true });
    const seen = new Map<number, number>();
    return rows.map((row) => {
      const testTimeS = seconds(row["Cumulative Time"] ?? "");
      const timeUs = Date.UTC(2022, 4, 18, 16, 27, 52) * 1000 + testTimeS * 1e6;
      const record = seen.get(timeUs) ?? 0;
      seen.set(timeUs, record + 1);
      return {
        timeUs,
        record,
        testTimeS,
        voltageV: Number(row["Voltage(V)"]),
        currentA: Number(row["Current(A)"]),
        cycle: Number(row["Cycle Index"]),
        step: Number(row["Step Index"]),
      };
    });
  }

  function landt(): SentSample[] {
    const rows: Record<string, string>[] = parse(readFileSync("fixtures/landt_ligrr2032.bdf.csv"), { columns: true });
    return rows.map((row) => {
      const testTimeS = Number(row.test_time_second);
      return {
        timeUs: 1.7e15 + Math.round(testTimeS * 1e6),
        testTimeS,
        voltageV: Number(row.voltage_volt),
        currentA: Number(row.current_ampere),
        step: Number(row.step_index),
      };
    });
  }

  type Expected = { cycles: Record<string, number>[]; wholeFile?: Record<string, number> };
  const expectedOf = (file: string): Expected => JSON.parse(readFileSync(`fixtures/expected/${file}.json`, "utf8"));
  const SUMS = ["chargeCapacityAh", "dischargeCapacityAh", "chargeEnergyWh", "dischargeEnergyWh"] as const;

  function inOrder(batches: SentSample[][], order: string): SentSample[][] {
    if (order === "reverse") return batches.toReversed();
    if (order === "in order") return batches;
    let state = 7;
    const keyed = batches.map((batch) => {
      state = (state * 48271) % 2147483647;
      return { batch, state };
    });
    return keyed.sort((left, right) => left.state - right.state).map(({ batch }) => batch);
  }

  async function load(samples: SentSample[], size: number, order: string) {
    const { scope } = await createLab();
    const batches = Array.from({ length: Math.ceil(samples.length / size) }, (_, index) =>
      samples.slice(index * size, (index + 1) * size),
    );
    for (const batch of inOrder(batches, order)) await storeBatch(scope, batchOf(scope, "cell", batch));
    return storedOf(scope, "cell");
  }

  const orders = [1000, 7].flatMap((size) =>
    ["in order", "reverse", "shuffled"].map((order) => [size, order] as const),
  );

  it.each(orders)("Neware in batches of %i, %s", { timeout: 300_000 }, async (size, order) => {
    const { cycles, samples } = await load(neware(), size, order);
    const expected = expectedOf("neware_uio.csv");
    expect(samples.length).toBe(9065);
    expect(cycles.map(({ cyclerCycle, sampleCount }) => [cyclerCycle, sampleCount])).toEqual(
      expected.cycles.map(({ cycle, samples }) => [cycle, samples]),
    );
    for (const [index, cycle] of expected.cycles.entries()) {
      for (const name of SUMS)
        expect(relative(cycles[index]?.[name], cycle[name]), `${cycle.cycle} ${name}`).toBeLessThan(1e-6);
    }
  });

  it.each(orders)("Landt in batches of %i, %s", { timeout: 300_000 }, async (size, order) => {
    const { cycles, samples } = await load(landt(), size, order);
    const expected = expectedOf("landt_ligrr2032.bdf.csv");
    expect(samples.length).toBe(25162);
    expect(cycles).toHaveLength(2);
    for (const name of SUMS) {
      const whole = cycles.reduce((sum, cycle) => sum + cycle[name], 0);
      expect(relative(whole, expected.wholeFile?.[name])).toBeLessThan(1e-6);
      for (const [index, cycle] of expected.cycles.entries()) {
        expect(relative(cycles[index]?.[name], cycle[name]), `${cycle.cycle} ${name}`).toBeLessThan(1e-4);
      }
    }
  });

  it("one sample a batch across step edges, shuffled", { timeout: 300_000 }, async () => {
    const excerpt = neware().slice(2500, 4500);
    const [whole, single] = [await load(excerpt, 2000, "in order"), await load(excerpt, 1, "shuffled")];
    expect(single).toEqual(whole);
  });

  const relative = (value = Number.NaN, expected = Number.NaN) =>
    Math.abs(value - expected) / Math.max(Math.abs(expected), 1e-3); // 1e-9 absolute where smaller than 1e-3
});
