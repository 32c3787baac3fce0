import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { labScopeForAdmin } from "@/server/auth/lab-scope";
import { inLab } from "@/server/data/in-lab";
import { deleteOldestCurves } from "@/server/data/series/curve-writes";
import type { Sample } from "@/server/domain/samples/sample-columns";
import { env } from "@/server/env";
import type { LabScope } from "@/server/lab-scope";
import { storeBatch } from "@/server/services/batches/store-batch";
import { expireSamples } from "@/server/services/cells/expire-samples";
import { putCell } from "@/server/services/cells/put-cell";
import { moveTest } from "@/server/services/cells/move-test";
import { removeTimeRange } from "@/server/services/cells/remove-time-range";
import { addExclusion } from "@/server/services/exclusions/add-exclusion";
import { updateLab } from "@/server/services/labs/update-lab";
import { rebuildCell, recomputeCell } from "@/server/services/recompute/rebuild-cell";
import { knownAnswers } from "@/server/services/curves/known-answers";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";
import { getAgeingView, listGroupAgeingViews } from "@/server/api/rest/cells/ageing";
import { listCycleViews } from "@/server/api/rest/cells/cell-cycles";
import { curveQuery } from "@/server/api/rest/cells/curve-query";
import { listCurvesOperation, listFittingCurveViews } from "@/server/api/rest/cells/curves";
import { GET } from "./cells/[name]/curves/route";

cloneTestDatabase();

const START_US = Date.UTC(2026, 0, 1) * 1000;
const US_PER_S = 1e6;
const CYCLE_S = 20_000;
type Row = Omit<Sample, "record">;

/** A charge at 1 A from 3 V to 4.2 V in an hour, held there for half an hour, and a discharge at 1 A back to 3 V: a row a minute. */
function cycleOf(cycle: number): Row[] {
  const rows: Row[] = [];
  const add = (atS: number, step: number, voltageV: number, currentA: number) => {
    const testTimeS = (cycle - 1) * CYCLE_S + atS;
    rows.push({
      timeUs: START_US + testTimeS * US_PER_S,
      testTimeS,
      cycle,
      step,
      voltageV,
      currentA,
      temperatureC: 25,
    });
  };
  for (let minute = 0; minute <= 60; minute++) add(60 * minute, 1, 3 + (1.2 * minute) / 60, 1);
  for (let minute = 61; minute <= 90; minute++) add(60 * minute, 1, 4.2, Math.exp(-(minute - 60) / 10));
  for (let minute = 0; minute <= 60; minute++) add(5401 + 60 * minute, 2, 4.2 - (1.2 * minute) / 60, -1);
  return rows;
}

let scope: LabScope;
let apiKey: string;
let owner: pg.Client;
beforeAll(async () => {
  const { labId } = await createLab();
  scope = labScopeForAdmin(labId);
  ({ apiKey } = await createApiKey(scope, { name: "read", scopes: ["read"] }));
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  await storeBatch(scope, batchOf("A", [1, 2, 3].flatMap(cycleOf)));
  await putCell(scope, { name: "A", changes: { nominalCapacityAh: 1, activeMassG: 2 } });
});
afterAll(() => owner.end());

async function ask(cell: string, query: Record<string, string>, key = apiKey) {
  const url = `${env().APP_URL}/api/v1/cells/${cell}/curves?${new URLSearchParams(query)}`;
  const response = await GET(new Request(url, { headers: { Authorization: `Bearer ${key}` } }));
  return { status: response.status, response };
}
type Answer = z.output<typeof listCurvesOperation.answer.schema>;
async function curvesOf(cell: string, query: Record<string, string>, key = apiKey): Promise<Answer> {
  const { status, response } = await ask(cell, query, key);
  const answer = await response.json();
  expect([status, answer.detail]).toEqual([200, undefined]);
  expect(answer).toEqual(listCurvesOperation.answer.schema.parse(answer));
  return answer;
}
/** What is kept in the database, and what this process remembers. */
async function forgetCurves() {
  await owner.query("DELETE FROM run_curves");
  knownAnswers.clear();
}
const keptCurves = async () => {
  const { rows } = await owner.query("SELECT made_at, curve FROM run_curves ORDER BY test_id, first_time, curve");
  return rows;
};

