import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { samplePages } from "@/server/api/exports/sample-pages";
import { bdfTermOf } from "@/server/domain/samples/bdf-terms";
import { env } from "@/server/env";
import { inLab } from "@/server/data/in-lab";
import { storeBatch } from "@/server/services/batches/store-batch";
import { putCell } from "@/server/services/cells/put-cell";
import { removeCell } from "@/server/services/cells/remove-cell";
import { addExclusion } from "@/server/services/exclusions/add-exclusion";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "@/server/testing/factories";
import { importBytes, joinedSamples } from "@/server/testing/files/imported-file";
import { readNeware } from "@/server/testing/files/real-files";
import { bdfProblems } from "@/server/testing/references/bdf-rules";
import { storedOf, testIdOf } from "@/server/testing/stored-cell";
import type { LabScope } from "@/server/lab-scope";
import { GET as exportCell } from "./cells/[name]/export/route";

cloneTestDatabase();

let scope: LabScope;
let apiKey: string;
beforeAll(async () => {
  ({ scope } = await createLab());
  ({ apiKey } = await createApiKey(scope, { name: "read", scopes: ["read"] }));
});

function ask(cell: string, query: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const url = `${env().APP_URL}/api/v1/cells/${encodeURIComponent(cell)}/export?${new URLSearchParams(query)}`;
  return exportCell(new Request(url, { headers: { Authorization: `Bearer ${apiKey}`, ...headers } }));
}

const START_US = Date.UTC(2026, 0, 1) * 1000;
const BDF_HEADER =
  "test_time_second,voltage_volt,current_ampere,unix_time_second,cycle_count,step_count,step_id,step_type,step_time_second,ambient_temperature_celsius";

it("writes the Battery Data Format by its names, signs and order", async () => {
  const samples: SentSample[] = [
    { timeUs: START_US, voltageV: 3.5, currentA: 1, testTimeS: 0, cycle: 1, step: 2, stepCount: 1, mode: "charge" },
    { timeUs: START_US + 1_500_001, voltageV: 4, currentA: -0.25, temperatureC: -5.5, stepTimeS: 0.1 },
    { timeUs: START_US + 1_500_001, voltageV: 1e-7, currentA: 0, testTimeS: 3, mode: "other" },
  ];
  await storeBatch(scope, batchOf("B-1", samples));
  const response = await ask("B-1");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
  expect(response.headers.get("content-disposition")).toContain('filename="B-1.bdf.csv"');
  const text = await response.text();
  expect(text.split("\r\n")).toEqual([
    BDF_HEADER,
    "0,3.5,1,1767225600,1,1,2,charge,,",
    "1.500001,4,-0.25,1767225601.500001,,,,,0.1,-5.5",
    "3,1e-7,0,1767225601.500001,,,,other,,",
    "",
  ]);
  for (const name of BDF_HEADER.split(",")) expect(bdfTermOf(name), name).toBe(name);
});

it("answers the names of its columns for a cell without samples", async () => {
  await putCell(scope, { name: "empty", changes: {} });
  expect(await (await ask("empty")).text()).toBe(`${BDF_HEADER}\r\n`);
  expect((await ask("nobody")).status).toBe(404);
  expect((await ask("empty", { format: "xlsx" })).status).toBe(422);
});

