import { expect, it } from "vitest";
import { inLab } from "@/server/data/in-lab";
import { findBatch } from "@/server/data/series/batch-reads";
import { newBatchIds } from "@/server/jobs/batch-ids";
import { queueOf } from "@/server/jobs/job-contract";
import { findQueuedBatch, listFailedBatches, replayFailedBatch } from "@/server/jobs/queued-batch";
import { queueBatches, storeBatchJob } from "@/server/jobs/contracts/store-batch-job";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";
import { startWorkerProcess } from "@/server/testing/senders/worker-process";

cloneTestDatabase();

const sampleAt = (hour: number) => [{ timeUs: 1.7e15 + hour * 3600e6, voltageV: 3, currentA: 1 }];

it("sets a batch that can never be stored aside, with its reason, and stores the others of its job", async () => {
  const { scope } = await createLab();
  const [first, damaged, last] = newBatchIds(Date.now(), 3).map((batchId, index) => ({
    ...batchOf("A", sampleAt(index)),
    batchId,
    ...(index === 1 ? { packed: "AAAA" } : {}),
  }));
  if (!first || !damaged || !last) throw new Error("three batches");
  const statusOf = async ({ batchId }: { batchId: string }) =>
    (await inLab(scope, (tx) => findBatch(scope, tx, { batchId }))) ?? (await findQueuedBatch(scope, batchId));
  await queueBatches(scope.labId, [first, damaged, last]);
  expect(await statusOf(damaged)).toMatchObject({ status: "queued", samples: 1, error: null });

  const worker = startWorkerProcess();
  await expect.poll(() => statusOf(last)).toMatchObject({ status: "stored", inserted: 1 });
  expect(await statusOf(first)).toMatchObject({ status: "stored", inserted: 1 });
  const isSetAside = { status: "failed", error: expect.stringContaining("damaged") };
  await expect.poll(() => statusOf(damaged)).toMatchObject(isSetAside);
  expect(await listFailedBatches({ limit: 9 })).toMatchObject([{ batchId: damaged.batchId, labId: scope.labId }]);
  expect((await queueOf(storeBatchJob).getJobCounts("failed", "waiting")).failed).toBe(1);

  // Corrected by hand, as an operator would who found out what is wrong with it, and queued again.
  const job = await queueOf(storeBatchJob).getJob(damaged.batchId);
  await job?.updateData({
    labId: scope.labId,
    batches: [{ ...damaged, ...batchOf("A", sampleAt(1)), batchId: damaged.batchId }],
  });
  expect(await replayFailedBatch(damaged.batchId)).toBe(true);
  await expect.poll(() => statusOf(damaged)).toMatchObject({ status: "stored", inserted: 1 });
  expect(await replayFailedBatch(damaged.batchId)).toBe(false);
  await worker.stop();
});
