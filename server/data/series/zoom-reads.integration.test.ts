import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "../../env";
import type { LabScope } from "../../lab-scope";
import { storeBatch } from "../../services/batches/store-batch";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../../testing/factories";
import { inLab } from "../in-lab";
import { toSampleColumns } from "../../domain/samples/sample-columns";
import { sumZoomLevels } from "../../domain/samples/zoom-buckets";
import { appendZoomLevels, refreshZoomLevels } from "./sample-writes";
import { listSamplePoints } from "./zoom-reads";

cloneTestDatabase();

let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
});
afterAll(() => owner.end());

const START_US = 1.7e15 - (1.7e15 % 3_600e6); // on the hour
const EVERYTHING = { fromUs: Number.NEGATIVE_INFINITY, toUs: Number.POSITIVE_INFINITY };

/** A wave sampled at equal distances, with one peak of voltage and one dip of current that a thinning could lose. */
function wave(count: number, intervalS: number, given: Partial<SentSample> = {}): SentSample[] {
  const samples = Array.from({ length: count }, (_, index) => ({
    timeUs: START_US + index * intervalS * 1e6,
    voltageV: 3.5 + Math.sin(index / 50) / 2,
    currentA: Math.cos(index / 50),
    temperatureC: 25,
    ...given,
  }));
  const [peak, dip] = [samples[Math.floor(count / 3)], samples[Math.floor(count / 2)]];
  if (peak && dip) [peak.voltageV, dip.currentA] = [9, -9];
  return samples;
}

async function testIdOf(scope: LabScope, test = ""): Promise<number> {
  return inLab(scope, async ({ client }) => {
    const { rows } = await client.query<{ test_id: number }>("SELECT test_id FROM tests WHERE name = $1", [test]);
    return rows[0]?.test_id ?? 0;
  });
}

async function labWith(samples: SentSample[]) {
  const { scope } = await createLab();
  for (let from = 0; from < samples.length; from += 50_000) {
    await storeBatch(scope, batchOf("A", samples.slice(from, from + 50_000)));
  }
  const testIds = [await testIdOf(scope)];
  const read = (points: number, range = EVERYTHING) =>
    inLab(scope, (tx) => listSamplePoints(scope, tx, { testIds, points, ...range }));
  return { scope, testIds, read };
}

const valuesOf = (column: readonly (number | null)[]) => column.map((value) => value ?? Number.NaN);

// With 100 points, 50 buckets are enough; up to 500 samples are read as they are, up to 10,000 are summed up.
it.each([
  ["samples as they are", 450, 60, "samples"],
  ["dense samples summed up", 6_000, 0.1, "samples"],
  ["minutes", 12_000, 1, "1m"],
  ["minutes, few as they are, where samples are too many", 60_000, 0.01, "1m"],
  ["hours", 12_000, 60, "1h"],
])("draws %s, in order, within the range, and loses no extreme", async (_, count, intervalS, resolution) => {
  const { read } = await labWith(wave(count, intervalS));
  const drawn = await read(100);
  expect(drawn.resolution).toBe(resolution);
  const { time, voltage, current, temperature } = drawn.points;
  expect(time.length).toBeLessThanOrEqual(100);
  expect([voltage.length, current.length, temperature.length]).toEqual([time.length, time.length, time.length]);
  expect(time).toEqual(time.toSorted((left, right) => left - right));
  expect([Math.max(...valuesOf(voltage)), Math.min(...valuesOf(current))]).toEqual([9, -9]);
  expect(new Set(temperature)).toEqual(new Set([25]));
  const range = { fromUs: START_US + count * intervalS * 0.25e6, toUs: START_US + count * intervalS * 0.75e6 };
  const part = await read(100, range);
  expect(Math.min(...part.points.time)).toBeGreaterThanOrEqual(range.fromUs / 1000);
  expect(Math.max(...part.points.time)).toBeLessThanOrEqual(range.toUs / 1000);
  expect(Math.max(...valuesOf(part.points.voltage))).toBe(9);
});

it("gives every sample with its own time where there is room", async () => {
  const { read } = await labWith(wave(50, 0.5));
  const { resolution, points } = await read(100);
  expect(resolution).toBe("samples");
  expect(points.time.slice(0, 3)).toEqual([START_US / 1000, START_US / 1000 + 500, START_US / 1000 + 1000]);
  expect(points.time).toHaveLength(50);
  expect(points.voltage[1]).toBe(3.5 + Math.sin(1 / 50) / 2);
});

