import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { getImportView } from "@/server/api/rest/imports";
import { findCell } from "@/server/data/cells/cell-reads";
import { inLabConfig } from "@/server/data/in-lab-config";
import { inLab } from "@/server/data/in-lab";
import { listImports } from "@/server/data/imports/import-reads";
import { importJob } from "@/server/jobs/contracts/import-job";
import { OPEN, queueOf } from "@/server/jobs/job-contract";
import type { LabScope } from "@/server/lab-scope";
import { createApiKey } from "@/server/services/team/create-api-key";
import { renameCell } from "@/server/services/cells/rename-cell";
import { removeTimeRange } from "@/server/services/cells/remove-time-range";
import { saveColumnMapping } from "@/server/services/imports/save-column-mapping";
import { storeBatch } from "@/server/services/batches/store-batch";
import { verifyCell } from "@/server/services/recompute/verify-cell";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";
import { readExpected, readFixture } from "@/server/testing/files/imported-file";
import { bdfFile, importSender, STARTED_AT, storeWhole } from "@/server/testing/senders/import-sender";
import { storedOf } from "@/server/testing/stored-cell";
import { startWorkerProcess } from "@/server/testing/senders/worker-process";
import { POST } from "./route";

cloneTestDatabase();

let scope: LabScope;
let apiKey: string;
beforeAll(async () => {
  ({ scope } = await createLab());
  ({ apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["ingest"] }));
});

const send = importSender(POST, () => apiKey);
const viewOf = (id: string) => getImportView(scope, { params: { id } });

/** Sends a file that has to be taken, and stores it as a worker does. */
async function load(file: BodyInit, query: Record<string, string>, headers: Record<string, string> = {}) {
  const { status, body } = await send(file, { query, headers });
  expect(status, JSON.stringify(body)).toBe(202);
  await storeWhole(scope, body.importId);
  return { ...(await viewOf(body.importId)), duplicate: body.duplicate };
}

const SUMS = ["chargeCapacityAh", "dischargeCapacityAh", "chargeEnergyWh", "dischargeEnergyWh"] as const;
/** Relative; where numbers are smaller than 1e-3, as a share of that. */
const difference = (value = Number.NaN, expected = Number.NaN) =>
  Math.abs(value - expected) / Math.max(Math.abs(expected), 1e-3);

it("stores a file as the answer to its question says", async () => {
  const rows = Array.from(
    { length: 60 },
    (_, k) => `${k * 60_000},${new Date(Date.UTC(2026, 0, 1) + k * 60_000).toISOString()},${3.5 + k / 1000},1`,
  );
  const file = `${["Test Time (s),Date Time,Voltage (V),Current (A)", ...rows].join("\n")}\n`;
  expect(await send(file, { query: { cell: "answered" } })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: "/timeUnit" }] },
  });
  expect(await load(file, { cell: "answered", timeUnit: "ms" })).toMatchObject({ samples: 60, status: "stored" });
  // 59 min at 1 A
  expect((await storedOf(scope, "answered")).cycles[0]?.chargeCapacityAh).toBeCloseTo(59 / 60, 9);
});

it("stores real files as they were sent, through a worker, with the cycles of the reference", {
  tags: ["thorough"],
}, async () => {
  const files = [
    { file: "neware_uio.csv", query: {} },
    { file: "landt_ligrr2032.bdf.csv", query: { startedAt: "2024-04-30T12:00:00Z" } },
    { file: "cyclers/batmo_bdf.excerpt.csv", query: { startedAt: "2024-04-30T12:00:00Z" } },
  ];
  const sent = [];
  for (const { file, query } of files) {
    const answer = await send(Buffer.from(readFixture(file)), { query: { cell: file.replace("/", " "), ...query } });
    expect(answer).toMatchObject({ status: 202, body: { duplicate: false } });
    expect(answer.headers.get("location")).toBe(`/api/v1/imports/${answer.body.importId}`);
    sent.push({ file, importId: answer.body.importId });
  }
  const worker = startWorkerProcess();
  onTestFinished(() => worker.stop());
  for (const { importId } of sent) {
    await expect.poll(() => viewOf(importId)).toMatchObject({ status: "stored" });
  }
  await expect.poll(() => queueOf(importJob).getJobCountByTypes(...OPEN, "failed")).toBe(0);
  await worker.stop();
  for (const { file, importId } of sent) {
    const expected = readExpected(file);
    const view = await viewOf(importId);
    expect(view).toMatchObject({ samples: expected.rows, inserted: expected.rows, partsDone: view.parts, error: null });
    const cell = file.replace("/", " ");
    const { cycles } = await storedOf(scope, cell);
    const isNumbered = expected.cycleNumbers === "vendor";
    if (isNumbered) expect(view.cycles).toBe(expected.cycles.length);
    expect(cycles).toHaveLength(expected.cycles.length);
    for (const [index, cycle] of expected.cycles.entries()) {
      for (const sum of SUMS) {
        expect(difference(cycles[index]?.[sum], cycle[sum]), `${file}, ${cycle.cycle}, ${sum}`).toBeLessThan(
          isNumbered ? 1e-6 : 1e-4,
        );
      }
    }
    expect((await verifyCell(scope, { cell })).differences).toEqual([]);
  }
});

