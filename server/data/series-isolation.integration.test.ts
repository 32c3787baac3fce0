import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { allOf } from "../testing/all-of";
import { UNKNOWN_TOTALS } from "../domain/cycles/cycle-totals";
import { createSampleColumns } from "../domain/samples/sample-columns";
import { sumZoomLevels } from "../domain/samples/zoom-buckets";
import { env } from "../env";
import type { LabScope } from "../lab-scope";
import { storeBatch } from "../services/batches/store-batch";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf, createLab } from "../testing/factories";
import { prepareImports, importReads, importWrites } from "../testing/senders/import-accesses";
import { storedOf, testIdOf } from "../testing/stored-cell";
import { labScopeFromJob } from "../auth/lab-scope";
import { inLab, type LabTransaction, withLabTransaction } from "./in-lab";
import { withConfigTransaction } from "./in-lab-config";
import { poolOf } from "./pools";
import { listCellActivity } from "./series/cell-activity-reads";
import { countSamplesStored, findBatch } from "./series/batch-reads";
import { insertLedgerRows, updateLedgerCounts } from "./series/batch-writes";
import { listCyclesOfCell, listCyclesOfTest, listCyclesSince, listTestsResetSince } from "./series/cycle-reads";
import { listTestStarts, streamCycleColumns, streamLabCycles } from "./series/cycle-column-reads";
import { getPackedVersion, streamPackedCycles } from "./series/packed-cycle-reads";
import { listTestsChangedSince, lockPackedLab, packTests, setPackedVersion } from "./series/packed-cycle-writes";
import type { TestCycles } from "./test-cycles";
import { packCycles } from "../services/labs/pack-cycles";
import { deleteOtherCycles, upsertCycles } from "./series/cycle-writes";
import {
  deleteBatchesBetween,
  deleteLabState,
  deleteSomeCells,
  deleteSomeImports,
  deleteSomeSamples,
  deleteTestWithoutSamples,
  findOldestBatchUs,
  listSomeTests,
  waitForWriters,
} from "./deletion/deletion-writes";
import { getLabState } from "./labs/lab-state-reads";
import { raiseConfigVersion, raiseLabVersion, raiseVersionOfConfig } from "./labs/lab-state-writes";
import {
  deleteCell,
  deleteSamplesBetween,
  deleteTests,
  insertForward,
  insertTombstone,
  lockDeletions,
  lockWholeCells,
  moveTests,
  resetTest,
} from "./deletion/removal-writes";
import { deleteExpiredSamples, listExpiringTests, markCleared, raiseKeptFrom } from "./deletion/retention-writes";
import { findEndsOfTests, isTestThere, listLastSamples, listSamplesBetween } from "./series/sample-reads";
import { appendZoomLevels, copySamples, refreshZoomLevels, upsertSamples } from "./series/sample-writes";
import { getFinishedToday } from "./series/finished-today-reads";
import { listRunClocks, listRuns } from "./series/run-reads";
import {
  findCurveCell,
  listCycleNumbers,
  listKeptCurves,
  listLargestRuns,
  listRunsOfStep,
  listSamplesOfStretches,
  listWholeCycles,
} from "./series/curve-reads";
import { deleteCurvesOfTests, deleteExpiredCurves, deleteOldestCurves, upsertCurves } from "./series/curve-writes";
import { deleteRuns, upsertRuns } from "./series/run-writes";
import { countTestsByFormulas, findCellName, listActivityOfCell, listTestNames } from "./series/test-state-reads";
import { insertMissingTestStates, lockTestStates, updateTestStates } from "./series/test-state-writes";
import { holdDeletions, listForwards, listTombstones } from "./deletion/tombstone-reads";
import { listUsageByDay } from "./series/usage-reads";
import { listSamplePoints } from "./series/zoom-reads";

cloneTestDatabase();

const CELL = "only theirs";
const START_US = 1.7e15;
const ALL_TIME = { fromUs: Number.NEGATIVE_INFINITY, toUs: Number.POSITIVE_INFINITY };

