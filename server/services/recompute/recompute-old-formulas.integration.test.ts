import pg from "pg";
import { expect, it } from "vitest";
import { listCycleViews } from "../../api/rest/cells/cell-cycles";
import { labScopeForAdmin } from "../../auth/lab-scope";
import { inLab } from "../../data/in-lab";
import { withConfigTransaction } from "../../data/in-lab-config";
import { updateLabSettings } from "../../data/labs/lab-writes";
import { countTestsByFormulas, listCellsOfOldFormulas } from "../../data/series/test-state-reads";
import { FORMULA_VERSION } from "../../domain/cycles/stored-quantities";
import { env } from "../../env";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../../testing/factories";
import { storeBatch } from "../batches/store-batch";
import { expireSamples } from "../cells/expire-samples";
import { putCell } from "../cells/put-cell";
import { recomputeCell } from "./rebuild-cell";
import { recomputeOldFormulas } from "./recompute-old-formulas";
import { verifyCell } from "./verify-cell";

cloneTestDatabase();

const START_US = 1.7e15;
const DAY_S = 86_400;

/**
 * A cycle a day. The charge of 1 A is first logged 30 s into its step and lasts 3,600 s from that step's beginning; so does the discharge.
 * Without lead-in 3,570 s count: 0.9916667 Ah; with it 1 Ah.
 */
function cycle(number: number): SentSample[] {
  const startS = (number - 1) * DAY_S;
  const at = (s: number, currentA: number, step: number, stepTimeS: number): SentSample => ({
    timeUs: START_US + (startS + s) * 1e6,
    testTimeS: startS + s,
    voltageV: 3.7,
    currentA,
    step,
    stepTimeS,
    cycle: number,
  });
  return [at(0, 0, 1, 0), at(30, 1, 2, 30), at(3600, 1, 2, 3600), at(3630, -1, 3, 30), at(7200, -1, 3, 3600)];
}

const capacitiesOf = async (scope: LabScope) =>
  (await listCycleViews(scope, { params: { name: "A" } })).cycles.map(
    ({ chargeCapacityAh, formulaVersion }) => [chargeCapacityAh, formulaVersion] as const,
  );

/** Makes what is stored look as the first formulas left it. */
async function ageFormulas(scope: LabScope): Promise<void> {
  const owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  const values = [scope.labId];
  await owner.query(
    `UPDATE runs SET formula_version = 1, uncovered_s = NULL, charge_as = charge_as - lead_in_s * greatest(max_current_a, 0),
       discharge_as = discharge_as - lead_in_s * greatest(-min_current_a, 0), duration_s = duration_s - lead_in_s, lead_in_s = 0
     WHERE lab_id = $1`,
    values,
  );
  await owner.query(
    `UPDATE cycles c SET formula_version = 1, uncovered_s = NULL,
       charge_capacity_ah = (SELECT sum(charge_as) / 3600 FROM runs r WHERE r.test_id = c.test_id AND r.cycle = c.cycle)
     WHERE lab_id = $1`,
    values,
  );
  await owner.query("UPDATE test_states SET formula_version = 1, progress = NULL WHERE lab_id = $1", values);
  await owner.end();
}

async function oldLab(cycles: number) {
  const { labId } = await createLab();
  const scope = labScopeForAdmin(labId);
  await storeBatch(scope, batchOf("A", Array.from({ length: cycles }, (_, index) => cycle(index + 1)).flat()));
  const fresh = await capacitiesOf(scope);
  await ageFormulas(scope);
  return { scope, fresh };
}

it("counts from the beginning of a step, and again what was counted without", async () => {
  const { scope, fresh } = await oldLab(3);
  expect(fresh).toEqual([1, 2, 3].map(() => [1, FORMULA_VERSION]));
  expect(await capacitiesOf(scope)).toEqual([1, 2, 3].map(() => [3570 / 3600, 1]));
  expect(await recomputeOldFormulas(scope, { cell: "A" })).toBe(true);
  expect(await capacitiesOf(scope)).toEqual(fresh);
  expect((await verifyCell(scope, { cell: "A" })).differences).toEqual([]);
});

it("goes on where it was ended, run by run, with readable numbers in between", async () => {
  const { scope, fresh } = await oldLab(3);
  const steps: (readonly (readonly [number | null, number])[])[] = [];
  while (!(await recomputeOldFormulas(scope, { cell: "A" }, { maxSamples: 1, maxTransactions: 3 }))) {
    steps.push(await capacitiesOf(scope));
  }
  // Three runs a cycle, one a transaction: a cycle is new when its last run is.
  expect(steps).toEqual([
    [fresh[0], [3570 / 3600, 1], [3570 / 3600, 1]],
    [fresh[0], fresh[1], [3570 / 3600, 1]],
    fresh,
  ]);
});

it("leaves cycles whose samples have expired as they are, marked with their formulas", async () => {
  const { scope, fresh } = await oldLab(4);
  await withConfigTransaction(scope, "off", (tx) => updateLabSettings(scope, tx, { rawRetentionDays: 30 }));
  const nowMs = START_US / 1000 + (30 * DAY_S + 2 * DAY_S) * 1000;
  expect(await expireSamples(scope, { nowMs }), "of the first two cycles").toBe(10);
  expect(await recomputeOldFormulas(scope, { cell: "A" })).toBe(true);
  expect(await capacitiesOf(scope)).toEqual([[3570 / 3600, 1], [3570 / 3600, 1], fresh[2], fresh[3]]);
  expect(await inLab(scope, (tx) => countTestsByFormulas(scope, tx))).toEqual({ tests: 1, old: 0, changed: 0 });
});

it("reports tests with earlier settings until they are recomputed", async () => {
  const { labId } = await createLab();
  const scope = labScopeForAdmin(labId);
  const counts = () => inLab(scope, (tx) => countTestsByFormulas(scope, tx));
  await storeBatch(scope, batchOf("A", cycle(1)));
  expect(await counts()).toEqual({ tests: 1, old: 0, changed: 0 });
  await putCell(scope, { name: "A", changes: { cycleStartsWith: "discharge" } });
  expect(await counts()).toEqual({ tests: 1, old: 0, changed: 1 });
  await recomputeCell(scope, { cell: "A" });
  expect(await counts()).toEqual({ tests: 1, old: 0, changed: 0 });
});

it("is asked for in turn, so that a cell that fails for good keeps nobody waiting", async () => {
  const labs = [await oldLab(1), await oldLab(1), await oldLab(1)].map(({ scope }) => scope.labId);
  const asked = new Set<number>();
  // Each is drawn with one third each time: that one is missing after 200 times is less likely than 1e-34.
  for (let times = 0; times < 200; times++) {
    for (const { labId } of await listCellsOfOldFormulas({ limit: 1 })) asked.add(labId);
  }
  expect([...asked]).toEqual(expect.arrayContaining(labs));
});
