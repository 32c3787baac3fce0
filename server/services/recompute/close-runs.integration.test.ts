import { expect, it } from "vitest";
import { listCycleViews } from "../../api/rest/cells/cell-cycles";
import { listStepViews } from "../../api/rest/cells/cell-steps";
import { labScopeForAdmin } from "../../auth/lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../../testing/factories";
import { storeBatch } from "../batches/store-batch";
import { putCell } from "../cells/put-cell";
import { recomputeCell } from "./rebuild-cell";
import { verifyCell } from "./verify-cell";

cloneTestDatabase();

const START_US = 1.7e15;
const CONSTANT_S = 600;
const HELD_S = 1200;

/** A row a second: 1 A up to 4.2 V, which is then held for 1,200 s while the current falls by a thousandth each; a rest; a discharge. */
function samplesOfCycle(): SentSample[] {
  const samples: SentSample[] = [];
  const add = (step: number, voltageV: number, currentA: number) =>
    samples.push({ timeUs: START_US + samples.length * 1e6, voltageV, currentA, step, cycle: 1 });
  for (let s = 0; s < CONSTANT_S; s++) add(1, 3.6 + (0.59 * s) / CONSTANT_S, 1);
  for (let s = 0; s <= HELD_S; s++) add(1, 4.2, 0.999 ** s);
  for (let s = 0; s < 5; s++) add(2, 4.15, 0);
  for (let s = 0; s < 60; s++) add(3, 4.1 - 0.01 * s, -1);
  return samples;
}

/** 1 A·s each second for 600 s and, from the 601st row on, the trapezoids of 0.999^s. */
const heldAs = Array.from({ length: HELD_S }, (_, s) => (0.999 ** s + 0.999 ** (s + 1)) / 2).reduce((a, b) => a + b, 0);

async function cellSentIn(batchRows: number) {
  const { labId } = await createLab();
  const scope = labScopeForAdmin(labId);
  const samples = samplesOfCycle();
  for (let from = 0; from < samples.length; from += batchRows) {
    await storeBatch(scope, batchOf("A", samples.slice(from, from + batchRows)));
  }
  const steps = async () => (await listStepViews(scope, { params: { name: "A" }, query: {} })).steps;
  const cycle = async () => (await listCycleViews(scope, { params: { name: "A" } })).cycles[0];
  return { scope, samples, steps, cycle };
}

it("splits a charge when it closes, whatever the batches were, and the running step when the test is declared ended", async () => {
  const answers = [];
  for (const batchRows of [2000, 100]) {
    const { scope, steps, cycle } = await cellSentIn(batchRows);
    expect((await steps()).map(({ control }) => control)).toEqual(["CC-CV", "rest", null]);
    const [charge] = await steps();
    // 0.999^10 A is the last current within 1 % of the largest: there the decay begins.
    const decayS = 610;
    const sinceDecayAs =
      heldAs - Array.from({ length: 10 }, (_, s) => (0.999 ** s + 0.999 ** (s + 1)) / 2).reduce((a, b) => a + b, 0);
    expect(charge?.constantVoltage?.startedAt).toBe(new Date(START_US / 1000 + decayS * 1000).toISOString());
    expect(charge?.constantVoltage?.durationS).toBeCloseTo(HELD_S - 10, 9);
    expect((charge?.constantVoltage?.capacityAh ?? 0) * 3600).toBeCloseTo(sinceDecayAs, 9);
    expect(await cycle()).toMatchObject({
      constantVoltageShare: expect.closeTo(sinceDecayAs / (600 + heldAs), 12),
      internalResistanceOhm: expect.closeTo(0.05, 9), // (4.15 − 4.10) V ÷ 1 A, 1 s apart
    });
    await putCell(scope, { name: "A", changes: { tests: { "": { endedAt: "2030-01-01T00:00:00Z" } } } });
    await recomputeCell(scope, { cell: "A" });
    expect((await steps()).map(({ control }) => control)).toEqual(["CC-CV", "rest", "CC"]);
    expect((await verifyCell(scope, { cell: "A" })).differences).toEqual([]);
    answers.push(await steps());
  }
  expect(answers[1]).toEqual(answers[0]);
});

it("knows no share while a charge of the cycle runs", async () => {
  const { labId } = await createLab();
  const scope = labScopeForAdmin(labId);
  await storeBatch(scope, batchOf("A", samplesOfCycle().slice(0, 1000)));
  const { cycles } = await listCycleViews(scope, { params: { name: "A" } });
  expect(cycles).toMatchObject([{ constantVoltageShare: null }]);
});