async function preparedLab(cell: string) {
  const { scope, labId } = await createLab();
  const samples = [1, 1, 0, -1, -1, 0].map((currentA, hour) => ({
    timeUs: START_US + hour * 3600e6,
    voltageV: 3,
    currentA,
    step: [1, 1, 2, 3, 3, 4][hour] ?? 0,
  }));
  const batch = batchOf(cell, samples, { cells: { [cell]: { nominalCapacityAh: 1 } } });
  await storeBatch(scope, batch);
  const testId = await testIdOf(scope, cell);
  const { steps, cycles } = await storedOf(scope, cell);
  const [step] = steps;
  if (!step) throw new Error("a lab with samples has steps");
  const cellId = await inLab(scope, async (tx) => (await listCyclesSince(scope, tx, { version: -1 }))[0]?.cellId ?? 0);
  return { scope, labId, cell, seq: batch.seq, batch, testId, cellId, step, cycles };
}
type Lab = Awaited<ReturnType<typeof preparedLab>>;

let theirs: Lab & { imports: Awaited<ReturnType<typeof prepareImports>> };
let ours: Lab;
let owner: pg.Client;
beforeAll(async () => {
  const lab = await preparedLab(CELL);
  theirs = { ...lab, imports: await prepareImports(lab.scope, lab) };
  await packCycles(theirs.scope);
  await inLab(theirs.scope, (tx) => upsertCurves(theirs.scope, tx, { curves: [theirCurve()] }));
  ours = await preparedLab("ours");
  const tombstone = { cell: "deleted", test: null, seq: 1, range: null };
  await inLab(theirs.scope, (tx) => insertTombstone(theirs.scope, tx, tombstone));
  const forward = { cell: "moved", test: null, intoCell: CELL, intoTest: null, seq: 1 };
  await inLab(theirs.scope, (tx) => insertForward(theirs.scope, tx, forward));
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  const endedAt = new Date(START_US / 1000 + 5 * 3600e3);
  await owner.query("UPDATE tests SET ended_at = $1 WHERE test_id = $2", [endedAt, theirs.testId]);
});
afterAll(() => owner.end());

const oneSample = () => {
  const samples = createSampleColumns(1);
  samples.timeUs[0] = START_US;
  samples.currentA[0] = 99;
  return { samples, seq: Float64Array.of(Number.MAX_SAFE_INTEGER) };
};
const named = [{ cell: CELL, test: "" }];

/** Commits whatever was written, also a version that nobody publishes. */
const commitIn = (scope: LabScope, work: Parameters<typeof inLab>[1]) =>
  withLabTransaction(scope, work, async ({ client }) => void (await client.query("COMMIT")));

type Access = (scope: LabScope, tx: LabTransaction) => Promise<unknown>;

