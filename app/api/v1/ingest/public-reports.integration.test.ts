import { parquetReadObjects } from "hyparquet";
import Papa from "papaparse";
import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "@/server/env";
import type { LabScope } from "@/server/lab-scope";
import { listCycleViews } from "@/server/api/rest/cells/cell-cycles";
import { listStepViews } from "@/server/api/rest/cells/cell-steps";
import { getCellView, putCellView } from "@/server/api/rest/cells/cells";
import { listGroupCycleViews, listGroupDeviationViews } from "@/server/api/rest/groups/group-statistics";
import { labScopeForAdmin } from "@/server/auth/lab-scope";
import { OPEN, queueOf } from "@/server/jobs/job-contract";
import { storeBatchJob } from "@/server/jobs/contracts/store-batch-job";
import { recomputeCell } from "@/server/services/recompute/rebuild-cell";
import { createMetadataField } from "@/server/services/fields/create-metadata-field";
import { createGrouping } from "@/server/services/groupings/create-grouping";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { ingestSender } from "@/server/testing/senders/ingest-sender";
import { startWorkerProcess, type WorkerProcess } from "@/server/testing/senders/worker-process";
import { GET as listCycles } from "../cells/[name]/cycles/route";
import { GET as listSamples } from "../cells/[name]/samples/route";
import { GET as listGroupCycles } from "../groupings/[id]/cycles/route";
import { POST } from "./route";

// Small inputs built from what people of this field reported of their tools; contract.md, section 5.

cloneTestDatabase();

let scope: LabScope;
let apiKey: string;
let worker: WorkerProcess;
beforeAll(async () => {
  const { labId } = await createLab();
  scope = labScopeForAdmin(labId);
  ({ apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["ingest", "read"] }));
  worker = startWorkerProcess();
});
afterAll(() => worker.stop());

const send = ingestSender(POST, () => apiKey);
const START_MS = Date.UTC(2026, 0, 1);
const ENDED = { tests: { "": { endedAt: "2026-02-01T00:00:00Z" } } };

type Row = { testTime: number; current: number; voltage?: number; temperature?: number; cycle?: number; step?: number };

async function sendCsv(body: string): Promise<void> {
  const response = await send(body, { headers: { "Content-Type": "text/csv" } });
  expect([response.status, await response.json()]).toMatchObject([202, { ignored: [] }]);
  const countOpen = () => queueOf(storeBatchJob).getJobCountByTypes(...OPEN, "failed");
  await expect.poll(countOpen, { interval: 50 }).toBe(0);
}

/** Rows of cells as CSV with the columns that any of them has. */
function toCsv(cells: Record<string, readonly Row[]>): string {
  const rows = Object.entries(cells).flatMap(([cell, own]) => own.map((row) => ({ cell, ...row })));
  const optional = (["cycle", "step", "temperature"] as const).filter((name) =>
    rows.some((row) => row[name] !== undefined),
  );
  const lines = rows.map((row) =>
    [
      row.cell,
      new Date(START_MS + row.testTime * 1000).toISOString(),
      row.testTime,
      row.voltage ?? 3.7,
      row.current,
      ...optional.map((name) => row[name] ?? ""),
    ].join(","),
  );
  return [["cell,time,testTime,voltage,current", ...optional].join(","), ...lines].join("\n");
}

async function sendCells(cells: Record<string, readonly Row[]>, changes: Record<string, unknown> = {}): Promise<void> {
  await sendCsv(toCsv(cells));
  for (const name of Object.keys(cells)) await put(name, { ...ENDED, ...changes });
}

async function put(name: string, body: Record<string, unknown>): Promise<void> {
  await putCellView(scope, { params: { name }, body });
  await recomputeCell(scope, { cell: name });
}

