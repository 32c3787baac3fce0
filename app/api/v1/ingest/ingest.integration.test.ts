import { gzipSync } from "node:zlib";
import { beforeAll, expect, it } from "vitest";
import { GET as getBatch } from "@/app/api/v1/batches/[id]/route";
import { env } from "@/server/env";
import { queueOf } from "@/server/jobs/job-contract";
import { requestRedis } from "@/server/jobs/redis";
import { storeBatchJob, unpackSeries } from "@/server/jobs/store-batch-job";
import type { LabScope } from "@/server/lab-scope";
import { createApiKey } from "@/server/services/create-api-key";
import { storeBatches } from "@/server/services/store-batch";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { POST } from "./route";

cloneTestDatabase();

const NOW_MS = Date.now();
const row = { cell: "A-01", time: NOW_MS - 60_000, voltage: 3.7, current: -1 };
const JSON_TYPE = { "Content-Type": "application/json" };

let scope: LabScope;
let apiKey: string;
beforeAll(async () => {
  ({ scope } = await createLab());
  ({ apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["ingest"] }));
});

function post(body: BodyInit | null, headers: Record<string, string> = {}, query = ""): Promise<Response> {
  const sent = { Authorization: `Bearer ${apiKey}`, ...JSON_TYPE, ...headers };
  return POST(new Request(`${env().APP_URL}/api/v1/ingest${query}`, { method: "POST", headers: sent, body }));
}

const postRows = (samples: unknown[], headers: Record<string, string> = {}) =>
  post(JSON.stringify({ samples }), headers);
const countQueued = () => queueOf(storeBatchJob).getJobCountByTypes("waiting");

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

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));
const body = (samples: unknown[]) => JSON.stringify({ samples });
const withNumber = (name: string, literal: string) =>
  body([{ ...row, [name]: 0 }]).replace(`"${name}":0`, `"${name}":${literal}`);