/** Each read, aimed at another lab's rows, and what it gives of them. */
const READS: Record<string, [read: Access, nothing: unknown]> = {
  findBatch: [(scope, tx) => findBatch(scope, tx, { batchId: theirs.batch.batchId }), null],
  listCyclesOfTest: [(scope, tx) => listCyclesOfTest(scope, tx, { testId: theirs.testId }), []],
  listCyclesOfCell: [(scope, tx) => listCyclesOfCell(scope, tx, { cellId: theirs.cellId }), []],
  listCyclesSince: [
    async (scope, tx) =>
      (await listCyclesSince(scope, tx, { version: -1 })).filter(({ testId }) => testId === theirs.testId),
    [],
  ],
  listTestsResetSince: [
    async (scope, tx) =>
      (await listTestsResetSince(scope, tx, { version: -1 })).filter(({ testId }) => testId === theirs.testId),
    [],
  ],
  listUsageByDay: [
    // Asked by us under our own name it would be ours.
    (scope, tx) =>
      scope.labId === theirs.labId
        ? listUsageByDay(scope, tx, { fromUs: START_US, toUs: START_US + 86_400e6 })
        : Promise.resolve([]),
    [],
  ],
  streamCycleColumns: [(scope, tx) => theirTests(streamCycleColumns(scope, tx, { quantities: [], range: {} })), []],
  streamLabCycles: [(scope, tx) => theirTests(streamLabCycles(scope, tx, { quantities: [] })), []],
  streamPackedCycles: [(scope, tx) => theirTests(streamPackedCycles(scope, tx, { quantities: [] })), []],
  getPackedVersion: [
    (scope, tx) => (scope.labId === theirs.labId ? getPackedVersion(scope, tx) : Promise.resolve(null)),
    null,
  ],
  listTestsChangedSince: [
    async (scope, tx) =>
      (await listTestsChangedSince(scope, tx, { version: -1 })).filter((testId) => testId === theirs.testId),
    [],
  ],
  listTestStarts: [(scope, tx) => listTestStarts(scope, tx, { testIds: [theirs.testId] }), []],
  getLabState: [
    async (scope, tx) => {
      const { version } = await getLabState(scope, tx);
      return scope.labId === theirs.labId ? version : 0; // our own is ours to see
    },
    0,
  ],
  listSamplesBetween: [
    async (scope, tx) => {
      const [from, to] = [ALL_TIME.fromUs, ALL_TIME.toUs].map((timeUs) => ({ timeUs, record: 0 }));
      if (!from || !to) throw new Error("a range has two ends");
      return (await listSamplesBetween(scope, tx, { testId: theirs.testId, from, to })).length;
    },
    0,
  ],
  findEndsOfTests: [(scope, tx) => findEndsOfTests(scope, tx, { testIds: [theirs.testId] }), null],
  isTestThere: [(scope, tx) => isTestThere(scope, tx, { testId: theirs.testId }), false],
  listLastSamples: [
    async (scope, tx) => {
      const [from, to] = [ALL_TIME.fromUs, ALL_TIME.toUs].map((timeUs) => ({ timeUs, record: 0 }));
      if (!from || !to) throw new Error("a range has two ends");
      return (await listLastSamples(scope, tx, { testId: theirs.testId, from, to, limit: 9 })).length;
    },
    0,
  ],
  listSamplePoints: [
    async (scope, tx) =>
      (await listSamplePoints(scope, tx, { testIds: [theirs.testId], points: 2, ...ALL_TIME })).points.time,
    [],
  ],
  listRuns: [(scope, tx) => listRuns(scope, tx, { testId: theirs.testId }), []],
  listRunClocks: [(scope, tx) => listRunClocks(scope, tx, { testIds: [theirs.testId] }), []],
  findCurveCell: [(scope, tx) => findCurveCell(scope, tx, { name: CELL }), null],
  listCycleNumbers: [(scope, tx) => listCycleNumbers(scope, tx, { cellId: theirs.cellId }), []],
  listRunsOfStep: [(scope, tx) => listRunsOfStep(scope, tx, { cycles: theirCycles(), step: 1 }), []],
  listLargestRuns: [(scope, tx) => listLargestRuns(scope, tx, { cycles: theirCycles(), signs: [1, -1] }), []],
  listWholeCycles: [(scope, tx) => listWholeCycles(scope, tx, { cycles: theirCycles() }), []],
  listSamplesOfStretches: [
    async (scope, tx) => {
      const [from, to] = [START_US, START_US + 86_400e6].map((timeUs) => ({ timeUs, record: 0 }));
      if (!from || !to) throw new Error("a stretch has two ends");
      const [samples] = await listSamplesOfStretches(scope, tx, { stretches: [{ testId: theirs.testId, from, to }] });
      return samples?.length;
    },
    0,
  ],
  listKeptCurves: [
    async (scope, tx) => {
      const { testId, from, curve, madeOf } = theirCurve();
      return [...(await listKeptCurves(scope, tx, { curve, columns: 2, of: [{ testId, from, madeOf }] }))];
    },
    [],
  ],
  countTestsByFormulas: [
    async (scope, tx) => (scope.labId === theirs.labId ? (await countTestsByFormulas(scope, tx)).tests : 0),
    0,
  ],
  listTestNames: [(scope, tx) => listTestNames(scope, tx, { cell: CELL }), []],
  findCellName: [(scope, tx) => findCellName(scope, tx, { cellId: theirs.cellId }), null],
  countSamplesStored: [
    async (scope, tx) => (scope.labId === theirs.labId ? countSamplesStored(scope, tx, { withinS: 3600 }) : 0),
    0,
  ],
  listActivityOfCell: [(scope, tx) => listActivityOfCell(scope, tx, { cellId: theirs.cellId }), []],
  getFinishedToday: [
    async (scope, tx) => {
      const args = { now: new Date(START_US / 1000 + 6 * 3600e3), limit: 9 };
      return (await getFinishedToday(scope, tx, args)).ended;
    },
    [],
  ],
  listCellActivity: [(scope, tx) => listCellActivity(scope, tx, { limit: 10, cellIds: [theirs.cellId] }), []],
  listExpiringTests: [
    (scope, tx) =>
      listExpiringTests(scope, tx, { beforeUs: 9e15 }).then((ids) => ids.filter((id) => id === theirs.testId)),
    [],
  ],
  lockTestStates: [(scope, tx) => lockTestStates(scope, tx, named), []],
  listForwards: [(scope, tx) => listForwards(scope, tx, { fromSeq: 0 }), []],
  listTombstones: [(scope, tx) => listTombstones(scope, tx, { cells: ["deleted"] }), []],
  holdDeletions: [(scope, tx) => holdDeletions(scope, tx, { cells: ["deleted"] }), []],
  listSomeTests: [
    async (scope, tx) => (await listSomeTests(scope, tx, { limit: 100 })).filter((testId) => testId === theirs.testId),
    [],
  ],
  findOldestBatchUs: [
    (scope, tx) => (scope.labId === theirs.labId ? findOldestBatchUs(scope, tx, { fromUs: 0 }) : Promise.resolve(null)),
    null,
  ],
  ...importReads(() => theirs),
};