async function get(path: string, format: string): Promise<Response> {
  const url = new URL(`${env().APP_URL}/api/v1/${path}`);
  url.searchParams.set("format", format);
  const ofCell = path.endsWith("/samples") ? listSamples : listCycles;
  const route = path.startsWith("groupings/") ? listGroupCycles : ofCell;
  const response = await route(new Request(url, { headers: { Authorization: `Bearer ${apiKey}` } }));
  expect(response.status, path).toBe(200);
  return response;
}

/** Every value of a table, as CSV and as Parquet have it. */
async function valuesOfExports(path: string): Promise<unknown[]> {
  const { data } = Papa.parse<string[]>((await (await get(path, "csv")).text()).trimEnd());
  const file = await (await get(path, "parquet")).arrayBuffer();
  const rows = await parquetReadObjects({ file });
  expect(rows.length).toBe(data.length - 1);
  return [...data.flat(), ...rows.flatMap((row) => Object.values(row))];
}

/** What is missing is empty, or null in Parquet. */
function expectNumbersIn(values: readonly unknown[], path: string): void {
  expect(values.length, path).toBeGreaterThan(1);
  expect(
    values.map(String).filter((text, index) => values[index] !== null && NO_NUMBER.test(text)),
    path,
  ).toEqual([]);
}
const NO_NUMBER = /nan|infinity|^(inf|null|undefined)$/i;

const cyclesOf = async (name: string) => listCycleViews(scope, { params: { name } });
const close = (value: number) => expect.closeTo(value, 9);

/** A charge and, a second later, a discharge of as long; two rows each. */
function pair(cycle: number, q: number, from: number, currentA = 1): Row[] {
  const lasts = 3600 * (q / currentA);
  return [
    { testTime: from, current: currentA, cycle },
    { testTime: from + lasts, current: currentA, cycle },
    { testTime: from + lasts + 1, current: -currentA, cycle },
    { testTime: from + 2 * lasts + 1, current: -currentA, cycle },
  ];
}

/** Pairs by their cycles, each a second after the one before; null where a cell has none. */
function pairs(qs: readonly (number | null)[], currentA = 1): Row[] {
  const rows: Row[] = [];
  qs.forEach((q, index) => {
    const last = rows.at(-1);
    if (q !== null) rows.push(...pair(index + 1, q, last ? last.testTime + 1 : 0, currentA));
  });
  return rows;
}

/** Steps 1, 2, 3 looped twice: 7 rows 600 s apart at 1 A, 4 at −1 A, 2 at 0 A, each step 1 s after the last row of the one before. */
function loopedSteps(cycleOf: (ordinal: number) => number | undefined): Row[] {
  const rows: Row[] = [];
  const steps = [
    [7, 1],
    [4, -1],
    [2, 0],
  ] as const;
  for (let ordinal = 0; ordinal < 6; ordinal++) {
    const [count, current] = steps[ordinal % 3] as (typeof steps)[number];
    const from = (rows.at(-1)?.testTime ?? -1) + 1;
    const cycle = cycleOf(ordinal);
    for (let row = 0; row < count; row++) {
      const testTime = from + 600 * row;
      rows.push({ testTime, current, step: 1 + (ordinal % 3), ...(cycle === undefined ? {} : { cycle }) });
    }
  }
  return rows;
}

const HALF_BACK = {
  chargeCapacityAh: close(1),
  dischargeCapacityAh: close(0.5),
  chargeEnergyWh: close(3.7),
  dischargeEnergyWh: close(1.85),
};

it("finds two cycles where steps loop and nothing is numbered", async () => {
  await sendCells({ looped: loopedSteps(() => undefined) });
  expect((await cyclesOf("looped")).cycles).toMatchObject([HALF_BACK, HALF_BACK]);
  const { steps } = await listStepViews(scope, { params: { name: "looped" }, query: {} });
  expect(steps).toHaveLength(6);
  expect(steps[3]?.startedAt).toBe(new Date(START_MS + 6003e3).toISOString());
});

it("takes cycle numbers that are no integers for missing, and says so", async () => {
  await sendCells({ fractions: loopedSteps(() => 6.283185307179586) });
  const { cycles, warnings } = await cyclesOf("fractions");
  expect(cycles).toMatchObject([HALF_BACK, HALF_BACK]);
  expect(warnings).toEqual([{ message: expect.stringContaining("no integer") }]);
});

