import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GET as getCycles } from "@/app/api/v1/cells/[name]/cycles/route";
import { GET as getSamples } from "@/app/api/v1/cells/[name]/samples/route";
import { env } from "@/server/env";
import { OPEN, queueOf } from "@/server/jobs/job-contract";
import { storeBatchJob } from "@/server/jobs/contracts/store-batch-job";
import type { LabScope } from "@/server/lab-scope";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { type Handler, ingestSender } from "@/server/testing/senders/ingest-sender";
import { readNeware } from "@/server/testing/files/real-files";
import { storedOf } from "@/server/testing/stored-cell";
import { startWorkerProcess, type WorkerProcess } from "@/server/testing/senders/worker-process";
import { POST } from "./route";

cloneTestDatabase();

let scope: LabScope;
let apiKey: string;
let worker: WorkerProcess;
beforeAll(async () => {
  ({ scope } = await createLab());
  ({ apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["ingest", "read"] }));
  worker = startWorkerProcess();
});
afterAll(() => worker.stop());

const post = ingestSender(POST, () => apiKey);

/** Across two steps and a cycle's edge; some rows share the time of the row before. */
const EXCERPT = readNeware().samples.slice(2_500, 4_500);
const NAMES = ["time", "testTime", "voltage", "current", "cycle", "step", "record"] as const;
const BDF_NAMES = [
  "unix_time_second",
  "test_time_second",
  "voltage_volt",
  "current_ampere",
  "cycle_count",
  "step_id",
  "record",
];

type Form = { type: string; bodyOf: (cell: string) => string };

const valuesOf = (name: (typeof NAMES)[number]) => EXCERPT.map((sample) => sample[name] ?? null);
const csvOf = (header: string, cell: string, scaleTime = 1) =>
  [
    header,
    ...EXCERPT.map((sample) => [cell, (sample.time ?? 0) / scaleTime, ...NAMES.slice(1).map((name) => sample[name])]),
  ]
    .map(String)
    .join("\n");

const FORMS: Record<string, Form> = {
  rows: {
    type: "application/json",
    bodyOf: (cell) => JSON.stringify({ samples: EXCERPT.map((sample) => ({ cell, ...sample })) }),
  },
  "rows with BDF's names": {
    type: "application/json",
    bodyOf: (cell) =>
      JSON.stringify({
        samples: EXCERPT.map(({ time = 0, ...sample }) => ({
          cell,
          unix_time_second: time / 1000,
          test_time_second: sample.testTime,
          voltage_volt: sample.voltage,
          current_ampere: sample.current,
          cycle_count: sample.cycle,
          step_index: sample.step,
          record: sample.record,
        })),
      }),
  },
  columns: {
    type: "application/json",
    bodyOf: (cell) =>
      JSON.stringify({ series: [{ cell, ...Object.fromEntries(NAMES.map((name) => [name, valuesOf(name)])) }] }),
  },
  "columns by cycle": {
    type: "application/json",
    bodyOf: (cell) => {
      const cycles = [...new Set(valuesOf("cycle"))];
      const partOf = (cycle: number | null) => EXCERPT.filter((sample) => sample.cycle === cycle);
      const series = cycles.map((cycle) => ({
        ...Object.fromEntries(NAMES.map((name) => [name, partOf(cycle).map((sample) => sample[name])])),
        cell,
        cycle,
      }));
      return JSON.stringify({ series });
    },
  },
  lines: {
    type: "application/x-ndjson",
    bodyOf: (cell) => EXCERPT.map((sample) => `${JSON.stringify({ cell, ...sample })}\n`).join(""),
  },
  CSV: { type: "text/csv", bodyOf: (cell) => csvOf(["cell", ...NAMES].join(), cell) },
  "CSV with BDF's names": { type: "text/csv", bodyOf: (cell) => csvOf(["cell", ...BDF_NAMES].join(), cell, 1000) },
};

async function stored(): Promise<void> {
  const countOpen = () => queueOf(storeBatchJob).getJobCountByTypes(...OPEN, "failed");
  await expect.poll(countOpen, { timeout: 100_000, interval: 50 }).toBe(0);
}

async function readBack(cell: string, what: Handler, path: string) {
  const url = `${env().APP_URL}/api/v1/cells/${encodeURIComponent(cell)}/${path}`;
  return (await what(new Request(url, { headers: { Authorization: `Bearer ${apiKey}` } }))).json();
}

it("stores the same samples and cycles from every form of a real file, packed or not", {
  tags: ["thorough"],
}, async () => {
  const sent: string[] = [];
  for (const [name, { type, bodyOf }] of Object.entries(FORMS)) {
    for (const encoding of ["", "gzip"]) {
      const cell = `${name} ${encoding}`.trim();
      const body = encoding === "" ? Buffer.from(bodyOf(cell)) : gzipSync(bodyOf(cell));
      const digest = createHash("sha256").update(body).digest("base64");
      const headers = {
        "Content-Type": type,
        "Content-Digest": `sha-256=:${digest}:`,
        ...(encoding === "" ? {} : { "Content-Encoding": encoding }),
      };
      const response = await post(body, { headers });
      expect([cell, response.status, await response.json()]).toEqual([
        cell,
        202,
        { batchId: expect.any(String), accepted: EXCERPT.length, duplicate: false, ignored: [] },
      ]);
      sent.push(cell);
    }
  }
  await stored();
  const expected = await storedOf(scope, "rows");
  expect(expected.samples.length).toBe(EXCERPT.length);
  expect(expected.cycles.length).toBeGreaterThan(1);
  const [cycles, samples] = [
    await readBack("rows", getCycles, "cycles"),
    await readBack("rows", getSamples, "samples"),
  ];
  for (const cell of sent) {
    expect(await storedOf(scope, cell), cell).toEqual(expected);
    expect(await readBack(cell, getCycles, "cycles"), cell).toEqual({ ...cycles, cell });
    expect(await readBack(cell, getSamples, "samples"), cell).toEqual({ ...samples, cell });
  }
});

it("takes a file of the Battery Data Format with a cell's name before each line, and says what it leaves out", async () => {
  const [header = "", ...lines] = readFileSync("fixtures/landt_ligrr2032.bdf.csv", "utf8").trim().split(/\r?\n/);
  const body = [`cell,${header}`, ...lines.slice(0, 1000).map((line) => `landt,${line}`)].join("\r\n");
  const headers = { "Content-Type": "text/csv; charset=utf-8" };
  const response = await post(body, { headers, query: "?startedAt=2024-04-30T12:00:00Z" });
  expect(await response.json()).toMatchObject({
    accepted: 1000,
    ignored: ["discharging_capacity_ah", "charging_capacity_ah"],
  });
  await stored();
  const { samples } = await storedOf(scope, "landt");
  expect(samples.length).toBe(1000);
  expect(samples.timeUs[0]).toBe(Date.UTC(2024, 3, 30, 12) * 1000 + 20_000); // the file begins at 0.020 s
  expect(samples.testTimeS[0]).toBe(0.02);
});

it("compares a repeated key by the bytes as sent, not by what is inside", async () => {
  const body = '{"samples":[{"cell":"A","time":"2026-01-31T12:00:00Z","voltage":3,"current":1}]}';
  const packed = { "Content-Encoding": "gzip", "Idempotency-Key": "part-1" };
  const first = await (await post(gzipSync(body), { headers: packed })).json();
  expect(await (await post(gzipSync(body), { headers: packed })).json()).toEqual({ ...first, duplicate: true });
  expect((await post(body, { headers: { "Idempotency-Key": "part-1" } })).status).toBe(422);
});
