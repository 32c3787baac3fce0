import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "@/server/env";
import { OPEN, queueOf } from "@/server/jobs/job-contract";
import { type Batch, queueBatches, storeBatchJob } from "@/server/jobs/contracts/store-batch-job";
import { verifyCell } from "@/server/services/recompute/verify-cell";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";
import { storedOf } from "@/server/testing/stored-cell";
import { startWorkerProcess } from "@/server/testing/senders/worker-process";

cloneTestDatabase();

const KILLS = 20;
const BATCHES = 200;
const APART_A_KILL = 2;
const NEW_SAMPLES = 40;
const RESENT_SAMPLES = 10;

let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
});
afterAll(() => owner.end());

/** The sample of a number: a charge, a rest, a discharge and a rest of 25 samples each, cycle after cycle. */
function sampleAt(number: number) {
  const phase = Math.floor((number % 100) / 25);
  return {
    timeUs: 1.7e15 + number * 60e6,
    voltageV: 3 + (number % 25) / 50,
    currentA: [1, 0, -1, 0][phase] ?? 0,
    testTimeS: number * 60,
    step: phase + 1,
    cycle: Math.floor(number / 100) + 1,
  };
}

/** Batches of one cell, each of which sends the end of the one before again or not. */
function batchesOf(cell: string, count: number, resent: number): Batch[] {
  return Array.from({ length: count }, (_, index) => {
    const from = Math.max(0, index * NEW_SAMPLES - resent);
    const samples = Array.from({ length: (index + 1) * NEW_SAMPLES - from }, (_, at) => sampleAt(from + at));
    return batchOf(cell, samples);
  });
}

async function countLedger(): Promise<number> {
  const { rows } = await owner.query<{ count: number }>("SELECT count(*)::integer AS count FROM batches");
  return rows[0]?.count ?? 0;
}

const countOpen = () => queueOf(storeBatchJob).getJobCountByTypes(...OPEN, "failed");

it("counts every batch once though its worker is killed twenty times", {
  timeout: 300_000,
  tags: ["thorough"],
}, async () => {
  const [ours, theirs] = [(await createLab()).scope, (await createLab()).scope];
  // Those that overlap are stored one by one, so that each life ends in the middle of many; the others share transactions.
  const apart = batchesOf("apart", APART_A_KILL * KILLS, 0);
  const overlapping = batchesOf("overlapping", BATCHES - apart.length, RESENT_SAMPLES);
  for (const batch of overlapping) await queueBatches(ours.labId, [batch], { turn: 1 });
  let openAtKills = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    for (const batch of apart.splice(0, APART_A_KILL)) await queueBatches(theirs.labId, [batch], { turn: 1 });
    const before = await countLedger();
    const worker = startWorkerProcess({ WORKER_CONCURRENCY: "1" });
    await expect.poll(countLedger, { interval: 5 }).toBeGreaterThan(before + (kill % 5));
    await worker.kill();
    openAtKills += Math.sign(await countOpen());
  }
  expect(openAtKills, "kills that left work behind").toBe(KILLS);

  const worker = startWorkerProcess();
  await expect.poll(countOpen, { interval: 50 }).toBe(0);
  await worker.stop();
  expect(await countLedger()).toBe(BATCHES);
  for (const [scope, cell, samples] of [
    [ours, "overlapping", overlapping.length * NEW_SAMPLES],
    [theirs, "apart", APART_A_KILL * KILLS * NEW_SAMPLES],
  ] as const) {
    const stored = await storedOf(scope, cell);
    expect([...stored.samples.timeUs], cell).toEqual(Array.from({ length: samples }, (_, n) => sampleAt(n).timeUs));
    expect([...stored.samples.currentA]).toEqual(Array.from({ length: samples }, (_, n) => sampleAt(n).currentA));
    expect(stored.cycles.reduce((sum, { sampleCount }) => sum + sampleCount, 0)).toBe(samples);
    expect((await verifyCell(scope, { cell })).differences).toEqual([]);
  }
});