describe("sent again", () => {
  const query = { cell: "again", startedAt: STARTED_AT };

  it("answers the same file with its first import, and takes it in where it would change something", async () => {
    const file = bdfFile({ rows: 9_000 });
    const first = await load(file, query);
    expect(first).toMatchObject({ status: "stored", inserted: 9_000, duplicate: false });
    expect(await load(file, query)).toMatchObject({ id: first.id, duplicate: true });
    expect(await load(file, { ...query, ended: "true" }), "other options").toMatchObject({
      unchanged: 9_000,
      duplicate: false,
    });

    // A, then B, then A must end in A.
    const corrected = await load(bdfFile({ rows: 9_000, voltageV: 4 }), query);
    expect(corrected).toMatchObject({ replaced: 9_000 });
    expect(await load(file, query)).toMatchObject({ replaced: 9_000, duplicate: false });
    expect((await storedOf(scope, "again")).samples.voltageV[0]).toBe(3);

    const inRange = { from: Date.parse(STARTED_AT), to: Date.parse(STARTED_AT) + 9_999 };
    await removeTimeRange(scope, { cell: "again", ...inRange });
    expect(await load(file, query), "ten seconds were deleted").toMatchObject({ inserted: 10, unchanged: 8_990 });
    await storeBatch(
      scope,
      batchOf("again", [{ timeUs: Date.parse(STARTED_AT) * 1000, voltageV: 2, currentA: 1 }], { seq: 9e15 }),
    );
    expect(await load(file, query), "one was corrected").toMatchObject({ unchanged: 9_000, duplicate: false });
    expect((await verifyCell(scope, { cell: "again" })).differences).toEqual([]);
  });

  it("makes a cell anew whose first one has another name by now", async () => {
    const named = { ...query, cell: "old name" };
    await load(bdfFile({ rows: 100 }), named);
    await renameCell(scope, { cell: "old name", newName: "new name" });
    expect(await load(bdfFile({ rows: 100 }), named)).toMatchObject({ duplicate: false, inserted: 100 });
    for (const cell of ["old name", "new name"]) expect((await storedOf(scope, cell)).samples.length).toBe(100);
  });

  it("warns where it is read in another way than the file before", async () => {
    const mappingOf = (unit: string) => {
      const columns = {
        t: { field: "testTime", unit },
        v: { field: "voltage", unit: "V" },
        i: { field: "current", unit: "A" },
      };
      return { ...query, cell: "other units", mapping: JSON.stringify({ columns }) };
    };
    const rows = (count: number) => `t;v;i\n${Array.from({ length: count }, (_, row) => `${row};3;1\n`).join("")}`;
    const otherwise = [{ row: null, message: expect.stringMatching(/"t" was in min, and is in s here/) }];
    expect((await load(rows(20), mappingOf("min"))).warnings).toEqual([]);
    expect((await load(rows(90), mappingOf("s"))).warnings).toEqual(otherwise);
    expect((await load(rows(99), mappingOf("s"))).warnings).toEqual([]);
  });

  it("takes a file that contradicts itself as it is where its sender says so, and keeps that in mind", async () => {
    const rows = Array.from({ length: 60 }, (_, k) => `${k * 10},${3.5 + k / 1e3},1,${(8 * k) / 3600}`);
    const file = `${["Test Time (s),Voltage (V),Current (A),Charge Capacity (Ah)", ...rows].join("\n")}\n`;
    const { samples, warnings } = await load(file, { ...query, cell: "differs", countersDiffer: "accepted" });
    const message = expect.stringContaining("the cycler counted");
    expect([samples, warnings]).toEqual([60, [{ row: null, isSevere: true, message }]]);
  });

  it("adds what a longer version of a file has more", async () => {
    const named = { ...query, cell: "longer" };
    await load(bdfFile({ rows: 5_000 }), named);
    expect(await load(bdfFile({ rows: 26_000 }), named)).toMatchObject({
      inserted: 21_000,
      unchanged: 5_000,
      parts: 2,
    });
    expect((await storedOf(scope, "longer")).samples.length).toBe(26_000);
    expect((await verifyCell(scope, { cell: "longer" })).differences).toEqual([]);
  });

  it("lets an Idempotency-Key decide, and takes no other file under it", async () => {
    const named = { ...query, cell: "keyed" };
    const key = { "Idempotency-Key": "first" };
    const file = bdfFile({ rows: 100 });
    const first = await send(file, { query: named, headers: key });
    const both = await Promise.all([
      send(file, { query: named, headers: key }),
      send(file, { query: named, headers: key }),
    ]);
    for (const { body } of both) expect(body).toMatchObject({ importId: first.body.importId, duplicate: true });
    expect(await send(bdfFile({ rows: 101 }), { query: named, headers: key })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining("another file") },
    });
    await storeWhole(scope, first.body.importId);
    const other = await load(file, named, { "Idempotency-Key": "second" });
    expect(other, "another name is another wish").toMatchObject({ duplicate: false, unchanged: 100 });
    expect(await send(file, { query: named, headers: { "Idempotency-Key": "a b" } })).toMatchObject({ status: 422 });
  });

  it("takes one of two equal files that arrive at the same time", async () => {
    const file = bdfFile({ rows: 30_000 });
    const named = { ...query, cell: "both at once" };
    const answers = await Promise.all([send(file, { query: named }), send(file, { query: named })]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(new Set(answers.map(({ body }) => body.importId)).size).toBe(1);
    expect(answers.filter(({ body }) => body.duplicate)).toHaveLength(1);
    const imports = await inLab(scope, (tx) => listImports(scope, tx, { beforeId: null, limit: 9 }));
    expect(imports.filter(({ cell }) => cell === named.cell)).toHaveLength(1);
  });
});

