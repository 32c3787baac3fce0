import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { samplePages } from "../api/exports/sample-pages";
import { inLab, queryRows } from "../data/in-lab";
import { listSamplePoints } from "../data/series/zoom-reads";
import { env } from "../env";
import type { LabScope } from "../lab-scope";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../testing/factories";
import { storeBatch } from "./batches/store-batch";
import { putCell } from "./cells/put-cell";
import { recomputeCell } from "./recompute/rebuild-cell";

// Somebody else's samples, a week apart, make a chunk each. Their chunks are locked here for good: what opens one of them fails.

cloneTestDatabase();
const WEEK_US = 7 * 86_400e6;
const START_US = 1.7e15;
const samplesFrom = (second: number, count: number): SentSample[] =>
  Array.from({ length: count }, (_, index) => ({
    timeUs: START_US + (second + index) * 1e6,
    voltageV: 3,
    currentA: 1,
  }));

let owner: pg.Client;
let scope: LabScope;
let testIds: number[];
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  const { rows: names } = await owner.query<{ name: string }>("SELECT quote_ident(current_database()) AS name");
  await owner.query(`ALTER DATABASE ${names[0]?.name} SET lock_timeout = '3s'`);
  const others = await createLab();
  const weekly = Array.from({ length: 40 }, (_, week) => ({
    timeUs: START_US + (week - 20) * WEEK_US,
    voltageV: 3,
    currentA: 1,
  }));
  await storeBatch(others.scope, batchOf("weekly", weekly));
  ({ scope } = await createLab());
  await storeBatch(scope, batchOf("A", samplesFrom(100, 200)));
  testIds = (
    await inLab(scope, (tx) =>
      queryRows(tx, "SELECT test_id FROM tests WHERE lab_id = $1", [scope.labId], z.object({ test_id: z.int() })),
    )
  ).map(({ test_id }) => test_id);
  const { rows } = await owner.query<{ name: string }>(
    "SELECT format('%I.%I', chunk_schema, chunk_name) AS name FROM timescaledb_information.chunks WHERE NOT $1 BETWEEN range_start AND range_end",
    [new Date(START_US / 1000)],
  );
  expect(rows.length).toBeGreaterThan(30);
  await owner.query(`BEGIN; LOCK TABLE ${rows.map(({ name }) => name).join(", ")} IN ACCESS EXCLUSIVE MODE`);
});
afterAll(async () => {
  await owner.query("ROLLBACK");
  await owner.end();
});

it("reads a whole test, and points of it over all time, without opening what is not its own", async () => {
  let read = 0;
  for await (const page of samplePages(scope, { testId: testIds[0] ?? 0, rows: 150 })) read += page.length;
  expect(read).toBe(200);
  const always = { testIds, fromUs: Number.NEGATIVE_INFINITY, toUs: Number.POSITIVE_INFINITY };
  for (const points of [10, 100, 1000]) {
    const { points: drawn } = await inLab(scope, (tx) => listSamplePoints(scope, tx, { ...always, points }));
    expect(drawn.time.length).toBeGreaterThan(0);
  }
});

it("stores late samples, and computes a test again with another setting, likewise", async () => {
  await storeBatch(scope, batchOf("A", samplesFrom(0, 50)));
  await storeBatch(scope, batchOf("A", [...samplesFrom(150, 1), ...samplesFrom(400, 1)]));
  await putCell(scope, { name: "A", changes: { maxGapSeconds: 30 } });
  await recomputeCell(scope, { cell: "A" });
});

it("reads what curves are made of, stretch by stretch, likewise", async () => {
  await storeBatch(scope, batchOf("B", samplesFrom(0, 20)));
  const sql = "SELECT place, octet_length(times) AS bytes FROM samples_of_stretches($1, $2, $3, $4, $5, $6)";
  const [from, to] = [0, 10].map((second) => new Date((START_US + second * 1e6) / 1000));
  const lengths = await inLab(scope, async (tx) => {
    const tests = await queryRows(tx, "SELECT max(test_id) AS id FROM tests", [], z.object({ id: z.int() }));
    const [id] = tests.map((test) => test.id);
    const values = [scope.labId, [id, -1, id], [from, from, to], [0, 0, 0], [to, to, to], [9, 9, 9]];
    return queryRows(tx, sql, values, z.object({ place: z.int(), bytes: z.int() }));
  });
  expect(lengths).toEqual([
    { place: 1, bytes: 88 },
    { place: 3, bytes: 8 },
  ]);
});
