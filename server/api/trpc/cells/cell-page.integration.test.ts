import pg from "pg";
import { expect, it } from "vitest";
import { env } from "../../../env";
import { addExclusion } from "../../../services/exclusions/add-exclusion";
import { storeBatch } from "../../../services/batches/store-batch";
import { putCell } from "../../../services/cells/put-cell";
import { importQuery } from "../../../services/imports/read-import-options";
import { receiveImport } from "../../../services/imports/receive-import";
import { cloneTestDatabase } from "../../../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../../../testing/factories";
import { bdfFile, fileOf, STARTED_AT, storeWhole } from "../../../testing/senders/import-sender";
import { cellHead, cyclesOfCell, stepsOfCycle, testClockOfCell } from "./cell-page";
import { cellImports } from "../import-views";

cloneTestDatabase();

const HOUR_US = 3600e6;
const BEGIN_US = 1.7e15;

/** Of each cycle a charge of `chargeA` for an hour and, a second later, a discharge of 1 A for an hour at half a volt less. */
function cycles(count: number, chargeA: number): SentSample[] {
  return Array.from({ length: count }, (_, index) => {
    const beginUs = BEGIN_US + index * 3 * HOUR_US;
    const at = (timeUs: number, currentA: number, voltageV: number) => ({
      timeUs,
      currentA,
      voltageV,
      temperatureC: 25,
      cycle: index + 1,
    });
    const discharge = beginUs + HOUR_US + 1e6;
    return [
      at(beginUs, chargeA, 4),
      at(beginUs + HOUR_US, chargeA, 4),
      at(discharge, -1, 3.5),
      at(discharge + HOUR_US, -1, 3.5),
    ];
  }).flat();
}

it("tells a cell's state, its last sample and its neighbours by name", async () => {
  const { scope } = await createLab();
  for (const name of ["A-01", "A-03"]) await putCell(scope, { name, changes: {} });
  await storeBatch(scope, batchOf("A-02", cycles(2, 1.25)));
  await putCell(scope, { name: "A-02", changes: { tests: { "": { cycleOffset: 10 } } } });
  const { cell, latest, previous, next } = await cellHead(scope, "A-02");
  expect(cell).toMatchObject({ name: "A-02", status: "running" });
  expect(latest).toEqual({
    atMs: (BEGIN_US + 5 * HOUR_US + 1e6) / 1000, // the second cycle begins after 3 h and lasts 2 h and 1 s
    cycle: 12,
    test: "",
    voltageV: 3.5,
    currentA: -1,
    temperatureC: 25,
  });
  expect([previous, next]).toEqual(["A-01", "A-03"]);

  const waiting = await cellHead(scope, "A-03");
  expect(waiting).toMatchObject({ cell: { status: "waiting" }, latest: null, previous: "A-02", next: null });
  await expect(cellHead(scope, "A-04")).rejects.toMatchObject({ kind: "not_found" });
});

it("gives the metrics of cycles as columns, without those that no cycle has", async () => {
  const { scope } = await createLab();
  await storeBatch(scope, batchOf("A-01", cycles(3, 1.25)));
  await addExclusion(scope, { cell: "A-01", cycles: { from: 3, to: 3 }, reason: "contact lost" });
  const found = await cyclesOfCell(scope, "A-01");
  expect(found.referenceCycle).toBe(2); // the first one begins under current, and nobody says since when
  expect(found.metrics.chargeCapacityAh).toEqual([1.25, 1.25, 1.25]); // 1.25 A for an hour
  expect(found.metrics.coulombicEfficiency).toEqual([0.8, 0.8, 0.8]);
  expect(found.metrics.specificDischargeCapacityMahG).toBeUndefined(); // no active mass
  expect(found.cycles).toMatchObject([
    { cycle: 1, isComplete: true, isPartial: true, isExcluded: false },
    { cycle: 2, isComplete: true, isPartial: false, isExcluded: false },
    { cycle: 3, isComplete: false, isPartial: false, isExcluded: true },
  ]);
});