describe("the curves of a cell", () => {
  it("gives voltage over capacity, the constant-voltage part with it", async () => {
    const { cell, kind, parameters, curves } = await curvesOf("A", { kind: "vq", cycles: "2" });
    expect([cell, kind, parameters]).toEqual(["A", "vq", { points: 200 }]);
    expect(curves.map(({ cycle, test, mode, note }) => [cycle, test, mode, note])).toEqual([
      [2, "", "charge", null],
      [2, "", "discharge", null],
    ]);
    const [charge, discharge] = curves;
    expect([charge?.x?.[0], charge?.y?.[0]]).toEqual([0, 3]);
    // 1 Ah, then trapezoids of e^(−t/10 min) over 30 of them.
    const tail = Array.from({ length: 30 }, (_, at) => (Math.exp(-at / 10) + Math.exp(-(at + 1) / 10)) / 2 / 60);
    expect(charge?.x?.at(-1)).toBeCloseTo(1 + tail.reduce((sum, moved) => sum + moved, 0), 9);
    expect(discharge?.x?.at(-1)).toBeCloseTo(1, 9);
    expect(discharge?.y?.at(-1)).toBeCloseTo(3, 9);
    const perGram = await curvesOf("A", { kind: "vq", cycles: "2", mode: "discharge", x: "specificCapacityMahG" });
    expect(perGram.curves[0]?.x?.at(-1)).toBeCloseTo(500, 6); // 1 Ah ÷ 2 g
    const few = await curvesOf("A", { kind: "vq", cycles: "2", points: "20" });
    expect(few.curves[0]?.x?.length).toBeLessThanOrEqual(20);
  });

  it("gives dQ/dV and dV/dQ up to where the voltage is held", async () => {
    const { curves, parameters } = await curvesOf("A", { kind: "dqdv", cycles: "1,3" });
    expect(parameters).toEqual({ gridV: 0.005, smoothing: { method: "savgol", window: 11, order: 3 } });
    expect(curves.map(({ cycle }) => cycle)).toEqual([1, 1, 3, 3]);
    for (const { x = [], y = [] } of curves) {
      expect(x).toHaveLength(241);
      for (const value of y) expect(value).toBeCloseTo(1 / 1.2, 6); // 1 Ah over 1.2 V
    }
    const gaussian = await curvesOf("A", { kind: "dqdv", mode: "charge", smoothing: "gaussian", gridV: "0.01" });
    expect(gaussian.parameters).toEqual({ gridV: 0.01, smoothing: { method: "gaussian", sigma: 0.02 } });
    const { curves: perAh } = await curvesOf("A", { kind: "dvdq", gridAh: "0.01", mode: "discharge" });
    for (const value of perAh[0]?.y ?? []) expect(value).toBeCloseTo(1.2, 6);
  });

  it("compares the discharges of two cycles at each voltage", async () => {
    const { curves } = await curvesOf("A", { kind: "dq", cycles: "1,3" });
    expect(curves).toHaveLength(1);
    expect(curves[0]).toMatchObject({ cycle: 3, mode: "discharge", note: null });
    for (const value of curves[0]?.y ?? []) expect(value).toBeCloseTo(0, 9);
  });

  it("gives voltage, current and temperature over time, from 0 on or by the clock", async () => {
    const { curves } = await curvesOf("A", { kind: "vit", cycles: "2" });
    const [cycle] = curves;
    expect(cycle).toMatchObject({ cycle: 2, mode: null });
    expect([cycle?.t?.[0], cycle?.t?.at(-1)]).toEqual([0, 9001]);
    expect(cycle?.voltage?.length).toBe(152);
    expect(new Set(cycle?.temperature)).toEqual(new Set([25]));
    const step = await curvesOf("A", { kind: "vit", cycles: "2", mode: "discharge", x: "clock" });
    expect(step.curves[0]?.t?.[0]).toBe(START_US / 1000 + (CYCLE_S + 5401) * 1000);
    expect(step.curves[0]?.t).toHaveLength(61);
  });

  it("gives one step of the program of each cycle, from 0 on", async () => {
    const { curves, parameters } = await curvesOf("A", { kind: "vit", cycles: "2-3", step: "2" });
    expect(parameters).toMatchObject({ step: 2 });
    expect(curves.map(({ cycle, mode, t }) => [cycle, mode, t?.[0], t?.length])).toEqual([
      [2, null, 0, 61],
      [3, null, 0, 61],
    ]);
    expect((await curvesOf("A", { kind: "vit", cycles: "2", step: "1" })).curves[0]?.t).toHaveLength(91);
    expect((await curvesOf("A", { kind: "vit", cycles: "2", step: "9" })).curves).toEqual([]);
  });

  it("chooses 50 of many cycles evenly, the first and the last among them", async () => {
    const rows = Array.from({ length: 120 }, (_, index) => cycleOf(index + 1).filter((_, at) => at % 30 === 0)).flat();
    await storeBatch(scope, batchOf("many", rows));
    const cyclesOf = async (query: Record<string, string>) =>
      (await curvesOf("many", { kind: "vq", mode: "charge", ...query })).curves.map(({ cycle }) => cycle);
    const all = await cyclesOf({});
    expect(all).toHaveLength(50);
    expect([all[0], all.at(-1)]).toEqual([1, 120]);
    expect(Math.max(...all.slice(1).map((cycle, index) => cycle - (all[index] ?? 0)))).toBeLessThanOrEqual(3);
    expect(await cyclesOf({ cycles: "3,10-12,500" })).toEqual([3, 10, 11, 12]);
    expect(await cyclesOf({ cycles: "500" })).toEqual([]);
  });

  it("chooses fewer of all cycles where they hold too many samples, and says so, but refuses those that are named", async () => {
    const rows = Array.from({ length: 40 }, (_, index) => cycleOf(index + 1).filter((_, at) => at % 30 === 0)).flat();
    await storeBatch(scope, batchOf("long", rows));
    // As if a row had been logged each 0.1 s.
    const ofLong =
      "test_id IN (SELECT t.test_id FROM tests t JOIN cells c USING (lab_id, cell_id) WHERE c.name = 'long')";
    for (const table of ["runs", "cycles"])
      await owner.query(`UPDATE ${table} SET sample_count = 40000 WHERE ${ofLong}`);
    await forgetCurves();
    const query = { kind: "vq", mode: "charge" } as const;
    const named = await ask("long", { ...query, cycles: "1-40" });
    expect([named.status, (await named.response.json()).detail]).toEqual([
      413,
      expect.stringContaining("hold 1600000 samples"),
    ]);
    const chosen = { cyclesChosen: { count: 25, of: 40, mostSamples: 1_000_000 } }; // 25 × 40,000
    const { parameters, curves } = await curvesOf("long", query);
    expect(parameters).toEqual({ points: 200, ...chosen });
    expect([curves.length, curves[0]?.cycle, curves.at(-1)?.cycle]).toEqual([25, 1, 40]);
    // A page draws what it can of a range, too, and of whole cycles laid over each other.
    const ofPage = (given: object) =>
      listFittingCurveViews(scope, { params: { name: "long" }, query: curveQuery.parse(given) });
    const range = await ofPage({ ...query, cycles: "1-40" });
    expect([range.curves, range.parameters]).toEqual([curves, parameters]);
    const overlaid = await ofPage({ kind: "vit" });
    expect([overlaid.curves.length, overlaid.parameters]).toEqual([25, expect.objectContaining(chosen)]);
    expect((await ofPage({ ...query, cycles: "1-20" })).parameters).toEqual({ points: 200 });
  });

  it.each([
    [{}, "/kind"],
    [{ kind: "vq", gridV: "0.01" }, "/gridV"],
    [{ kind: "vq", x: "clock" }, "/x"],
    [{ kind: "dqdv", window: "10" }, "/window"],
    [{ kind: "dqdv", smoothing: "none", window: "11" }, "/window"],
    [{ kind: "dqdv", sigma: "0.1" }, "/sigma"],
    [{ kind: "dvdq", smoothing: "gaussian" }, "/gridAh"],
    [{ kind: "vq", cycles: "5-3" }, "/cycles"],
    [{ kind: "vq", cycles: "1,x" }, "/cycles"],
    [{ kind: "vq", points: "1" }, "/points"],
    [{ kind: "vq", step: "1" }, "/step"],
    [{ kind: "vit", step: "1", mode: "charge" }, "/mode"],
  ])("refuses %j and names %s", async (query, pointer) => {
    const { status, response } = await ask("A", query as Record<string, string>);
    expect(status).toBe(422);
    expect((await response.json()).errors[0].pointer).toBe(pointer);
  });

  it("says what a cell lacks, and which test it has not", async () => {
    await putCell(scope, { name: "bare", changes: {} });
    const { status, response } = await ask("bare", { kind: "vq", x: "specificCapacityMahG" });
    expect([status, (await response.json()).detail]).toEqual([
      422,
      'The cell "bare" has no active mass: set activeMassG first.',
    ]);
    expect((await ask("A", { kind: "vq", test: "none" })).status).toBe(404);
    expect((await curvesOf("bare", { kind: "dqdv" })).curves).toEqual([]);
  });
});