it("keeps cycle numbers that go back, and warns of them once", async () => {
  const rows = loopedSteps((ordinal) => [1, 1, 1, 2, 2, 1][ordinal]);
  await sendCells({ back: rows.slice(0, -1) });
  await sendCells({ back: rows.slice(-1) });
  const { cycles, warnings } = await cyclesOf("back");
  expect(cycles).toMatchObject([
    { cyclerCycle: 1, ...HALF_BACK },
    { cyclerCycle: 2, ...HALF_BACK },
  ]);
  expect(warnings).toEqual([{ message: expect.stringContaining("Cycle numbers go back") }]);
});

it("gives a charge under 0 V its negative energy and mean voltage", async () => {
  const rows = Array.from({ length: 7 }, (_, row) => ({ testTime: 600 * row, current: 1, voltage: -0.1 }));
  await sendCells({ reversed: rows });
  const { cycles } = await cyclesOf("reversed");
  expect(cycles).toMatchObject([
    { chargeCapacityAh: close(1), chargeEnergyWh: close(-0.1), meanChargeVoltageV: close(-0.1) },
  ]);
  expect(JSON.stringify(cycles)).not.toMatch(/Infinity|NaN/);
});

it("integrates over the hour that a clock repeats in autumn", async () => {
  const times = ["02:40:00+02:00", "02:50:00+02:00", "02:00:00+01:00", "02:10:00+01:00"];
  await sendCsv(["cell,time,voltage,current", ...times.map((time) => `autumn,2024-10-27T${time},3.7,1`)].join("\n"));
  expect((await cyclesOf("autumn")).cycles).toMatchObject([{ chargeCapacityAh: close(0.5), sampleCount: 4 }]);
  const { steps } = await listStepViews(scope, { params: { name: "autumn" }, query: {} });
  expect(steps).toMatchObject([{ durationS: 1800 }]);
});

it("sums up uneven intervals as they are", async () => {
  const rows = [0, 10, 20, 26, 36, 46].map((testTime) => ({ testTime, current: 1, voltage: 3 + testTime / 100 }));
  await sendCells({ uneven: rows });
  expect((await cyclesOf("uneven")).cycles).toMatchObject([
    { chargeCapacityAh: close(0.012777777778), chargeEnergyWh: close(0.041272222222), sampleCount: 6 },
  ]);
  const { points } = await (await get("cells/uneven/samples", "json")).json();
  expect(points).toMatchObject({
    time: rows.map(({ testTime }) => START_MS + testTime * 1000),
    voltage: rows.map(({ voltage }) => voltage),
    current: rows.map(() => 1),
  });
});

it("gives the cells of a group their statistics, whatever the order", async () => {
  await createMetadataField(scope, { name: "electrolyte", type: "text" });
  const { id } = await createGrouping(scope, { name: "Electrolyte", by: ["electrolyte"] });
  const cells = { C: pairs([0.98, 0.97, 0.96]), A: pairs([1, 0.99, 0.98]), B: pairs([1.02, null, 1]) };
  for (const name of ["C", "A", "B"] as const) {
    await sendCells({ [name]: cells[name].slice(5) });
    await sendCells({ [name]: cells[name].slice(0, 5) }, { metadata: { electrolyte: "LP57" } });
  }
  const { groups } = await listGroupCycleViews(scope, {
    params: { id: String(id) },
    query: { metric: "dischargeCapacityAh" },
  });
  expect(groups).toMatchObject([
    {
      cycle: [1, 2, 3],
      n: [3, 2, 3],
      mean: [1, 0.98, 0.98].map(close),
      std: [0.02, 0.0141421356, 0.02].map(close),
    },
  ]);
});