/** What is sent, and what comes of it: each line of the contract's table that this route can meet. */
const REFUSALS: [string, () => Promise<Response>, number, string?][] = [
  ["nothing at all", () => post(""), 400],
  ["no JSON", () => post("{ samples: }"), 400],
  ["half a JSON", () => post(body([row]).slice(0, -1)), 400],
  ["NaN, which is no JSON", () => post(withNumber("voltage", "NaN")), 400],
  ["broken UTF-8", () => post(bytes('{"samples":[{"cell":"', [0xff], '"}]}')), 400],
  ["an overlong encoding", () => post(bytes('{"samples":[{"cell":"', [0xc0, 0xaf], '"}]}')), 400],
  ["no key", () => post(body([row]), { Authorization: "" }), 401],
  ["an unknown key", () => post(body([row]), { Authorization: `Bearer ct_${"x".repeat(43)}` }), 401],
  ["over 8 MiB", () => post(" ".repeat(8 * 1024 * 1024 + 1)), 413],
  ["over 50,000 samples", () => post(body(Array(50_001).fill(row))), 413],
  ["over 1,000 cells", () => post(body(Array.from({ length: 1001 }, (_, n) => ({ ...row, cell: `c${n}` })))), 413],
  ["another content type", () => post("cell,time", { "Content-Type": "text/csv" }), 415],
  ["NDJSON, which comes later", () => post(body([row]), { "Content-Type": "application/x-ndjson" }), 415],
  ["another charset", () => post(body([row]), { "Content-Type": "application/json; charset=latin1" }), 415],
  ["what is said to be gzip", () => post(body([row]), { "Content-Encoding": "gzip" }), 400],
  ["200 MB in 194 kB of gzip", () => post(gzipSync(Buffer.alloc(2e8)), { "Content-Encoding": "gzip" }), 413],
  ["8 MiB of open brackets", () => post("[".repeat(8 * 1024 * 1024)), 400],
  ["another digest", () => post(body([row]), { "Content-Digest": "sha-256=:AAAA:" }), 400],
  ["an encoding", () => post(body([row]), { "Content-Encoding": "br" }), 415],
  ["another format asked for", () => post(body([row]), {}, "?format=csv"), 415],
  ["another format accepted", () => post(body([row]), { Accept: "text/csv" }), 415],
  ["a list", () => post("[]"), 422, ""],
  ["null", () => post("null"), 422, ""],
  ["no samples", () => post("{}"), 422, "/samples"],
  ["an empty list", () => post(body([])), 422, "/samples"],
  ["an unknown name in the body", () => post(JSON.stringify({ samples: [row], lab: 1 })), 422, "/lab"],
  ["columns, which come later", () => post(JSON.stringify({ series: [] })), 422, "/series"],
  ["an unknown name in a row", () => post(body([{ ...row, volts: 3 }])), 422, "/samples/0/volts"],
  ["a missing column", () => post(body([row, { ...row, current: undefined }])), 422, "/samples/1/current"],
  ["infinity", () => post(withNumber("voltage", "1e400")), 422, "/samples/0/voltage"],
  ["minus infinity as a test time", () => post(withNumber("testTime", "-1e400")), 422, "/samples/0/testTime"],
  ["over 1,000 V", () => postRows([{ ...row, voltage: -1000.5 }]), 422, "/samples/0/voltage"],
  ["over 10,000 A", () => postRows([{ ...row, current: 10_001 }]), 422, "/samples/0/current"],
  ["a time before 1990", () => postRows([{ ...row, time: 0 }]), 422, "/samples/0/time"],
  ["a time over 10 minutes ahead", () => postRows([{ ...row, time: NOW_MS + 3_600_000 }]), 422, "/samples/0/time"],
  ["neither time nor start", () => postRows([{ ...row, time: undefined, testTime: 1 }]), 422, "/samples/0/time"],
  ["a bad start", () => post(JSON.stringify({ samples: [row], startedAt: "noon" })), 422, "/startedAt"],
  ["a cell that no URL can name", () => postRows([{ ...row, cell: ".." }]), 422, "/samples/0/cell"],
  [
    "a field without a name",
    () => post(JSON.stringify({ samples: [row], cells: { A: { metadata: { "": 1 } } } })),
    422,
    "/cells/A/metadata/",
  ],
  [
    "a nominal capacity of 0",
    () => post(JSON.stringify({ samples: [row], cells: { A: { nominalCapacityAh: 0 } } })),
    422,
    "/cells/A/nominalCapacityAh",
  ],
  ["an empty Idempotency-Key", () => post(body([row]), { "Idempotency-Key": "" }), 422, "/Idempotency-Key"],
  [
    "too long an Idempotency-Key",
    () => post(body([row]), { "Idempotency-Key": "k".repeat(129) }),
    422,
    "/Idempotency-Key",
  ],
  ["an Idempotency-Key in two words", () => post(body([row]), { "Idempotency-Key": "a b" }), 422, "/Idempotency-Key"],
  ["an unknown parameter", () => post(body([row]), {}, "?dryRun=1"), 422, "/dryRun"],
];

it.each(REFUSALS)("refuses %s", async (_, send, status, pointer) => {
  const before = await countQueued();
  const response = await send();
  const problem = await response.json();
  expect([response.status, problem]).toEqual([status, expect.objectContaining({ status })]);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(problem).toEqual({
    type: expect.any(String),
    title: expect.any(String),
    status,
    detail: expect.stringMatching(/.{10}/),
    errors: expect.any(Array),
  });
  if (pointer !== undefined)
    expect(problem.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  expect(JSON.stringify(problem)).not.toContain(apiKey);
  expect(await countQueued()).toBe(before);
});

it("refuses a key without the scope, and says how to send one", async () => {
  const reader = await createApiKey(scope, { name: "reader", scopes: ["read", "manage"] });
  expect((await postRows([row], { Authorization: `Bearer ${reader.apiKey}` })).status).toBe(403);
  const nobody = await postRows([row], { Authorization: "" });
  expect(nobody.headers.get("www-authenticate")).toBe("Bearer");
});

it("stops reading a body that grows too long", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1024 * 1024;
      controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
    },
  });
  const headers = { Authorization: `Bearer ${apiKey}`, ...JSON_TYPE };
  const request = new Request(`${env().APP_URL}/api/v1/ingest`, {
    method: "POST",
    headers,
    body: endless,
    duplex: "half",
  } as RequestInit);
  expect((await POST(request)).status).toBe(413);
  expect(sent).toBeLessThan(16 * 1024 * 1024);
});

it("survives ten thousand levels of brackets", async () => {
  expect((await post("[".repeat(10_000) + "]".repeat(10_000))).status).toBe(422);
  expect((await post(`{"samples":${"[".repeat(10_000)}${"]".repeat(10_000)}}`)).status).toBe(422);
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
  await expect.poll(send, { timeout: 15_000 }).toBe(202);
});