async function theirTests(tests: AsyncGenerator<TestCycles>) {
  return (await allOf(tests)).filter(({ testId }) => testId === theirs.testId);
}

const theirCycles = () => theirs.cycles.map(({ cyclerCycle }) => ({ testId: theirs.testId, cyclerCycle }));
const theirCurve = () => ({
  testId: theirs.testId,
  from: { timeUs: START_US, record: 0 },
  curve: "vq",
  madeOf: "theirs",
  columns: [Float64Array.of(1), Float64Array.of(2)],
  note: "theirs",
});

/** Each write, aimed at another lab's rows. */
const WRITES: Record<string, Access> = {
  insertLedgerRows: (scope, tx) => {
    const { batchId, seq, receivedAt } = theirs.batch;
    const counts = { samples: 9, inserted: 9, replaced: 9, unchanged: 9 };
    return insertLedgerRows(scope, tx, [{ batchId, seq, receivedAt, ...counts, status: "failed", error: "ours" }]);
  },
  updateLedgerCounts: (scope, tx) =>
    updateLedgerCounts(scope, tx, { batchId: theirs.batch.batchId, inserted: 9, replaced: 9, unchanged: 9 }),
  upsertCycles: (scope, tx) => {
    const [cycle] = theirs.cycles;
    if (!cycle) throw new Error("a lab with samples has cycles");
    const { run } = theirs.step;
    const totals = {
      ...run,
      ...UNKNOWN_TOTALS,
      ...cycle,
      cycle: cycle.cyclerCycle,
      firstLeadInS: 0,
      chargeAs: 9e9,
    };
    return upsertCycles(scope, tx, {
      version: 9e9,
      cycles: [{ ...totals, cellId: theirs.cellId, testId: theirs.testId }],
    });
  },
  lockPackedLab: async (scope, tx) => scope.labId === theirs.labId && lockPackedLab(scope, tx),
  packTests: (scope, tx) => packTests(scope, tx, { testIds: [theirs.testId] }),
  setPackedVersion: async (scope, tx) => scope.labId === theirs.labId && setPackedVersion(scope, tx, { version: 9e9 }),
  deleteOtherCycles: (scope, tx) => deleteOtherCycles(scope, tx, { testId: theirs.testId, keep: [] }),
  raiseLabVersion: (scope, tx) => raiseLabVersion(scope, tx, { receivedAt: null }),
  raiseConfigVersion,
  raiseVersionOfConfig: (scope, tx) =>
    withConfigTransaction(labScopeFromJob(tx.labId), "off", (config) =>
      raiseVersionOfConfig(scope, config, { isConfiguration: true }),
    ),
  copySamples: (scope, tx) => {
    const { samples, seq } = oneSample();
    samples.timeUs[0] = START_US + 86_400e6;
    return copySamples(scope, tx, [{ testId: theirs.testId, samples, seq }]);
  },
  upsertSamples: (scope, tx) => upsertSamples(scope, tx, { testId: theirs.testId, ...oneSample() }),
  appendZoomLevels: (scope, tx) =>
    appendZoomLevels(scope, tx, sumZoomLevels([{ testId: theirs.testId, samples: oneSample().samples }])),
  refreshZoomLevels: (scope, tx) =>
    refreshZoomLevels(scope, tx, [{ testId: theirs.testId, fromUs: START_US, toUs: START_US }]),
  upsertRuns: (scope, tx) => {
    const run = { ...theirs.step.run, chargeAs: 9e9 };
    return upsertRuns(scope, tx, [{ run, cycle: 9, testId: theirs.testId }]);
  },
  upsertCurves: (scope, tx) => upsertCurves(scope, tx, { curves: [{ ...theirCurve(), note: "ours" }] }),
  deleteOldestCurves: async (scope, tx) =>
    scope.labId === theirs.labId && deleteOldestCurves(scope, tx, { maxBytes: 0 }),
  deleteCurvesOfTests: (scope, tx) => deleteCurvesOfTests(scope, tx, { testIds: [theirs.testId] }),
  deleteExpiredCurves: (scope, tx) => deleteExpiredCurves(scope, tx, { testId: theirs.testId }),
  deleteRuns: (scope, tx) => deleteRuns(scope, tx, { testId: theirs.testId, runs: [theirs.step.run] }),
  waitForWriters,
  deleteSomeSamples: (scope, tx) => deleteSomeSamples(scope, tx, { testIds: [theirs.testId], limit: 9 }),
  deleteTestWithoutSamples: (scope, tx) => deleteTestWithoutSamples(scope, tx, { testId: theirs.testId }),
  // Of the whole lab: aimed at theirs by the scope, for ours alone loses what is ours.
  deleteSomeCells: async (scope, tx) => scope.labId === theirs.labId && deleteSomeCells(scope, tx, { limit: 9 }),
  deleteSomeImports: async (scope, tx) => scope.labId === theirs.labId && deleteSomeImports(scope, tx, { limit: 9 }),
  deleteBatchesBetween: async (scope, tx) =>
    scope.labId === theirs.labId && deleteBatchesBetween(scope, tx, { fromUs: 0, toUs: 9e15 }),
  deleteLabState: async (scope, tx) => scope.labId === theirs.labId && deleteLabState(scope, tx),
  lockDeletions,
  lockWholeCells: (scope, tx) => lockWholeCells(scope, tx, { names: [CELL] }),
  insertTombstone: async (scope, tx) =>
    scope.labId === theirs.labId && insertTombstone(scope, tx, { cell: CELL, test: null, seq: 9e15, range: null }),
  insertForward: async (scope, tx) =>
    scope.labId === theirs.labId &&
    insertForward(scope, tx, { cell: CELL, test: null, intoCell: "elsewhere", intoTest: null, seq: 9e15 }),
  deleteTests: (scope, tx) => deleteTests(scope, tx, { testIds: [theirs.testId] }),
  deleteCell: (scope, tx) => deleteCell(scope, tx, { cellId: theirs.cellId }),
  moveTests: (scope, tx) =>
    moveTests(scope, tx, { cellId: theirs.cellId, tests: [{ testId: theirs.testId, test: "moved" }] }),
  deleteSamplesBetween: (scope, tx) =>
    deleteSamplesBetween(scope, tx, { testId: theirs.testId, fromUs: START_US, toUs: START_US }),
  raiseKeptFrom: (scope, tx) => raiseKeptFrom(scope, tx, { testId: theirs.testId, beforeUs: 9e15 }),
  deleteExpiredSamples: (scope, tx) => deleteExpiredSamples(scope, tx, { testId: theirs.testId }),
  markCleared: (scope, tx) => markCleared(scope, tx, { testId: theirs.testId }),
  resetTest: (scope, tx) => resetTest(scope, tx, { testId: theirs.testId, version: 9 }),
  insertMissingTestStates: (scope, tx) => insertMissingTestStates(scope, tx, named),
  updateTestStates: (scope, tx) => {
    const state = { testId: theirs.testId, settingsVersion: 9, formulaVersion: 9, resetVersion: 9, samplesVersion: 9 };
    const progress = { shape: 2, openRun: theirs.step.run, maxGapSeconds: 9 };
    // Whatever a tally is, it is not to be written.
    return updateTestStates(scope, tx, [{ ...state, progress: { ...progress, tally: Object.create(null) } as never }]);
  },
  ...importWrites(() => theirs),
};

