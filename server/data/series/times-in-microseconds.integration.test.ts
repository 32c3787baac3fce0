import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "../../env";
import type { LabScope } from "../../lab-scope";
import { storeBatch } from "../../services/batches/store-batch";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../../testing/factories";
import { storedOf, testIdOf } from "../../testing/stored-cell";
import { inLab } from "../in-lab";
import { findBatch } from "./batch-reads";

cloneTestDatabase();

// Times in a test and in a step are kept in whole microseconds where those give the double that was sent. Whatever they are, they come back.

let owner: pg.Client;
let scope: LabScope;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  ({ scope } = await createLab());
});
afterAll(() => owner.end());

const STEP_US = 60e6;
const ODD_TIMES = [0, -0, 1 / 3, 0.1 + 0.2, 34.56, -1e-7, 1e-6, 8_999_999_999.999_998, 9e9, 1e10, -1e10, 5e-324];
const time = fc.oneof(
  fc.integer({ min: -1e9, max: 1e9 }).map((hundredths) => hundredths / 100),
  fc.integer({ min: 0, max: 2 ** 52 }).map((us) => us / 1e6),
  fc.double({ min: -1e10, max: 1e10, noNaN: true }),
  fc.constantFrom(...ODD_TIMES),
  fc.constant(null),
);
const times = fc.array(fc.tuple(time, time), { minLength: 2, maxLength: 40 });

const sampleOf = ([testTimeS, stepTimeS]: readonly [number | null, number | null], index: number): SentSample => ({
  timeUs: 1.7e15 + index * STEP_US,
  voltageV: 3,
  currentA: 1,
  testTimeS,
  stepTimeS,
});
const sent = (given: readonly (readonly [number | null, number | null])[]) =>
  given.map((pair) => pair.map((seconds) => seconds ?? Number.NaN));

async function readBack(cell: string): Promise<number[][]> {
  const { samples } = await storedOf(scope, cell);
  return Array.from(samples.testTimeS, (testTimeS, index) => [testTimeS, samples.stepTimeS[index] ?? Number.NaN]);
}

it("come back as they were sent, copied or put between others", async () => {
  let runs = 0;
  const check = async (given: [number | null, number | null][]) => {
    const samples = given.map(sampleOf);
    const [copied, late] = [`copied ${runs}`, `late ${runs++}`];
    await storeBatch(scope, batchOf(copied, samples));
    await storeBatch(scope, batchOf(late, samples.slice(-1)));
    await storeBatch(scope, batchOf(late, samples.slice(0, -1)));
    for (const cell of [copied, late]) expect(await readBack(cell), cell).toStrictEqual(sent(given));
  };
  const odd = ODD_TIMES.map((seconds): [number, number] => [seconds, seconds]);
  await fc.assert(fc.asyncProperty(times, check), { numRuns: 40, examples: [[odd]] });
});

it("are whole microseconds where those are the time, and else what was sent", async () => {
  await storeBatch(scope, batchOf("A", [sampleOf([34.56, 1 / 3], 0), sampleOf([-0, null], 1)]));
  await storeBatch(scope, batchOf("A", [sampleOf([1e10, 0.000_001], -1)]));
  const { rows } = await owner.query(
    `SELECT test_time_s, test_time_us::float8, step_time_s, step_time_us::float8 FROM samples
     WHERE test_id = $1 ORDER BY time`,
    [await testIdOf(scope, "A")],
  );
  expect(rows.map((row) => Object.values(row))).toEqual([
    [1e10, null, null, 1],
    [null, 34.56e6, 1 / 3, null],
    [-0, null, null, null],
  ]);
});

it("are the same as those of an earlier release, which kept them all in seconds", async () => {
  const samples = [1, 2.5, 1 / 3, 4].map((seconds, index) => sampleOf([seconds, seconds / 2], index));
  await storeBatch(scope, batchOf("B", samples));
  const before = await storedOf(scope, "B");
  await owner.query(
    `UPDATE samples SET test_time_s = coalesce(test_time_s, test_time_us / 1e6::float8), test_time_us = NULL,
       step_time_s = coalesce(step_time_s, step_time_us / 1e6::float8), step_time_us = NULL WHERE test_id = $1`,
    [await testIdOf(scope, "B")],
  );
  expect(await storedOf(scope, "B")).toEqual(before);
  const corrected = samples.map((sample, index) => (index === 2 ? { ...sample, stepTimeS: 7 } : sample));
  const again = batchOf("B", corrected);
  await storeBatch(scope, again);
  const ledger = await inLab(scope, (tx) => findBatch(scope, tx, { batchId: again.batchId }));
  expect(ledger).toMatchObject({ inserted: 0, replaced: 1, unchanged: 3 });
  expect((await readBack("B")).map(([, stepTimeS]) => stepTimeS)).toEqual([0.5, 1.25, 7, 2]);
});
