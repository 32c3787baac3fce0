import pg from "pg";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { getImportView } from "@/server/api/rest/imports";
import { env } from "@/server/env";
import { importQuery } from "@/server/services/imports/read-import-options";
import { receiveImport } from "@/server/services/imports/receive-import";
import { verifyCell } from "@/server/services/recompute/verify-cell";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { bdfFile, fileOf, STARTED_AT } from "@/server/testing/senders/import-sender";
import { storedOf } from "@/server/testing/stored-cell";
import { startWorkerProcess } from "@/server/testing/senders/worker-process";

cloneTestDatabase();

const KILLS = 3;
const ROWS = 100_000;
const PARTS = 5;

let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
});
afterAll(() => owner.end());

async function sum(column: "parts_done" | "inserted"): Promise<number> {
  const { rows } = await owner.query<{ sum: number }>(`SELECT sum(${column})::integer AS sum FROM imports`);
  return rows[0]?.sum ?? 0;
}

it("counts every part of a file once though its worker is killed in the middle", {
  timeout: 120_000,
  tags: ["thorough"],
}, async () => {
  const { scope } = await createLab();
  const cells = Array.from({ length: KILLS }, (_, index) => `cell ${index}`);
  const imports: string[] = [];
  for (const cell of cells) {
    const given = importQuery.parse({ cell, startedAt: STARTED_AT });
    const file = fileOf(bdfFile({ rows: ROWS }));
    imports.push((await receiveImport(scope, given, { file, idempotencyKey: null })).importId);
  }
  let inTheMiddle = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const before = await sum("parts_done");
    const worker = startWorkerProcess();
    onTestFinished(() => worker.stop());
    await expect.poll(() => sum("parts_done"), { interval: 5 }).toBeGreaterThan(before);
    await worker.kill();
    if ((await sum("parts_done")) < KILLS * PARTS) inTheMiddle += 1;
  }
  expect(inTheMiddle, "kills that left work behind").toBe(KILLS);

  const worker = startWorkerProcess();
  onTestFinished(() => worker.stop());
  for (const id of imports) {
    const view = () => getImportView(scope, { params: { id } });
    await expect.poll(view, { timeout: 60_000 }).toMatchObject({ status: "stored", partsDone: PARTS, inserted: ROWS });
  }
  await worker.stop();
  expect(await sum("inserted")).toBe(KILLS * ROWS);
  const { rows } = await owner.query("SELECT status, inserted, unchanged FROM batches");
  expect(rows).toEqual(Array(KILLS * PARTS).fill({ status: "stored", inserted: ROWS / PARTS, unchanged: 0 }));
  expect((await owner.query("SELECT FROM import_parts")).rows).toEqual([]);
  for (const cell of cells) {
    const { samples } = await storedOf(scope, cell);
    const startUs = Date.parse(STARTED_AT) * 1000;
    expect(samples.length).toBe(ROWS);
    expect(samples.timeUs.findIndex((timeUs, index) => timeUs !== startUs + index * 1e6)).toBe(-1);
    expect((await verifyCell(scope, { cell })).differences).toEqual([]);
  }
});