describe("what is kept of curves", () => {
  it("keeps those of finished steps and uses them again", async () => {
    await forgetCurves();
    const first = await curvesOf("A", { kind: "dqdv" });
    const kept = await keptCurves();
    expect(kept).toHaveLength(5); // of three charges and discharges all but the last discharge, which may go on
    expect(await curvesOf("A", { kind: "dqdv" })).toEqual(first);
    knownAnswers.clear(); // as another process, which has to read them
    expect(await curvesOf("A", { kind: "dqdv" })).toEqual(first);
    expect(await keptCurves()).toEqual(kept);
    await curvesOf("A", { kind: "dqdv", gridV: "0.01" });
    expect(await keptCurves()).toHaveLength(10);
  });

  it("goes with the samples that it was made of", async () => {
    await storeBatch(scope, batchOf("gone", [1, 2].flatMap(cycleOf)));
    await curvesOf("gone", { kind: "vq" });
    const before = (await keptCurves()).length;
    await removeTimeRange(scope, { cell: "gone", from: START_US / 1000, to: START_US / 1000 + 60_000 });
    expect(await keptCurves()).toHaveLength(before - 3);
  });

  it("goes with the samples that a lab no longer keeps", async () => {
    const other = labScopeForAdmin((await createLab()).labId);
    const key = await createApiKey(other, { name: "read", scopes: ["read"] });
    await storeBatch(other, batchOf("old", [1, 2].flatMap(cycleOf)));
    const before = await curvesOf("old", { kind: "vq" }, key.apiKey);
    expect(before.curves[0]?.x?.length).toBeGreaterThan(0);
    const kept = "SELECT FROM run_curves WHERE lab_id = $1 AND first_time < '2026-01-01T01:00:00Z'";
    expect((await owner.query(kept, [other.labId])).rowCount).toBe(1);
    await updateLab(other, { rawRetentionDays: 30 });
    await expireSamples(other, { nowMs: START_US / 1000 + 300 * 86_400_000 });
    expect((await owner.query(kept, [other.labId])).rowCount).toBe(0);
    const { curves } = await curvesOf("old", { kind: "vq" }, key.apiKey);
    expect(curves[0]).toMatchObject({ x: [], y: [], note: "The raw samples of this cycle are no longer kept." });
  });

  it("reads a million samples at once, and no more", async () => {
    await storeBatch(scope, batchOf("long", cycleOf(1)));
    const counted = (samples: number) =>
      owner.query(
        `UPDATE runs SET sample_count = $2 WHERE test_id IN
           (SELECT test_id FROM tests JOIN cells USING (lab_id, cell_id) WHERE lab_id = $1 AND cells.name = 'long')`,
        [scope.labId, samples],
      );
    await counted(1_000_001);
    const { status, response } = await ask("long", { kind: "vq", cycles: "1", mode: "charge" });
    expect([status, (await response.json()).detail]).toEqual([
      413,
      "These cycles hold 1000001 samples; 1000000 are read at once. Ask for fewer cycles, or for one mode.",
    ]);
    await counted(1_000_000);
    expect((await ask("long", { kind: "vq", cycles: "1", mode: "charge" })).status).toBe(200);
  });

  it("takes no more room of a lab than it may, the oldest going first", async () => {
    await curvesOf("A", { kind: "vq" });
    await inLab(scope, (tx) => deleteOldestCurves(scope, tx, { maxBytes: 5000 }));
    const { rows } = await owner.query(
      "SELECT sum(bytes)::integer AS bytes, min(made_at) AS oldest FROM run_curves WHERE lab_id = $1",
      [scope.labId],
    );
    expect(rows[0].bytes).toBeGreaterThan(0);
    expect(rows[0].bytes).toBeLessThanOrEqual(5000);
  });
});

