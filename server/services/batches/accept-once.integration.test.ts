import { expect, it } from "vitest";
import { orderSamples } from "../../domain/samples/batch-series";
import { toSampleColumns } from "../../domain/samples/sample-columns";
import { inLab } from "../../data/in-lab";
import { env } from "../../env";
import { forgetNames } from "../../jobs/draw-numbers";
import { findBatch } from "../../data/series/batch-reads";
import { queueOf, WAITING } from "../../jobs/job-contract";
import { requestRedis } from "../../jobs/redis";
import { storeBatchJob } from "../../jobs/contracts/store-batch-job";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createLab } from "../../testing/factories";
import { storedOf } from "../../testing/stored-cell";
import { acceptOnce } from "./accept-once";
import { storeBatches } from "../batches/store-batch";

cloneTestDatabase();

const given = (key: string | null) => {
  const samples = orderSamples(toSampleColumns([{ timeUs: 1.7e15, record: 0, voltageV: 3, currentA: 1 }]));
  const idempotency = key === null ? null : { key, bodyDigest: "0" };
  return { series: [{ cell: "A", test: "", samples }], samples: 1, cells: {}, idempotency };
};

/** Redis takes what is queued meanwhile, and its answer is lost. */
async function withLostAnswers<T>(work: () => Promise<T>): Promise<T> {
  const redis = requestRedis();
  const client = queueOf(storeBatchJob);
  const add = client.add.bind(client);
  client.add = async (...args) => {
    await add(...args);
    throw new Error("Command timed out");
  };
  try {
    return await work();
  } finally {
    client.add = add;
    await redis.ping();
  }
}

/** What a worker does with all that is queued. */
async function storeQueued(scope: LabScope) {
  const jobs = await queueOf(storeBatchJob).getJobs([...WAITING]);
  for (const job of jobs) {
    await storeBatches(scope, storeBatchJob.payload.parse(job.data).batches);
    await job.remove();
  }
  return jobs.length;
}

it("refuses a batch that Redis took without a word, and never counts it", async () => {
  const { scope } = await createLab();
  await withLostAnswers(() => expect(acceptOnce(scope, given(null))).rejects.toMatchObject({ kind: "unavailable" }));
  expect(await storeQueued(scope)).toBe(1);
  await expect(storedOf(scope, "A")).resolves.toMatchObject({ cycles: [] });
  const again = await acceptOnce(scope, given(null));
  await storeQueued(scope);
  expect(await inLab(scope, (tx) => findBatch(scope, tx, again))).toMatchObject({ status: "stored", inserted: 1 });
});

it("refuses a batch that too few replicas have on their disks, and never counts it", async () => {
  const { scope } = await createLab();
  Object.assign(env(), { DURABLE_REPLICAS: 1 });
  try {
    await expect(acceptOnce(scope, given("lone"))).rejects.toMatchObject({ kind: "unavailable", retryAfterS: 5 });
  } finally {
    Object.assign(env(), { DURABLE_REPLICAS: 0 });
  }
  expect(await storeQueued(scope)).toBe(1);
  await expect(storedOf(scope, "A")).resolves.toMatchObject({ cycles: [] });
  const again = await acceptOnce(scope, given("lone"));
  expect(again).toMatchObject({ duplicate: false, isDurable: true });
  await storeQueued(scope);
  expect(await inLab(scope, (tx) => findBatch(scope, tx, again))).toMatchObject({ status: "stored", inserted: 1 });
});

it("takes what a worker stored though too few replicas have it, also under a name that was refused before", async () => {
  const { scope } = await createLab();
  await withLostAnswers(() => expect(acceptOnce(scope, given("again"))).rejects.toMatchObject({ kind: "unavailable" }));
  Object.assign(env(), { DURABLE_REPLICAS: 1 });
  let isAnswered = false;
  const work = async () => {
    while (!isAnswered) await storeQueued(scope);
  };
  try {
    const accepting = acceptOnce(scope, given("again")).finally(() => {
      isAnswered = true;
    });
    const [again] = await Promise.all([accepting, work()]);
    expect(await inLab(scope, (tx) => findBatch(scope, tx, again))).toMatchObject({ status: "stored", inserted: 1 });
  } finally {
    Object.assign(env(), { DURABLE_REPLICAS: 0 });
  }
});

it("counts the same bytes under the same name when they are sent again", async () => {
  const { scope } = await createLab();
  const refused = withLostAnswers(() => acceptOnce(scope, given("run-1")));
  await expect(refused).rejects.toMatchObject({ kind: "unavailable" });
  const again = await acceptOnce(scope, given("run-1"));
  expect(again).toMatchObject({ duplicate: false, isDurable: true });
  expect(await acceptOnce(scope, given("run-1"))).toMatchObject({ duplicate: true, batchId: again.batchId });
  await storeQueued(scope);
  expect(await inLab(scope, (tx) => findBatch(scope, tx, again))).toMatchObject({ status: "stored", inserted: 1 });
  expect((await storedOf(scope, "A")).samples.length).toBe(1);
});

it("remembers so many Idempotency-Keys of a lab and no more, and forgets them with the lab", async () => {
  const [{ scope, labId }, others] = [await createLab(), await createLab()];
  const { LAB_MAX_IDEMPOTENCY_KEYS: before } = env();
  try {
    Object.assign(env(), { LAB_MAX_IDEMPOTENCY_KEYS: 3 });
    for (const key of ["1", "2", "3"]) await acceptOnce(scope, given(key));
    expect(await acceptOnce(scope, given("1"))).toMatchObject({ duplicate: true });
    const together = await Promise.allSettled(["4", "3", null].map((key) => acceptOnce(scope, given(key))));
    expect(together.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
    await expect(acceptOnce(scope, given("4"))).rejects.toMatchObject({
      kind: "too_many",
      message: expect.stringContaining("3 Idempotency-Keys"),
    });
    await acceptOnce(others.scope, given("4"));
    await forgetNames(labId);
    expect(await requestRedis().keys(`ct:idempotency*:${labId}*`)).toEqual([]);
    expect(await acceptOnce(scope, given("1"))).toMatchObject({ duplicate: false });
    expect(await acceptOnce(others.scope, given("4"))).toMatchObject({ duplicate: true });
  } finally {
    Object.assign(env(), { LAB_MAX_IDEMPOTENCY_KEYS: before });
  }
});
