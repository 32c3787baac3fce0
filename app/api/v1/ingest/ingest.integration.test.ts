import { beforeAll, expect, it } from "vitest";
import { GET as getBatch } from "@/app/api/v1/batches/[id]/route";
import { env } from "@/server/env";
import { queueOf } from "@/server/jobs/job-contract";
import { requestRedis } from "@/server/jobs/redis";
import { storeBatchJob, unpackSeries } from "@/server/jobs/contracts/store-batch-job";
import type { LabScope } from "@/server/lab-scope";
import { createApiKey } from "@/server/services/team/create-api-key";
import { storeBatches } from "@/server/services/batches/store-batch";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { ingestSender } from "@/server/testing/senders/ingest-sender";
import { POST } from "./route";

cloneTestDatabase();

const NOW_MS = Date.now();
const row = { cell: "A-01", time: NOW_MS - 60_000, voltage: 3.7, current: -1 };

let scope: LabScope;
let apiKey: string;
beforeAll(async () => {
  ({ scope } = await createLab());
  ({ apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["ingest"] }));
});

const post = ingestSender(POST, () => apiKey);
const postRows = (samples: unknown[], headers: Record<string, string> = {}) =>
  post(JSON.stringify({ samples }), { headers });

it("takes a batch: 202, its place, and all of it in the queue", async () => {
  const full = {
    temperature: 25,
    cycle: 1,
    step: 2,
    stepCount: 3,
    mode: "discharge",
    testTime: 0,
    record: 0,
    test: "x",
  };
  const cells = { "A-01": { metadata: { cathode: "NMC811" }, nominalCapacityAh: 3 } };
  const response = await post(JSON.stringify({ samples: [row, { ...row, ...full }], cells }));
  expect(response.status).toBe(202);
  const answer = await response.json();
  expect(answer).toEqual({ batchId: expect.any(String), accepted: 2, duplicate: false, ignored: [] });
  expect(response.headers.get("location")).toBe(`/api/v1/batches/${answer.batchId}`);
  const job = await queueOf(storeBatchJob).getJob(answer.batchId);
  const { labId, batches } = storeBatchJob.payload.parse(job?.data);
  expect(labId).toBe(scope.labId);
  expect(batches).toMatchObject([{ samples: 2, cells }]);
  expect(batches.flatMap(unpackSeries).map(({ cell, test, samples }) => [cell, test, samples.length])).toEqual([
    ["A-01", "", 1],
    ["A-01", "x", 1],
  ]);
});

it("answers a repeated key with the first answer, another body with 422, and another lab for itself", async () => {
  const headers = { "Idempotency-Key": "run-1/part-7" };
  const first = await (await postRows([row], headers)).json();
  const again = await postRows([row], headers);
  expect(again.status).toBe(202);
  expect(await again.json()).toEqual({ ...first, duplicate: true });
  const other = await postRows([{ ...row, voltage: 3.8 }], headers);
  expect(other.status).toBe(422);
  const theirs = await createLab();
  const key = await createApiKey(theirs.scope, { name: "cycler", scopes: ["ingest"] });
  const foreign = await (await postRows([row], { ...headers, Authorization: `Bearer ${key.apiKey}` })).json();
  expect(foreign).toMatchObject({ duplicate: false });
  expect(foreign.batchId).not.toBe(first.batchId);
});

it("gives one batch to many who send one key at once", async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () => (await postRows([row], { "Idempotency-Key": "crowd" })).json()),
  );
  expect(new Set(answers.map(({ batchId }) => batchId)).size).toBe(1);
  expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
});

it("refuses a key without the scope, and says how to send one", async () => {
  const reader = await createApiKey(scope, { name: "reader", scopes: ["read", "manage"] });
  expect((await postRows([row], { Authorization: `Bearer ${reader.apiKey}` })).status).toBe(403);
  const nobody = await postRows([row], { Authorization: "" });
  expect(nobody.headers.get("www-authenticate")).toBe("Bearer");
});

it("tells what became of a batch: queued, then stored; another lab's and no id at all are not found", async () => {
  const read = async (id: string, key = apiKey) => {
    const headers = { Authorization: `Bearer ${key}` };
    const response = await getBatch(new Request(`${env().APP_URL}/api/v1/batches/${id}`, { headers }));
    return { status: response.status, ...(await response.json()) };
  };
  const { batchId } = await (await postRows([row, { ...row, time: row.time + 1000 }])).json();
  expect(await read(batchId)).toMatchObject({
    id: batchId,
    status: "queued",
    samples: 2,
    inserted: null,
    storedAt: null,
    error: null,
  });
  const job = await queueOf(storeBatchJob).getJob(batchId);
  await storeBatches(scope, storeBatchJob.payload.parse(job?.data).batches);
  expect(await read(batchId.toUpperCase())).toMatchObject({
    id: batchId,
    status: "stored",
    inserted: 2,
    replaced: 0,
    unchanged: 0,
    error: null,
  });
  const theirs = await createLab();
  const key = await createApiKey(theirs.scope, { name: "cycler", scopes: ["ingest", "read"] });
  expect((await read(batchId, key.apiKey)).status).toBe(404);
  const queued = (await (await postRows([row])).json()).batchId;
  expect((await read(queued, key.apiKey)).status).toBe(404);
  expect((await read("019a0000-0000-7000-8000-000000000000")).status).toBe(404);
  expect((await read("latest")).status).toBe(404);
  expect((await read("%ff")).status).toBe(404);
});

it("answers 503 with Retry-After while Redis is away, and takes the same bytes when it is back", async () => {
  const redis = requestRedis();
  const url = redis.options.port;
  redis.options.port = 1;
  redis.disconnect(true);
  const away = await postRows([row], { "Idempotency-Key": "outage" });
  expect(away.status).toBe(503);
  expect(Number(away.headers.get("retry-after"))).toBeGreaterThan(0);
  if (url !== undefined) redis.options.port = url;
  const send = async () => (await postRows([row], { "Idempotency-Key": "outage" })).status;
  await expect.poll(send).toBe(202);
});