/** What may happen to a cell, each a change of which curves must tell. */
const CHANGES = {
  /** A row between two others. */
  late: (cell: string, at: number) => {
    const [row] = cycleOf(1 + (at % 3)).slice(at % 100, (at % 100) + 1);
    if (!row) throw new Error("a cycle has a hundred rows");
    const shifted = { ...row, timeUs: row.timeUs + 30 * US_PER_S, testTimeS: (row.testTimeS ?? 0) + 30 };
    return storeBatch(scope, batchOf(cell, [shifted]));
  },
  /** Two voltages change places: every sum of the run stays what it was. */
  swapped: (cell: string, at: number) => {
    const rows = cycleOf(1 + (at % 3)).slice(20, 22);
    const [left, right] = rows;
    if (!left || !right) throw new Error("a cycle has two such rows");
    return storeBatch(
      scope,
      batchOf(cell, [
        { ...left, voltageV: right.voltageV },
        { ...right, voltageV: left.voltageV },
      ]),
    );
  },
  mass: (cell: string, at: number) => putCell(scope, { name: cell, changes: { activeMassG: 1 + (at % 5) } }),
  area: (cell: string, at: number) => putCell(scope, { name: cell, changes: { electrodeAreaCm2: 1 + (at % 5) } }),
  excluded: async (cell: string, at: number) => {
    await addExclusion(scope, { cell, cycles: { from: 1, to: 1 + (at % 2) }, reason: "looked at" }).catch(() => null);
  },
  /** There and back, with what the other cell counts by. */
  moved: async (cell: string) => {
    const into = `${cell} by mistake`;
    await putCell(scope, { name: into, changes: { nominalCapacityAh: 100, maxGapSeconds: 45 } });
    await moveTest(scope, { cell, test: "", into });
    await recomputeCell(scope, { cell: into });
    await moveTest(scope, { cell: into, test: "", into: cell });
    await recomputeCell(scope, { cell });
  },
  /** As it was sent first. */
  repeated: (cell: string, at: number) => storeBatch(scope, batchOf(cell, cycleOf(1 + (at % 3)))),
  warmer: (cell: string, at: number) =>
    storeBatch(
      scope,
      batchOf(
        cell,
        cycleOf(1 + (at % 3)).map((row) => ({ ...row, temperatureC: 20 + (at % 30) })),
      ),
    ),
  removed: (cell: string, at: number) => {
    const from = START_US + ((at % 3) * CYCLE_S + (at % 5000)) * US_PER_S;
    return removeTimeRange(scope, { cell, from: from / 1000, to: (from + 600 * US_PER_S) / 1000 });
  },
  /** And sent again with other values. */
  emptied: async (cell: string, at: number) => {
    await removeTimeRange(scope, { cell, from: START_US / 1000, to: START_US / 1000 + 1e9 });
    const rows = [1, 2, 3].flatMap(cycleOf).map((row) => ({ ...row, voltageV: row.voltageV + (at % 7) / 100 }));
    await storeBatch(scope, batchOf(cell, rows));
  },
  longestGap: async (cell: string, at: number) => {
    await putCell(scope, { name: cell, changes: { maxGapSeconds: at % 2 === 0 ? 45 : null } });
    await recomputeCell(scope, { cell });
  },
  nominal: async (cell: string, at: number) => {
    await putCell(scope, { name: cell, changes: { nominalCapacityAh: at % 2 === 0 ? 100 : 1 } });
    await recomputeCell(scope, { cell });
  },
  appended: (cell: string, at: number) => storeBatch(scope, batchOf(cell, cycleOf(4 + (at % 3)))),
  rebuilt: (cell: string) => rebuildCell(scope, { cell }),
};
const QUERIES = [
  { kind: "vq" },
  { kind: "vq", x: "specificCapacityMahG" },
  { kind: "dqdv", gridV: "0.02", smoothing: "none" },
  { kind: "dqdv", mode: "charge" },
  { kind: "dvdq" },
  { kind: "dq", gridV: "0.02" },
  { kind: "vit", cycles: "1-3" },
] as const;