/** Functions that reach no lab's rows, or, for the worker's upkeep, those of all labs alike. */
const WITHOUT_LAB = [
  "deleteOrphanedSamples",
  "forgetOldBatches",
  "listCellsOfOldFormulas",
  "listLabsToPack",
  "listOpenImports",
  "listStaleCells",
];

/** Every row that hangs on their lab, as the schema's owner sees it. */
async function everythingOfTheirs() {
  const tables = [
    "cells",
    "tests",
    "tombstones",
    "audit_log",
    "test_states",
    "runs",
    "run_curves",
    "cycles",
    "packed_cycles",
    "packed_labs",
    "batches",
    "lab_states",
    "imports",
    "import_parts",
    "import_tests",
    "import_confirmed",
  ];
  const ofLab = tables.map((table) => `SELECT to_json(t)::text AS row FROM ${table} t WHERE lab_id = ${theirs.labId}`);
  const ofTest = ["samples", "samples_1m", "samples_1h"].map(
    (table) => `SELECT to_json(t)::text AS row FROM ${table} t WHERE test_id = ${theirs.testId}`,
  );
  const { rows } = await owner.query<{ row: string }>(`${[...ofLab, ...ofTest].join(" UNION ALL ")} ORDER BY 1`);
  return rows.map(({ row }) => row);
}