/** A test whose test time never falls, some samples at one time, steps that restart their time. */
const testOf = fc
  .array(
    fc.record({
      gapUs: fc.oneof(
        { weight: 1, arbitrary: fc.constant(0) },
        { weight: 9, arbitrary: fc.integer({ min: 1, max: 6e7 }) },
      ),
      voltageV: fc.double({ min: 0, max: 0.01, noNaN: true }),
      currentA: fc.double({ min: 0.5, max: 2, noNaN: true }),
      temperatureC: fc.option(fc.double({ min: -20, max: 60, noNaN: true }).map((celsius) => celsius + 0)), // no −0: text has none
    }),
    { minLength: 40, maxLength: 120 },
  )
  .map((rows) => {
    let timeUs = START_US;
    let stepTimeS = 0;
    return rows.map(({ gapUs, currentA, voltageV, ...row }, index): SentSample => {
      const step = Math.floor(index / 10);
      timeUs += gapUs;
      stepTimeS = index % 10 === 0 ? 0 : stepTimeS + gapUs / 1e6;
      const sign = step % 2 === 0 ? 1 : -1;
      return {
        ...row,
        timeUs,
        stepTimeS,
        currentA: sign * currentA,
        voltageV: 3.5 + sign * 0.03 * ((index % 10) - 5) + voltageV, // which rises on charge, or the importer would ask
        testTimeS: 7 + (timeUs - START_US) / 1e6,
        cycle: 1 + Math.floor(step / 2),
        step: 1 + (step % 2),
        stepCount: 1 + step,
        mode: sign > 0 ? "charge" : "discharge",
      };
    });
  });

it("gives files from which the same samples are imported", async () => {
  let made = 0;
  await fc.assert(
    fc.asyncProperty(testOf, async (samples) => {
      const cell = `trip-${++made}`;
      await storeBatch(scope, batchOf(cell, samples));
      const { samples: stored } = await storedOf(scope, cell);
      for (const format of ["bdf", "parquet"]) {
        const file = new Uint8Array(await (await ask(cell, { format })).arrayBuffer());
        const { parts, summary } = await importBytes(file);
        expect(summary.format).toBe("bdf");
        expect(joinedSamples(parts), format).toEqual(stored);
      }
    }),
    { numRuns: 8, endOnFailure: true },
  );
});