it("opens what gzip packed, and compares digests", async () => {
  const packed = gzipSync(bdfFile({ rows: 25_000 }));
  const digest = `sha-256=:${createHash("sha256").update(packed).digest("base64")}:`;
  const headers = { "Content-Encoding": "gzip", "Content-Digest": digest };
  const view = await load(packed, { cell: "packed", startedAt: STARTED_AT, fileName: "packed.csv.gz" }, headers);
  expect(view).toMatchObject({
    samples: 25_000,
    fileName: "packed.csv.gz",
    tests: [{ cell: "packed", test: "", samples: 25_000 }],
  });
});

it("takes metadata, an end, and the columns of a saved mapping along", async () => {
  await saveColumnMapping(scope, {
    name: "in-house",
    mapping: {
      columns: {
        sec: { field: "testTime", unit: "s" },
        mV: { field: "voltage", unit: "mV" },
        amp: { field: "current", unit: "A" },
      },
    },
  });
  const rows = Array.from({ length: 8 }, (_, index) => `${index * 600},3000,${index < 4 ? 1 : -1}`);
  const view = await load(["sec,mV,amp", ...rows, ""].join("\n"), {
    cell: "mapped",
    mapping: "in-house",
    startedAt: STARTED_AT,
    ended: "true",
    metadata: '{"cathode":"NMC811","batch no.":7}',
  });
  expect(view).toMatchObject({ status: "stored", inserted: 8 });
  const cell = await inLabConfig(scope, (tx) => findCell(scope, tx, { name: "mapped" }));
  expect(cell?.metadata).toEqual({ cathode: "NMC811", "batch no.": "7" });
  expect(cell?.tests).toMatchObject([{ name: "", endedAtUs: (Date.parse(STARTED_AT) + 4_200_000) * 1000 }]);
});