it("gives a specific capacity as soon as the active mass is known", async () => {
  const rows = pairs([1]).map((row) => ({ ...row, current: row.current * 0.000672 }));
  await sendCells({ coin: rows });
  const specificMahG = async () => (await cyclesOf("coin")).cycles[0]?.specificDischargeCapacityMahG;
  expect(await specificMahG()).toBeNull();
  for (const [activeMassG, expected] of [
    [0.001, close(672)],
    [0.0021, close(320)],
    [null, null],
  ] as const) {
    await putCellView(scope, { params: { name: "coin" }, body: { activeMassG } });
    expect(await specificMahG()).toEqual(expected);
  }
});

it("leaves a cycle without charge out of means, with no ratio of it", async () => {
  const whole = pairs([1, 1, 1]);
  const from = (whole.at(-1)?.testTime ?? 0) + 1;
  const alone = [from, from + 3600].map((testTime) => ({ testTime, current: -1, cycle: 4 }));
  await sendCells({ last: [...whole, ...alone] }, { nominalCapacityAh: 1, metadata: { electrolyte: "alone" } });
  const { cycles } = await cyclesOf("last");
  expect(cycles[3]).toMatchObject({
    chargeCapacityAh: 0,
    dischargeCapacityAh: close(1),
    dischargeEnergyWh: close(3.7),
    coulombicEfficiency: null,
    energyEfficiency: null,
    coulombicInefficiencyPerHour: null,
    partial: true,
  });
  const { id } = await createGrouping(scope, { name: "Alone", by: ["electrolyte"] });
  const exported = [`cells/last/cycles`];
  for (const metric of ["dischargeCapacityAh", "coulombicEfficiency", "energyEfficiency"] as const) {
    const query = { metric, from: 1, to: 4 };
    const { groups } = await listGroupCycleViews(scope, { params: { id: String(id) }, query });
    // The fourth cycle gave as much as the others: n would tell it.
    const group = { cycle: [1, 2, 3], mean: [close(1), close(1), close(1)], n: [1, 1, 1] };
    expect(groups.find(({ name }) => name === "alone")).toMatchObject(group);
    exported.push(`groupings/${id}/cycles?metric=${metric}`);
  }
  for (const path of exported) expectNumbersIn(await valuesOfExports(path), path);
});

it("finds what is no number in what exports hold", () => {
  for (const value of ["NaN", "-Infinity", Number.NaN, Number.POSITIVE_INFINITY, undefined, "null"])
    expect(() => expectNumbersIn([1, value], "")).toThrow();
  expectNumbersIn([1, "", null, 2n, "-0.5"], "");
});

it("finds the end of life at the first of three cycles running", async () => {
  const qs = [1.1, 0.8857, 0.88221, 0.87951, 0.88058, 0.87964, 0.87843, 0.877];
  await sendCells({ aged: pairs(qs, 1.1) }, { nominalCapacityAh: 1.1 });
  expect(await getCellView(scope, { params: { name: "aged" } })).toMatchObject({
    endOfLifeCycle: 6,
    cyclesTo: { "0.95": 2, "0.80": 6, "0.70": null },
    firstCycleEfficiency: close(1),
    irreversibleLossAh: close(0),
  });
  const { cycles } = await cyclesOf("aged");
  expect(cycles[0]).toMatchObject({
    equivalentFullCycles: close(1),
    throughputAh: close(2.2),
    dischargeRateC: close(1),
  });
});

