import { spawnSync } from "node:child_process";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { storeBatch } from "@/server/services/batches/store-batch";
import { putCell } from "@/server/services/cells/put-cell";
import { createMetadataField } from "@/server/services/fields/create-metadata-field";
import { createApiKey } from "@/server/services/team/create-api-key";
import { env } from "@/server/env";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "@/server/testing/factories";
import { GET as exportCell } from "./cells/[name]/export/route";
import { GET as listCycles } from "./cells/[name]/cycles/route";
import { GET as listCells } from "./cells/route";

// What other programs make of the CSV that leaves: Python's own reader where there is one, and the one of spreadsheets' web pages.

/** A reader of CSV: rows of text as it understands them, and the sums of columns whose every field is a number or empty. */
type Reading = { rows: string[][]; sums: Record<string, number> };
const reading = z.object({ rows: z.array(z.array(z.string())), sums: z.record(z.string(), z.number()) });

/** Adds as JavaScript does: one after the other, where `sum` of newer Pythons compensates. */
const PYTHON = `
import csv, io, json, sys
rows = list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="")))
header, body = rows[0], rows[1:]
sums = {}
for index, name in enumerate(header):
    total = 0.0
    try:
        for row in body:
            total += float(row[index]) if row[index] else 0.0
    except ValueError:
        continue
    sums[name] = total
json.dump({"rows": rows, "sums": sums}, sys.stdout)
`;

function byPython(text: string): Reading {
  const { stdout, stderr, status } = spawnSync("python3", ["-c", PYTHON], { input: text, encoding: "utf8" });
  if (status !== 0) throw new Error(`python3: ${stderr}`);
  return reading.parse(JSON.parse(stdout));
}

function byPapaparse(text: string): Reading {
  const rows = Papa.parse<string[]>(text.trimEnd()).data;
  const [header = [], ...body] = rows;
  const sums: Record<string, number> = {};
  header.forEach((name, index) => {
    const values = body.map((row) => (row[index] ? Number(row[index]) : 0));
    if (values.every(Number.isFinite)) sums[name] = values.reduce((sum, value) => sum + value, 0);
  });
  return { rows, sums };
}

const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) console.warn("There is no python3: what it would read is read by papaparse only.");
const READERS: [string, (text: string) => Reading][] = [
  ...(hasPython ? [["Python's csv module", byPython] satisfies [string, typeof byPython]] : []),
  ["papaparse", byPapaparse],
];

const CELL = '-A 1,"=1+1"'; // what a spreadsheet would take for a formula, with a delimiter and quotes
const FIELD = "=HYPERLINK(1)";
const SAMPLES: SentSample[] = Array.from({ length: 500 }, (_, index) => ({
  timeUs: Date.UTC(2026, 0, 1) * 1000 + index * 60e6 + 1,
  voltageV: 3 + index / 997,
  currentA: (index % 100 < 50 ? 1 : -1) * (1 + index / 1013),
  temperatureC: index % 7 === 0 ? -5.5 : null,
  testTimeS: index * 60,
  cycle: 1 + Math.floor(index / 100),
  step: index % 100 < 50 ? 1 : 2,
}));
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

let apiKey: string;
cloneTestDatabase();
beforeAll(async () => {
  const { scope } = await createLab();
  ({ apiKey } = await createApiKey(scope, { name: "read", scopes: ["read"] }));
  await createMetadataField(scope, { name: "note", type: "text" });
  await storeBatch(scope, batchOf(CELL, SAMPLES, { test: "@SUM(A1)" }));
  await putCell(scope, { name: CELL, changes: { nominalCapacityAh: 1, metadata: { note: FIELD } } });
});

async function csvOf(get: (request: Request) => Promise<Response>, path: string): Promise<string> {
  const url = `${env().APP_URL}/api/v1${path}${path.includes("?") ? "&" : "?"}format=csv`;
  const response = await get(new Request(url, { headers: { Authorization: `Bearer ${apiKey}` } }));
  expect(response.status).toBe(200);
  return response.text();
}

describe.each(READERS)("%s", (_, read) => {
  it("reads every sample of an export, its numbers to the last bit and its negative currents as numbers", async () => {
    const { rows, sums } = read(await csvOf(exportCell, `/cells/${encodeURIComponent(CELL)}/export`));
    const [header = [], ...body] = rows;
    expect(body).toHaveLength(SAMPLES.length);
    expect(sums.voltage).toBe(total(SAMPLES.map(({ voltageV }) => voltageV)));
    expect(sums.current).toBe(total(SAMPLES.map(({ currentA }) => currentA)));
    expect(sums.temperature).toBe(total(SAMPLES.map(({ temperatureC }) => temperatureC ?? 0)));
    expect(sums.cycle).toBe(total(SAMPLES.map(({ cycle }) => cycle ?? 0)));
    const currents = body.map((row) => row[header.indexOf("current")]);
    expect(currents.filter((current) => current?.startsWith("-"))).toHaveLength(250);
  });

  it("reads of every text what a spreadsheet shows as text", async () => {
    const { rows } = read(await csvOf(exportCell, `/cells/${encodeURIComponent(CELL)}/export`));
    expect(new Set(rows.slice(1).map(([test]) => test))).toEqual(new Set(["'@SUM(A1)"]));
    const [header = [], cell = []] = read(await csvOf(listCells, "/cells")).rows;
    const fields = Object.fromEntries(header.map((name, index) => [name, cell[index]]));
    expect(fields.name).toBe(`'${CELL}`);
    expect(Object.values(fields).join(" ")).toContain(FIELD);
    expect(Object.values(fields)).not.toContain(FIELD);
    expect(fields.nominalCapacityAh).toBe("1");
  });

  it("reads the capacities of cycles to the last bit", async () => {
    const path = `/cells/${encodeURIComponent(CELL)}/cycles`;
    const { sums } = read(await csvOf(listCycles, path));
    const url = `${env().APP_URL}/api/v1${path}`;
    const json = await (await listCycles(new Request(url, { headers: { Authorization: `Bearer ${apiKey}` } }))).json();
    const { cycles } = z.object({ cycles: z.array(z.object({ dischargeCapacityAh: z.number() })) }).parse(json);
    expect(cycles).toHaveLength(5);
    expect(sums.dischargeCapacityAh).toBe(total(cycles.map(({ dischargeCapacityAh }) => dischargeCapacityAh)));
  });
});