async function duckdb(file: ArrayBuffer, sql: string): Promise<unknown[][]> {
  const folder = mkdtempSync(join(tmpdir(), "chargetracker-export-"));
  try {
    writeFileSync(join(folder, "file.parquet"), Buffer.from(file));
    const connection = await (await DuckDBInstance.create()).connect();
    return (await connection.runAndReadAll(sql.replaceAll("FILE", `'${join(folder, "file.parquet")}'`))).getRowsJson();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it("writes Parquet of several tests in row groups, which another reader reads", { timeout: 60_000 }, async () => {
  const rows = 70_000;
  const hourOf = (test: string, count: number, startUs: number) =>
    batchOf(
      "P-1",
      Array.from({ length: count }, (_, index) => ({
        timeUs: startUs + index * 1e6,
        voltageV: 3,
        currentA: -1,
        testTimeS: index,
        ...(index === 0 ? { cycle: 7 } : {}),
      })),
      { test },
    );
  await storeBatch(scope, hourOf("", 49_999, START_US));
  await storeBatch(scope, hourOf("", rows - 49_999, START_US + 49_999e6));
  await storeBatch(scope, hourOf("formation", 2, START_US - 1e9));
  await addExclusion(scope, { cell: "P-1", reason: "leaked" });
  const response = await ask("P-1", {}, { Accept: "application/vnd.apache.parquet" });
  expect(response.headers.get("content-disposition")).toContain('filename="P-1.bdf.parquet"');
  const file = await response.arrayBuffer();
  const counts = `SELECT test, count(*), sum(current_ampere), max(test_time_second), count(cycle_count) FROM FILE GROUP BY test ORDER BY test`;
  // The second batch counts from 0 again, a second after 49,998: 49,999 and 20,000 more.
  expect(await duckdb(file, counts)).toEqual([
    ["", "70000", -70_000, 69_999, "2"],
    ["formation", "2", -2, 1, "1"],
  ]);
  const [groups] = await duckdb(file, "SELECT count(DISTINCT row_group_id) FROM parquet_metadata(FILE)");
  expect(groups).toEqual(["2"]);
  const kept = await duckdb(file, "SELECT decode(key), decode(value) FROM parquet_kv_metadata(FILE)");
  const about = Object.fromEntries(kept.map(([key, value]) => [key, JSON.parse(String(value))]));
  expect(about).toMatchObject({
    cell: { name: "P-1", polarity: "full_cell" },
    exclusions: [{ reason: "leaked", by: "ChargeTracker" }],
    versions: { bdf: "1.3.0" },
    filters: { test: null },
  });
  expect(about.columns.map(({ name }: { name: string }) => name)).toEqual([...BDF_HEADER.split(","), "test"]);
});

it("holds one test a file in the Battery Data Format, and says which there are", async () => {
  const one = [{ timeUs: START_US, voltageV: 3, currentA: -1 }];
  await storeBatch(scope, batchOf("T-1", one));
  await storeBatch(scope, batchOf("T-1", one, { test: "=1+1" }));
  const refused = await ask("T-1");
  expect(refused.status).toBe(422);
  expect((await refused.json()).errors).toEqual([{ pointer: "/test", message: 'expected one of "", "=1+1"' }]);
  const named = await ask("T-1", { test: "=1+1" });
  expect(named.headers.get("content-disposition")).toContain('filename="T-1__=1+1.bdf.csv"');
  expect((await named.text()).split("\r\n")).toHaveLength(3);
  expect((await ask("T-1", { test: "another" })).status).toBe(404);

  // As an ingest body has it: text that a spreadsheet would take for a formula has a sign before it, numbers are numbers.
  expect((await (await ask("T-1", { format: "csv" })).text()).split("\r\n")).toEqual([
    "test,time,testTime,stepTime,voltage,current,temperature,cycle,step,stepCount,mode,record",
    ",2026-01-01T00:00:00.000Z,,,3,-1,,,,,,0",
    '"\'=1+1",2026-01-01T00:00:00.000Z,,,3,-1,,,,,,0',
    "",
  ]);
});

it("says beside the file what a reader has to know of it", async () => {
  const changes = { nominalCapacityAh: 3, polarity: "half_cell_anode" as const };
  await putCell(scope, { name: "M-1", changes });
  await addExclusion(scope, { cell: "M-1", cycles: { from: 2, to: 3 }, reason: "leaked" });
  const metadata = await (await ask("M-1", { metadata: "true", format: "csv" })).json();
  expect(metadata).toMatchObject({
    cell: { name: "M-1", nominalCapacityAh: 3, polarity: "half_cell_anode" },
    referenceCycle: null,
    exclusions: [{ cycles: { from: 2, to: 3 }, reason: "leaked" }],
    conventions: { current: expect.stringContaining("Positive charges") },
  });
  expect(metadata.columns[5]).toEqual({ name: "current", unit: "A", description: expect.any(String) });
});

it("gives every sample once where pages end between samples of one time", async () => {
  const samples = [0, 1, 1, 1, 1, 2, 3].map((second) => ({
    timeUs: START_US + second * 1e6,
    voltageV: 3,
    currentA: 1,
  }));
  await storeBatch(scope, batchOf("pages", samples));
  const testId = await testIdOf(scope, "pages");
  for (const rows of [1, 2, 3, 7, 8]) {
    const seen: number[] = [];
    for await (const page of samplePages(scope, { testId, rows })) {
      expect(page.length).toBeLessThanOrEqual(rows);
      page.timeUs.forEach((timeUs, index) => {
        seen.push((timeUs - START_US) / 1e6 + (page.record[index] ?? 0) / 10);
      });
    }
    expect(seen).toEqual([0, 1, 1.1, 1.2, 1.3, 2, 3]);
  }
});

it("ends at what was the last sample when it began, and fails when the test is deleted", async () => {
  const at = (second: number) => [{ timeUs: START_US + second * 1e6, voltageV: 3, currentA: 1 }];
  await storeBatch(scope, batchOf("live", [...at(0), ...at(1)]));
  const testId = await testIdOf(scope, "live");
  const running = samplePages(scope, { testId, rows: 1 });
  expect((await running.next()).value?.length).toBe(1);
  await storeBatch(scope, batchOf("live", at(2)));
  let more = 0;
  for await (const page of running) more += page.length;
  expect(more).toBe(1);

  const doomed = samplePages(scope, { testId, rows: 1 });
  await doomed.next();
  await removeCell(scope, { cell: "live" });
  await expect(doomed.next()).rejects.toMatchObject({ kind: "conflict" });
});

it("shows nothing of another lab's test by its number", async () => {
  const theirs = await createLab();
  await storeBatch(theirs.scope, batchOf("A", [{ timeUs: START_US, voltageV: 3, currentA: 1 }]));
  const testId = await testIdOf(theirs.scope, "A");
  await expect(samplePages(scope, { testId }).next()).rejects.toMatchObject({ kind: "conflict" });
  expect(await inLab(scope, async ({ labId }) => labId)).toBe(scope.labId);
});

it("makes so many files of a lab at once, and gives a place free when a reader goes away", async () => {
  await storeBatch(scope, batchOf("slots", [{ timeUs: START_US, voltageV: 3, currentA: 1 }]));
  const open = [await ask("slots"), await ask("slots")];
  expect(open.map(({ status }) => status)).toEqual([200, 200]);
  const refused = await ask("slots");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "15"]);
  await open[0]?.body?.cancel();
  const next = await ask("slots");
  expect(next.status).toBe(200);
  await Promise.all([open[1]?.text(), next.text()]);
  const last = await ask("slots");
  expect(last.status).toBe(200);
  await last.text();
});