it("names every function of the modules that reach a lab's series", () => {
  const modules = import.meta.glob<Record<string, unknown>>(
    ["./{series,deletion}/*.ts", "./imports/import-*.ts", "./labs/lab-state-*.ts", "!./**/*.test.ts"],
    { eager: true },
  );
  const functions = Object.values(modules).flatMap((module) =>
    Object.entries(module).flatMap(([name, value]) => (typeof value === "function" ? [name] : [])),
  );
  expect(functions.sort()).toEqual([...Object.keys(READS), ...Object.keys(WRITES), ...WITHOUT_LAB].sort());
});

it.each(Object.entries(READS))("shows nothing of another lab through %s", async (_, [read, nothing]) => {
  expect(await inLab(ours.scope, (tx) => read(ours.scope, tx))).toEqual(nothing);
  // A scope that lies about the transaction's lab meets the second wall.
  expect(await inLab(ours.scope, (tx) => read(theirs.scope, tx))).toEqual(nothing);
  expect(await inLab(theirs.scope, (tx) => read(theirs.scope, tx)), "asked by its own lab").not.toEqual(nothing);
});

it.each(Object.entries(WRITES))("changes nothing of another lab through %s", async (_, write) => {
  const before = await everythingOfTheirs();
  for (const scope of [ours.scope, theirs.scope]) {
    await commitIn(ours.scope, (tx) => write(scope, tx)).catch(() => {}); // refused is fine, too
  }
  expect(await everythingOfTheirs()).toEqual(before);
  // The lab itself may do so: it is the lab that was refused, not what was written.
  const undone = new Error("undone");
  const own = inLab(theirs.scope, async (tx) => {
    await write(theirs.scope, tx);
    throw undone;
  });
  await expect(own).rejects.toBe(undone);
});

it("shows the application's role no row of any table outside a lab's transaction", async () => {
  const { rows } = await owner.query<{ name: string; readable: boolean }>(
    `SELECT c.relname AS name, has_table_privilege('ct_app', c.oid, 'SELECT') AS readable
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')`,
  );
  const readable = rows.filter(({ readable }) => readable).map(({ name }) => name);
  expect(readable).toEqual(expect.arrayContaining(["cells", "cycles", "labs"]));
  for (const table of readable) {
    const seen = await poolOf("ct_app").query(`SELECT * FROM ${pg.escapeIdentifier(table)}`);
    expect(seen.rows, table).toEqual([]);
  }
  for (const table of ["samples", "samples_1m", "samples_1h", "users", "members", "api_keys"]) {
    expect(readable, "readable through functions only, or not at all").not.toContain(table);
  }
});