it("finds the strays of 41 cells", async () => {
  const qs = [...Array.from({ length: 39 }, (_, index) => 1.0829 + 0.0003 * (index - 19)), 1.0607, 2.88408];
  const cells = Object.fromEntries(qs.map((q, index) => [`of 41, ${index}`.replace(",", ""), pairs([q])]));
  await sendCells(cells, { metadata: { electrolyte: "41" } });
  const id = String((await createGrouping(scope, { name: "Of 41", by: ["electrolyte"] })).id);
  const { groups } = await listGroupCycleViews(scope, { params: { id }, query: { metric: "dischargeCapacityAh" } });
  const group = groups.find(({ name }) => name === "41");
  expect(group?.mean[0]).toBeCloseTo(1.12629, 5);
  expect(group?.std[0]).toBeCloseTo(0.28142, 5);
  expect(group?.median[0]).toBeCloseTo(1.0829, 9);
  const query = { metric: "dischargeCapacityAh", cycle: 1, group: "41" } as const;
  const { cells: rows } = await listGroupDeviationViews(scope, { params: { id }, query });
  expect(rows.slice(0, 2)).toMatchObject([
    {
      value: close(2.88408),
      robustScore: expect.closeTo(404.97, 2),
      sigmas: expect.closeTo(6.246, 3),
      verdict: "stray",
    },
    { value: close(1.0607), robustScore: expect.closeTo(-4.99, 2), verdict: "stray" },
  ]);
});

it("takes temperatures that no cell has for missing, and names them once", async () => {
  const temperatures = [-4000, -4000, 25, 25.1, 25.2, 25];
  const rows = temperatures.map((temperature, row) => ({ testTime: 10 * row, current: 1, temperature }));
  await sendCells({ sensor: rows });
  await sendCells({ sensor: rows.slice(0, 2) });
  const { cycles, warnings } = await cyclesOf("sensor");
  expect(cycles).toMatchObject([{ maxTemperatureC: 25.2, sampleCount: 6 }]);
  expect(warnings).toEqual([{ message: expect.stringContaining("count as missing") }]);
});

it("names voltages that neither neighbour supports, and leaves them out of extremes alone", async () => {
  const at = (testTime: number, voltage: number) => ({ testTime, current: 1, voltage });
  const rows = [at(0, 3.7), at(10, 3.71), at(20, 5.31), at(30, 3.71), at(40, 3.72), at(50, -2.54), at(60, 3.73)];
  await sendCells({ lifted: rows });
  for (const row of rows) await sendCsv(toCsv({ "row by row": [row] }));
  await put("row by row", ENDED);
  for (const name of ["lifted", "row by row"]) {
    const { cycles, warnings } = await cyclesOf(name);
    expect(cycles).toMatchObject([
      // 1 A for 60 s; Σ of trapezoids: 10 × (3.705 + 4.51 + 4.51 + 3.715 + 0.59 + 0.595) W·s
      { minVoltageV: 3.7, maxVoltageV: 3.73, chargeCapacityAh: close(60 / 3600), chargeEnergyWh: close(176.25 / 3600) },
    ]);
    expect(warnings).toEqual([
      {
        message: expect.stringContaining(
          "2 single rows are far from the rows before and after, which agree: 5.31 V at 2026-01-01T00:00:20.000Z, -2.54 V at 2026-01-01T00:00:50.000Z.",
        ),
      },
    ]);
    expect((await getCellView(scope, { params: { name } })).warnings).toEqual(warnings);
  }
});

it("warns of a clock that drifts against test time, and of no pause", async () => {
  const csv = (cell: string, clockOf: (testTime: number, step: number) => number) => {
    const lines = [0, 1, 2, 3].flatMap((step) =>
      [0, 600, 1200].map((row) => {
        const testTime = 1201 * step + row;
        return [cell, new Date(START_MS + 1000 * clockOf(testTime, step)).toISOString(), testTime, 3.7, 1, step].join();
      }),
    );
    return ["cell,time,testTime,voltage,current,step", ...lines].join("\n");
  };
  await sendCsv(csv("drifting", (testTime) => 1.005 * testTime));
  await sendCsv(csv("paused", (testTime, step) => testTime + (testTime > 1800 ? 7200 : 0) + step));
  const drifting = [{ message: expect.stringContaining("The clock is 0.5 % fast against test time") }];
  for (const [name, expected] of [
    ["drifting", drifting],
    ["paused", []],
  ] as const) {
    expect((await cyclesOf(name)).warnings).toEqual(expected);
    expect((await getCellView(scope, { params: { name } })).warnings).toEqual(expected);
  }
});