/** What is told of a cell beside its curves: the metrics of its cycles, and how it ages, alone and among all cells. */
async function resultsOf(cell: string) {
  const params = { name: cell };
  const { cycles, referenceCycle } = await listCycleViews(scope, { params });
  const { cell: _cell, ...ageing } = await getAgeingView(scope, { params });
  const { cells } = await listGroupAgeingViews(scope, { params: { id: "0" }, query: {} });
  const { cell: _name, group: _group, ...amongAll } = cells.find((one) => one.cell === cell) ?? {};
  expect(amongAll).toEqual(ageing);
  return { referenceCycle, ageing, cycles: cycles.map(({ formulaVersion: _version, ...cycle }) => cycle) };
}

/** The same but for what adding up in another order leaves. */
function like(value: unknown): unknown {
  if (typeof value === "number") return expect.closeTo(value, 9);
  if (Array.isArray(value)) return value.map(like);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, like(one)]));
}

type ChangeName = keyof typeof CHANGES;
const CHANGE_NAMES = Object.keys(CHANGES) as ChangeName[]; // the keys of a constant

let count = 0;
async function newCell(): Promise<string> {
  const cell = `changed ${count++}`;
  await storeBatch(scope, batchOf(cell, [1, 2, 3].flatMap(cycleOf)));
  await putCell(scope, { name: cell, changes: { nominalCapacityAh: 1, activeMassG: 2, electrodeAreaCm2: 3 } });
  await recomputeCell(scope, { cell });
  return cell;
}