/** What runs with its owner's rights sees all rows, so each such function checks the lab itself: how it is asked for theirs. */
const DEFINER_FUNCTIONS: Record<string, string | null> = {
  tests_of_lab: "SELECT * FROM tests_of_lab($1, ARRAY[$2])",
  samples_between: "SELECT * FROM samples_between($1, $2, '-infinity', 0, 'infinity', 0, NULL)",
  last_samples_between: "SELECT * FROM last_samples_between($1, $2, '-infinity', 0, 'infinity', 0, 9)",
  samples_of_stretches: "SELECT * FROM samples_of_stretches($1, ARRAY[$2], '{-infinity}', '{0}', '{infinity}', '{0}')",
  count_zoom_points: "SELECT FROM count_zoom_points($1, ARRAY[$2], '1h', '-infinity', 'infinity') WHERE buckets > 0",
  count_samples_up_to:
    "SELECT FROM count_samples_up_to($1, ARRAY[$2], '-infinity', 'infinity', 9) AS found WHERE found > 0",
  zoom_points: "SELECT * FROM zoom_points($1, ARRAY[$2], '1h', '-infinity', 'infinity', '1 hour')",
  usage_by_day: "SELECT FROM usage_by_day($1, '2000-01-01', '2100-01-01') WHERE $2 > 0",
  upsert_samples:
    "SELECT * FROM upsert_samples($1, $2, '{9}', ARRAY[now()], '{0}', '{1}', '{1}', '{1}', '{1}', '{1}', '{1}', '{1}', '{1}', '{1}')",
  count_samples_of_seq:
    "SELECT FROM count_samples_of_seq($1, $2, $3, '2000-01-01', '2100-01-01') AS found WHERE found > 0",
  delete_samples_of_seq: "SELECT FROM delete_samples_of_seq($1, $2, $3, '2000-01-01', '2100-01-01', 1)",
  delete_samples_of_tests: "SELECT FROM delete_samples_of_tests($1, ARRAY[$2], 1) AS deleted WHERE deleted > 0",
  delete_samples_between:
    "SELECT FROM delete_samples_between($1, $2, '2000-01-01', '2100-01-01') AS deleted WHERE deleted > 0",
  restore_confirmed_samples: null, // they have none to restore; that it changes nothing of theirs is tested above
  edition_health: null, // what the database is, of no lab
  note_dirty_day: null, // a trigger
  open_imports: null, // ids of imports, for the worker's upkeep
  delete_expired_samples: null, // nothing of theirs has expired; that it changes nothing is tested above
  delete_orphaned_samples: null, // touches no test that is there
  append_zoom_levels: null, // as the next
  refresh_zoom_levels: null, // gives nothing; that it changes nothing is tested above
  cells_of_old_formulas: null, // the same
  labs_to_pack: null, // ids of labs, to no lab
  stale_cells: null, // ids of cells, for the worker's upkeep
  sample_chunks: null, // bounds of chunks, whoever's samples they hold
  drop_empty_chunks: null, // drops what holds no sample
  forget_old_batches: null,
};

it("lets no function with its owner's rights look past the lab", async () => {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT DISTINCT p.proname AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef`,
  );
  expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(DEFINER_FUNCTIONS).sort());
  for (const [name, sql] of Object.entries(DEFINER_FUNCTIONS)) {
    if (sql === null) continue;
    const values = [theirs.labId, theirs.testId, theirs.seq].slice(0, sql.includes("$3") ? 3 : 2);
    const ask = (client: Pick<pg.Pool, "query">) =>
      client.query(sql.replace("$2", "$2::integer"), values).then(
        ({ rowCount }) => rowCount,
        (error: Error) => error.message.includes("is not of lab") && 0,
      );
    expect(await ask(poolOf("ct_app")), `${name} outside a lab`).toBe(0);
    expect(await inLab(ours.scope, ({ client }) => ask(client)).catch(() => 0), `${name} in our lab`).toBe(0);
    if (name !== "upsert_samples")
      expect(await inLab(theirs.scope, ({ client }) => ask(client)), name).toBeGreaterThan(0);
  }
});