it("makes six files of a process at once, whoever asks for them", async () => {
  const asks: (() => Promise<Response>)[] = [];
  for (let lab = 0; lab < 4; lab++) {
    const { scope: own } = await createLab();
    const { apiKey: key } = await createApiKey(own, { name: "read", scopes: ["read"] });
    await storeBatch(own, batchOf("slots", [{ timeUs: START_US, voltageV: 3, currentA: 1 }]));
    asks.push(() => ask("slots", {}, { Authorization: `Bearer ${key}` }));
  }
  const [first, second, third, fourth] = asks;
  const open = await Promise.all([first, first, second, second, third, third].map((one) => one?.()));
  expect(open.map((answer) => answer?.status)).toEqual(Array(6).fill(200));
  expect((await fourth?.())?.status).toBe(503);
  await Promise.all(open.map((answer) => answer?.text()));
  const next = await fourth?.();
  expect(next?.status).toBe(200);
  await next?.text();
});

it("keeps to every rule of the Battery Data Format: of a real file, of two tests, of what is missing or falls", async () => {
  const { samples } = readNeware();
  const real = samples.map(({ time = 0, testTime, voltage, current, ...row }) => ({
    ...{ timeUs: Math.round(time * 1000), testTimeS: testTime, voltageV: voltage, currentA: current, ...row },
  }));
  await storeBatch(scope, batchOf("R-1", real));
  const restarted: SentSample[] = [0, 10, 20, 20].map((atS, index) => ({
    ...{ timeUs: START_US + atS * 1e6, voltageV: 3, currentA: 1e-7, mode: "charge", cycle: 1 },
    ...(index === 3 ? { record: 1, testTimeS: 2 } : { testTimeS: atS + 5 }), // a test time that falls
  }));
  const unnumbered: SentSample[] = [0, 60].map((atS) => ({
    ...{ timeUs: START_US + 1e9 + atS * 1e6, voltageV: 3, currentA: -0.5, mode: "discharge" },
  }));
  await storeBatch(scope, batchOf("R-2", restarted));
  await storeBatch(scope, batchOf("R-2", unnumbered, { test: "again" }));
  for (const [cell, test, rows] of [
    ["R-1", "", real.length],
    ["R-2", "", restarted.length],
    ["R-2", "again", unnumbered.length],
  ] as const) {
    const response = await ask(cell, { test });
    const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "";
    expect(bdfProblems({ name, text: await response.text() }, [rows]), cell).toEqual([]);
  }
});