it("closes again what a changed nominal capacity ends elsewhere, and only that", async () => {
  const { scope, samples, steps } = await cellSentIn(2000);
  // C/1000 = 0.5 A: its last row of at least that is the 692nd of the held ones, 0.999^692 = 0.5004; the rest of it stays in the part.
  await putCell(scope, { name: "A", changes: { nominalCapacityAh: 500 } });
  await recomputeCell(scope, { cell: "A" });
  expect((await steps())[0]).toMatchObject({ control: "CC-CV", constantVoltage: { durationS: HELD_S - 10 } });
  expect((await verifyCell(scope, { cell: "A" })).differences).toEqual([]);
  // C/1000 = 2 A: everything is rest.
  await putCell(scope, { name: "A", changes: { nominalCapacityAh: 2000 } });
  await recomputeCell(scope, { cell: "A" });
  expect((await steps()).map(({ control }) => control)).toEqual(["rest", "rest", "rest"]);
  await putCell(scope, { name: "A", changes: { nominalCapacityAh: 1 } });
  await recomputeCell(scope, { cell: "A" });
  expect((await steps())[0]).toMatchObject({ control: "CC-CV", sampleCount: CONSTANT_S + HELD_S + 1 });
  expect((await verifyCell(scope, { cell: "A" })).differences).toEqual([]);
  expect(samples.length).toBe(1866);
});

it("closes again what a late sample changed", async () => {
  const { scope, samples, steps } = await cellSentIn(2000);
  // The voltage of a row in the middle of the held part: what is held begins after it.
  const [row] = samples.slice(CONSTANT_S + 400);
  if (!row) throw new Error("the row is missing");
  await storeBatch(scope, batchOf("A", [{ ...row, voltageV: 4.3 }]));
  const [charge] = await steps();
  expect(charge?.control, "0.67 A after 1 A is no constant current").toBe("other");
  expect(charge?.constantVoltage?.durationS).toBeLessThan(HELD_S - 400);
  await storeBatch(scope, batchOf("A", [row]));
  expect((await steps())[0]).toMatchObject({ control: "CC-CV", constantVoltage: { durationS: HELD_S - 10 } });
  expect((await verifyCell(scope, { cell: "A" })).differences).toEqual([]);
});

it("tells pulses with their steps, row by row as in one batch", async () => {
  const { labId } = await createLab();
  const scope = labScopeForAdmin(labId);
  const at = (timeS: number, step: number, voltageV: number, currentA: number): SentSample => ({
    timeUs: START_US + timeS * 1e6,
    voltageV,
    currentA,
    step,
  });
  const samples = [at(0, 1, 3.6, 1), at(3600, 1, 3.8, 1), at(3610, 2, 3.7, 0), at(3620, 2, 3.7, 0)];
  for (let s = 0; s <= 12; s++) samples.push(at(3621 + s, 3, 3.6 - 0.01 * s, -1));
  samples.push(at(3640, 4, 3.7, 0));
  await storeBatch(scope, batchOf("at once", samples));
  for (const sample of samples) await storeBatch(scope, batchOf("row by row", [sample]));
  const pulsesOf = async (name: string) =>
    (await listStepViews(scope, { params: { name }, query: { control: "pulse" } })).steps;
  const [pulse, ...others] = await pulsesOf("row by row");
  expect(others).toEqual([]);
  expect(pulse).toMatchObject({ index: 2, mode: "discharge", pulse: { restVoltageV: 3.7, socFromSpan: 1 } });
  expect(pulse?.pulse?.resistanceOhm).toMatchObject({
    "0": expect.closeTo(0.1, 9), // 0.1 V ÷ 1 A, and 0.01 V more each second
    "10": expect.closeTo(0.2, 9),
    "30": null,
    end: expect.closeTo(0.22, 9),
  });
  expect(await pulsesOf("at once")).toEqual([pulse]);
});

it("closes the many short runs that noise around zero makes, in order and late", async () => {
  const { labId } = await createLab();
  const scope = labScopeForAdmin(labId);
  await putCell(scope, { name: "A", changes: { nominalCapacityAh: 1e-6 } }); // so that noise counts as current
  const noise = (index: number) => ((index * 7919) % 5) - 2;
  const samples = Array.from(
    { length: 600 },
    (_, index): SentSample => ({
      timeUs: START_US + index * 1e6,
      voltageV: 3.6,
      currentA: noise(index) * 1e-6,
    }),
  );
  const change = (name: string) => putCell(scope, { name, changes: { nominalCapacityAh: 1e-6 } });
  await change("late");
  await storeBatch(scope, batchOf("A", samples));
  await storeBatch(
    scope,
    batchOf(
      "late",
      samples.filter((_, index) => index % 3 !== 1),
    ),
  );
  await storeBatch(
    scope,
    batchOf(
      "late",
      samples.filter((_, index) => index % 3 === 1),
    ),
  );
  const stepsOf = async (name: string) => (await listStepViews(scope, { params: { name }, query: {} })).steps;
  const steps = await stepsOf("A");
  expect(steps.length).toBeGreaterThan(300);
  expect(steps.slice(0, -1).filter(({ control }) => control === null)).toEqual([]);
  expect(await stepsOf("late")).toEqual(steps);
  for (const cell of ["A", "late"]) expect((await verifyCell(scope, { cell })).differences).toEqual([]);
});