async function allCurvesOf(cell: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const query of QUERIES) answers.push(await curvesOf(cell, query));
  return answers;
}

/** Changes a cell of which everything was asked, and compares what is then told with what is made of the samples anew. */
async function changeAndCompare(cell: string, name: ChangeName, at: number): Promise<void> {
  await allCurvesOf(cell);
  await resultsOf(cell);
  await CHANGES[name](cell, at);
  // All of them first: what forgets one forgets the others.
  const answers = await allCurvesOf(cell);
  knownAnswers.clear();
  expect(await allCurvesOf(cell), `${name}, kept`).toEqual(answers);
  await forgetCurves();
  expect(await allCurvesOf(cell), name).toEqual(answers);
  const before = await resultsOf(cell);
  await rebuildCell(scope, { cell }); // from every sample that is stored
  expect(await resultsOf(cell), `${name}, recounted`).toEqual(like(before));
}

it.each(CHANGE_NAMES)("answers nothing stale after this happened to a cell: %s", async (name) => {
  const cell = await newCell();
  for (const at of [4, 7]) await changeAndCompare(cell, name, at);
});

it("answers nothing stale, whatever happened to the cell", async () => {
  const change = fc.tuple(fc.constantFrom(...CHANGE_NAMES), fc.nat(10_000));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const cell = await newCell();
      for (const [name, at] of changes) await changeAndCompare(cell, name, at);
    }),
    { numRuns: Number(process.env.CURVE_RUNS ?? 15), seed: Number(process.env.CURVE_SEED ?? 2026) },
  );
});