it("gives the steps of one cycle by its shown number", async () => {
  const { scope } = await createLab();
  await storeBatch(scope, batchOf("A-01", cycles(2, 1.25)));
  await putCell(scope, { name: "A-01", changes: { tests: { "": { cycleOffset: 5 } } } });
  expect(await stepsOfCycle(scope, "A-01", 2)).toEqual([]);
  const steps = await stepsOfCycle(scope, "A-01", 7);
  expect(
    steps.map(({ index, mode, durationS, chargeCapacityAh }) => [index, mode, durationS, chargeCapacityAh]),
  ).toEqual([
    [2, "charge", 3600, 1.25],
    [3, "discharge", 3600, 0],
  ]);
});

it("gives both parts of a charge that ends at a held voltage", async () => {
  const { scope } = await createLab();
  const rows = [
    ...[3.6, 3.8, 4, 4.2].map((voltageV) => ({ voltageV, currentA: 1, step: 1 })),
    ...[0.8, 0.5, 0.2].map((currentA) => ({ voltageV: 4.2, currentA, step: 1 })),
    ...[4.1, 3.9].map((voltageV) => ({ voltageV, currentA: -1, step: 2 })),
  ];
  const samples = rows.map((row, index) => ({ ...row, timeUs: BEGIN_US + index * 600e6, cycle: 1 }));
  await storeBatch(scope, batchOf("A-01", samples));
  const [charge, discharge] = await stepsOfCycle(scope, "A-01", 1);
  expect(charge).toMatchObject({
    control: "CC-CV",
    constantCurrent: { durationS: 1800, capacityAh: expect.closeTo(0.5, 9) },
    // Trapezoids of 600 s between 1, 0.8, 0.5 and 0.2 A: 1140 A·s.
    constantVoltage: { durationS: 1800, capacityAh: expect.closeTo(1140 / 3600, 9) },
  });
  expect(discharge).toMatchObject({ mode: "discharge", constantCurrent: null, constantVoltage: null });
});

it("names the imports that went into a cell", async () => {
  const { scope } = await createLab();
  await putCell(scope, { name: "other", changes: {} });
  const given = importQuery.parse({ startedAt: STARTED_AT, cell: "file", fileName: "week 1.csv" });
  const { importId } = await receiveImport(scope, given, { file: fileOf(bdfFile({ rows: 90 })), idempotencyKey: null });
  await storeWhole(scope, importId);
  const { imports } = await cellImports(scope, "file");
  expect(imports).toMatchObject([{ id: importId, fileName: "week 1.csv", status: "stored", samples: 90 }]);
  expect(await cellImports(scope, "other")).toEqual({ imports: [] });
});

it("tells test time apart from the clock, over all tests of a cell", async () => {
  const { scope } = await createLab();
  const part = (fromUs: number, testTimeS: number, step: number): SentSample[] =>
    [0, 600].map((atS) => ({
      timeUs: fromUs + atS * 1e6,
      voltageV: 3.7,
      currentA: 1,
      testTimeS: testTimeS + atS,
      step,
    }));
  await storeBatch(scope, batchOf("A-01", [...part(BEGIN_US, 100, 1), ...part(BEGIN_US + HOUR_US, 710, 2)]));
  await storeBatch(scope, batchOf("A-01", part(BEGIN_US + 2 * HOUR_US, 0, 1), { test: "again" }));
  await storeBatch(scope, batchOf("A-02", cycles(1, 1)));
  const [beginMs, hourMs] = [BEGIN_US / 1000, HOUR_US / 1000];
  // The cycler paused between the tests; from 700 s to 710 s it counted on while the clock ran 3,000 s.
  expect(await testClockOfCell(scope, "A-01")).toEqual({
    atMs: [0, 600_000, hourMs, hourMs + 600_000, 2 * hourMs, 2 * hourMs + 600_000].map((ms) => beginMs + ms),
    testTimeS: [100, 700, 710, 1310, 1310, 1910],
  });
  expect(await testClockOfCell(scope, "A-02")).toBeNull();
});

it("marks cycles that older formulas made, until they are recomputed", async () => {
  const { scope } = await createLab();
  await storeBatch(scope, batchOf("A", cycles(2, 1)));
  const formulas = async () => (await cyclesOfCell(scope, "A")).cycles.map(({ olderFormulas }) => olderFormulas);
  expect(await formulas()).toEqual([undefined, undefined]);
  const owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  await owner.query("UPDATE cycles SET formula_version = 1 WHERE cycle = 1");
  await owner.end();
  expect(await formulas()).toEqual([1, undefined]);
});
