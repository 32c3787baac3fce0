import pg from "pg";
import { expect, it } from "vitest";
import { env } from "../../../env";
import { storeBatch } from "../../../services/batches/store-batch";
import { putCell } from "../../../services/cells/put-cell";
import { importQuery } from "../../../services/imports/read-import-options";
import { receiveImport } from "../../../services/imports/receive-import";
import { rebuildCell } from "../../../services/recompute/rebuild-cell";
import { cloneTestDatabase } from "../../../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../../../testing/factories";
import { bdfFile, fileOf, STARTED_AT, storeWhole } from "../../../testing/senders/import-sender";
import { cellSheet, silentCells } from "./cell-sheet";

cloneTestDatabase();

const samples = (currentA: number, from = 0): SentSample[] =>
  [0, 1, 2].map((index) => ({ timeUs: 1.64e15 + (from + index) * 1e6, voltageV: 3.7, currentA, cycle: 1 }));

it("tells what cells do by what arrived of them, not by their clocks", async () => {
  const { scope } = await createLab();
  const cellOf = async (name: string) => (await cellSheet(scope)).cells.find((cell) => cell.name === name);
  await putCell(scope, { name: "made", changes: {} });
  await storeBatch(scope, batchOf("sent", samples(1)));
  const given = importQuery.parse({ startedAt: STARTED_AT, cell: "file" });
  const { importId } = await receiveImport(scope, given, {
    file: fileOf(bdfFile({ rows: 500 })),
    idempotencyKey: null,
  });
  await storeWhole(scope, importId);

  expect(await cellOf("made")).toMatchObject({ status: "waiting", arrivedAtMs: null, lastSampleAtMs: null });
  // The samples are of 2021, and have just arrived.
  const sent = await cellOf("sent");
  expect(sent).toMatchObject({ status: "running", lastSampleAtMs: 1.64e12 + 2000, arrivedAtMs: expect.any(Number) });
  expect(sent?.arrivedAtMs).toBeGreaterThan(1.7e12);
  expect(await cellOf("file")).toMatchObject({ status: "imported", arrivedAtMs: null });
  expect(await silentCells(scope)).toEqual({ count: 0, names: [] });

  // A sender that goes on with what a file began makes it live.
  await storeBatch(scope, batchOf("file", samples(1, 1e8)));
  expect(await cellOf("file")).toMatchObject({ status: "running", arrivedAtMs: expect.any(Number) });

  // Computing it again is no arrival.
  await putCell(scope, { name: "sent", changes: { nominalCapacityAh: 3 } });
  await rebuildCell(scope, { cell: "sent" });
  expect((await cellOf("sent"))?.arrivedAtMs).toBe(sent?.arrivedAtMs);
});

it("names the cells of which nothing arrived for the larger of ten minutes and ten intervals", async () => {
  const { scope, labId } = await createLab();
  const owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  const arrivals = [
    ["a", 20, null],
    ["b", 9, null],
    ["c", 20, 150],
    ["d", 30, 150],
    ["e", 20, 60],
    ["f", 20, 1],
  ] as const;
  for (const [name, minutes, intervalS] of arrivals) {
    await storeBatch(scope, batchOf(name, samples(1)));
    await owner.query(
      `UPDATE test_states SET arrived_at = now() - $3 * interval '1 minute', arrival_interval_s = $4
       WHERE test_id = (SELECT test_id FROM tests JOIN cells USING (lab_id, cell_id) WHERE lab_id = $1 AND cells.name = $2)`,
      [labId, name, minutes, intervalS],
    );
  }
  await owner.end();
  expect(await silentCells(scope)).toEqual({ count: 4, names: ["a", "d", "e"] });
  const { cells } = await cellSheet(scope);
  expect(cells.filter(({ status }) => status === "silent").map(({ name }) => name)).toEqual(["a", "d", "e", "f"]);
});

it("says how many cells a sheet leaves out", async () => {
  const { scope, labId } = await createLab();
  const owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  await owner.query("INSERT INTO cells (lab_id, name) SELECT $1, 'c' || i FROM generate_series(1, 20003) i", [labId]);
  await owner.end();
  const { cells, more } = await cellSheet(scope);
  expect([cells.length, more]).toEqual([20_000, 3]);
});
