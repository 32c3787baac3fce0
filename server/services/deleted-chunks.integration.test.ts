import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { labScopeForAdmin } from "../auth/lab-scope";
import { deleteSomeSamples } from "../data/deletion/deletion-writes";
import { inLab, queryRows } from "../data/in-lab";
import { env } from "../env";
import type { LabScope } from "../lab-scope";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../testing/factories";
import { storeBatch } from "./batches/store-batch";
import { removeTimeRange } from "./cells/remove-time-range";

// Somebody else's samples, a week apart, make a chunk each. Those are locked here for good: a deletion that opens one of them fails.

cloneTestDatabase();
const WEEK_US = 7 * 86_400e6;
const START_US = 1.7e15;
/** Samples of so many seconds at the beginning of each of some weeks. */
const samplesFrom = (weeks: readonly number[], count: number): SentSample[] =>
  weeks.flatMap((week) =>
    Array.from({ length: count }, (_, second) => ({
      timeUs: START_US + week * WEEK_US + second * 1e6,
      voltageV: 3,
      currentA: 1,
    })),
  );

let owner: pg.Client;
let scope: LabScope;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  const { rows: names } = await owner.query<{ name: string }>("SELECT quote_ident(current_database()) AS name");
  await owner.query(`ALTER DATABASE ${names[0]?.name} SET lock_timeout = '3s'`);
  const others = await createLab();
  const weekly = Array.from({ length: 40 }, (_, week) => week - 20);
  await storeBatch(others.scope, batchOf("weekly", samplesFrom(weekly, 1)));
  const { labId } = await createLab();
  scope = labScopeForAdmin(labId);
  await storeBatch(scope, batchOf("A", samplesFrom([0, 1, 2], 100)));
  await storeBatch(scope, batchOf("B", samplesFrom([1], 300)));
  const { rows } = await owner.query<{ name: string }>(
    `SELECT format('%I.%I', chunk_schema, chunk_name) AS name FROM timescaledb_information.chunks
     WHERE hypertable_name = 'samples' AND (range_end <= $1 OR range_start > $2)`,
    [new Date(START_US / 1000), new Date((START_US + 2 * WEEK_US) / 1000)],
  );
  expect(rows.length).toBeGreaterThan(30);
  await owner.query(`BEGIN; LOCK TABLE ${rows.map(({ name }) => name).join(", ")} IN ACCESS EXCLUSIVE MODE`);
});
afterAll(async () => {
  await owner.query("ROLLBACK");
  await owner.end();
});

/** Samples that are left of a cell, read by who holds the locks. */
async function countOf(cell: string): Promise<number> {
  const { rows } = await owner.query<{ samples: number }>(
    `SELECT count(*)::int AS samples FROM samples JOIN tests USING (test_id) JOIN cells USING (cell_id)
     WHERE cells.lab_id = $1 AND cells.name = $2`,
    [scope.labId, cell],
  );
  return rows[0]?.samples ?? 0;
}

it("deletes a range that lies in two weeks, and nothing beside it", async () => {
  const [from, to] = [START_US + 50e6, START_US + WEEK_US + 9e6].map((us) => us / 1000);
  expect(await removeTimeRange(scope, { cell: "A", from: from ?? 0, to: to ?? 0 })).toMatchObject({ samples: 60 });
  expect(await countOf("A")).toBe(240);
  expect(await countOf("B")).toBe(300);
});

it("deletes a whole test, some samples at a time", async () => {
  const test = z.object({ test_id: z.int() });
  const sql = "SELECT test_id FROM tests JOIN cells USING (cell_id) WHERE tests.lab_id = $1 AND cells.name = $2";
  const rows = await inLab(scope, (tx) => queryRows(tx, sql, [scope.labId, "B"], test));
  const testIds = rows.map(({ test_id }) => test_id);
  const deleted: number[] = [];
  for (let times = 0; times < 3; times++) {
    deleted.push(await inLab(scope, (tx) => deleteSomeSamples(scope, tx, { testIds, limit: 100 })));
  }
  expect(deleted).toEqual([100, 100, 100]);
  expect(await countOf("A")).toBe(240);
});
