import pg from "pg";
import { expect, it } from "vitest";
import { env } from "@/server/env";
import { queueBatches, storeBatchJob } from "@/server/jobs/contracts/store-batch-job";
import { OPEN, queueOf } from "@/server/jobs/job-contract";
import { JOBS_A_TURN, takeTurn } from "@/server/jobs/take-turn";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";
import { startWorkerProcess } from "@/server/testing/senders/worker-process";

cloneTestDatabase();

const NOISY_BATCHES = 200;
const WORKERS = 2;
/** What a worker of one transaction has in hand. */
const IN_HAND = 16;

const samples = [{ timeUs: 1.7e15, voltageV: 3, currentA: 1 }];
const queue = async (labId: number, cell: string) =>
  queueBatches(labId, [batchOf(cell, samples)], { turn: await takeTurn(labId, samples.length) });

it("stores a quiet lab's batch before most of those that another lab queued before it, with several workers", async () => {
  const [noisy, quiet] = [(await createLab()).scope, (await createLab()).scope];
  for (let index = 0; index < NOISY_BATCHES; index++) await queue(noisy.labId, `${index}`);
  await queue(quiet.labId, "only");
  const workers = Array.from({ length: WORKERS }, () => startWorkerProcess({ WORKER_CONCURRENCY: "1" }));
  await expect.poll(() => queueOf(storeBatchJob).getJobCountByTypes(...OPEN, "failed"), { interval: 50 }).toBe(0);
  for (const worker of workers) await worker.stop();
  const owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ lab_id: number; before: number }>(
      "SELECT lab_id::integer, (rank() OVER (ORDER BY stored_at) - 1)::integer AS before FROM batches",
    );
    expect(rows.filter(({ lab_id }) => lab_id === noisy.labId)).toHaveLength(NOISY_BATCHES);
    const before = rows.find(({ lab_id }) => lab_id === quiet.labId)?.before;
    expect(before).toBeLessThanOrEqual(JOBS_A_TURN + WORKERS * IN_HAND);
  } finally {
    await owner.end();
  }
});

it("takes the batch of a lab that had nothing waiting although its hands are full of another lab's, whose transactions do not end", async () => {
  const [noisy, quiet] = [(await createLab()).scope, (await createLab()).scope];
  for (let index = 0; index < 2 * IN_HAND; index++) await queue(noisy.labId, `${index}`);
  const owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  const worker = startWorkerProcess({ WORKER_CONCURRENCY: "1" });
  const storedOf = async ({ labId }: { labId: number }) => {
    const { rows } = await owner.query("SELECT 1 FROM batches WHERE lab_id = $1", [labId]);
    return rows.length;
  };
  try {
    await owner.query("BEGIN");
    await owner.query("SELECT 1 FROM labs WHERE lab_id = $1 FOR UPDATE", [noisy.labId]);
    const active = () => queueOf(storeBatchJob).getJobCountByTypes("active");
    await expect.poll(active, { interval: 20 }).toBe(IN_HAND);
    await queue(quiet.labId, "only");
    await expect.poll(() => storedOf(quiet), { interval: 20 }).toBe(1);
    // What cannot be stored is set aside as ever.
    const damaged = { ...batchOf("damaged", samples), packed: "AAAA" };
    await queueBatches(quiet.labId, [damaged], { turn: await takeTurn(quiet.labId, samples.length) });
    await expect.poll(() => queueOf(storeBatchJob).getJobCountByTypes("failed"), { interval: 20 }).toBe(1);
    expect(await storedOf(noisy)).toBe(0);
    await owner.query("ROLLBACK");
    await expect.poll(() => storedOf(noisy), { interval: 50 }).toBe(2 * IN_HAND);
    // The queue lets go of the job as of any other.
    await expect.poll(() => queueOf(storeBatchJob).getJobCountByTypes(...OPEN, "completed")).toBe(0);
  } finally {
    await worker.stop();
    await owner.end();
  }
});