it("spends no points on a pause between samples", async () => {
  const later = wave(6_000, 0.1).map((sample) => ({ ...sample, timeUs: sample.timeUs + 30 * 86_400e6 }));
  const { read } = await labWith([...wave(6_000, 0.1), ...later]);
  const { points } = await read(100);
  expect(points.time.length).toBeGreaterThan(20);
});

it("merges several tests by time", async () => {
  const { scope, testIds } = await labWith(wave(40, 60));
  const other = wave(40, 60).map((sample) => ({ ...sample, timeUs: sample.timeUs + 30e6, voltageV: 1 }));
  await storeBatch(scope, batchOf("A", other, { test: "again" }));
  const both = [...testIds, await testIdOf(scope, "again")];
  const read = (points: number) =>
    inLab(scope, (tx) => listSamplePoints(scope, tx, { testIds: both, points, ...EVERYTHING }));
  const all = await read(100);
  expect(all.points.time).toHaveLength(80);
  expect(all.points.time).toEqual(all.points.time.toSorted((left, right) => left - right));
  expect(all.points.voltage.filter((voltage) => voltage === 1)).toHaveLength(40);
  expect((await read(4)).points.time.length).toBeLessThanOrEqual(4);
});

it("shows what a late and a corrected sample changed, at every level", async () => {
  const { scope, read } = await labWith(wave(12_000, 60));
  const corrected = { timeUs: START_US + 600e6, voltageV: 12, currentA: -12, temperatureC: 25 };
  const late = { ...corrected, timeUs: START_US + 630e6, voltageV: -1 };
  await storeBatch(scope, batchOf("A", [corrected, late]));
  for (const points of [100, 300, 2_000]) {
    const { voltage, current } = (await read(points)).points;
    expect(Math.max(...valuesOf(voltage)), `${points} points`).toBe(12);
    expect(Math.min(...valuesOf(voltage))).toBe(-1);
    expect(Math.min(...valuesOf(current))).toBe(-12);
  }
});

it("draws nothing of another lab, whatever test is asked for", async () => {
  const { testIds } = await labWith(wave(12_000, 60));
  const { scope } = await createLab();
  for (const points of [2, 100, 20_000]) {
    const drawn = await inLab(scope, (tx) => listSamplePoints(scope, tx, { testIds, points, ...EVERYTHING }));
    expect(drawn.points.time).toEqual([]);
  }
});

it.each([
  [500, 13],
  [9_000, 3_001], // so many new buckets are copied
])("adds to the levels, batch by batch, what summing all samples up gives (%i samples by %i)", async (count, size) => {
  const samples = wave(count, 7.3).map((sample, index) => ({
    ...sample,
    ...(index % 5 ? {} : { temperatureC: null }),
  }));
  const { scope } = await createLab();
  for (let from = 0; from < samples.length; from += size) {
    await storeBatch(scope, batchOf("A", samples.slice(from, from + size)));
  }
  const testId = await testIdOf(scope);
  const levels = async () => {
    const { rows } = await owner.query(
      `SELECT to_json(z) FROM (SELECT * FROM samples_1m UNION ALL SELECT * FROM samples_1h) z WHERE test_id = $1 ORDER BY n, bucket`,
      [testId],
    );
    return rows;
  };
  const added = await levels();
  await inLab(scope, (tx) => refreshZoomLevels(scope, tx, [{ testId, fromUs: START_US, toUs: START_US + 1e5 * 1e6 }]));
  expect(added.length).toBeGreaterThan(60);
  expect(await levels()).toEqual(added);
});

it("adds nothing to the levels of another lab, neither bucket by bucket nor copied", async () => {
  const { testIds } = await labWith(wave(10, 60));
  const { scope } = await createLab();
  const [testId = 0] = testIds;
  for (const count of [1, 9_000]) {
    const samples = toSampleColumns(wave(count, 60).map((sample) => ({ ...sample, record: 0 })));
    const add = inLab(scope, (tx) => appendZoomLevels(scope, tx, sumZoomLevels([{ testId, samples }])));
    await expect(add).rejects.toThrow(/not of lab/);
  }
});
