import jStat from "jstat";
import { describe, expect, it } from "vitest";
import { type ReferenceLife, readLives } from "../../testing/references/reference-lives";
import { cellCycles, statisticsCycles, type StoredCycle } from "../cycles/cycle-metrics";
import { CYCLE_QUANTITIES, type CycleQuantities } from "../cycles/cycle-quantities";
import { cellAgeing, lifeBends } from "./cell-ageing";
import { findKnee } from "./knee";
import { toLifePoints, withoutStrays } from "./life-points";

const END_OF_LIFE_RETENTION = 0.8;
const NO_QUANTITIES = Object.fromEntries(Object.keys(CYCLE_QUANTITIES).map((name) => [name, 0])) as CycleQuantities;

/** The ageing of a reference cell by the way that the product takes: from stored cycles. */
function ageingOf(life: ReferenceLife) {
  const stored = life.cycles.map(({ cycle, ...row }): StoredCycle => {
    const times = { startedAtUs: cycle, endedAtUs: cycle };
    return { ...NO_QUANTITIES, ...row, ...times, testId: 1, cyclerCycle: cycle };
  });
  const { cycles, referenceCycle, referenceAh } = cellCycles(stored, [{ testId: 1, cycleOffset: 0 }], {
    polarity: "full_cell",
    referenceCycle: null,
    formationCycles: 0,
    excluded: [],
    tags: [],
    checkUpMaxRateC: null,
    nominalCapacityAh: life.nominalCapacityAh,
    activeMassG: null,
    electrodeAreaCm2: null,
  });
  const equivalentFullCycles = cycles.at(-1)?.equivalentFullCycles ?? null;
  const points = toLifePoints(statisticsCycles(cycles).filter(({ cycle }) => cycle >= (referenceCycle ?? 0)));
  return cellAgeing({ referenceCycle, referenceAh, equivalentFullCycles, points }, END_OF_LIFE_RETENTION, lifeBends);
}

/** The points that the reference fitted, and the fits through them. */
function fitsOf(life: ReferenceLife, lastCycle: number) {
  const isAged = ({ cycle, isComplete, isPartial }: ReferenceLife["cycles"][number]) =>
    isComplete && !isPartial && cycle >= life.referenceCycle && cycle <= lastCycle;
  const { points, left } = withoutStrays(toLifePoints(life.cycles.filter(isAged)));
  const found = findKnee(points);
  if (!found) throw new Error(`${life.cell} has too few points`);
  return { ...found, points, left };
}

/** The tolerances that the references state. */
const placeTolerance = (points: { cycle: Float64Array }) =>
  Math.max(1, 0.002 * ((points.cycle.at(-1) ?? 0) - (points.cycle[0] ?? 0)));
function expectInterval(fit: { from: number; to: number }, [from, to]: [number, number]) {
  const tolerance = Math.max(1, 0.1 * (to - from));
  expect(Math.abs(fit.from - from)).toBeLessThanOrEqual(tolerance);
  expect(Math.abs(fit.to - to)).toBeLessThanOrEqual(tolerance);
}

/** @see fixtures/expected/synthetic-shown.json and life.json, computed apart from this code */
const LIVES = [...readLives("synthetic-shown"), ...readLives("life")];

describe.each(LIVES.map((life) => [life.cell, life] as const))("%s", (_, life) => {
  it("has the knee and the onset of the reference, or none", () => {
    const { knee, onset, points, left } = fitsOf(life, life.endOfLifeCycle);
    expect(left).toBe(life.straysLeftOut);
    expect(points.cycle).toHaveLength(life.knee.points);
    expect(knee.isFound).toBe(life.knee.found);
    expect(onset?.isFound ?? false).toBe(life.onset.found);
    expect(Math.abs(knee.cycle - life.knee.cycle)).toBeLessThanOrEqual(placeTolerance(points));
    expectInterval(knee, life.knee.interval);
    expect(knee.slopeBefore / life.knee.slopeBefore).toBeCloseTo(1, 2);
    expect(knee.slopeAfter / life.knee.slopeAfter).toBeCloseTo(1, 2);
    expect(knee.effectivePoints / life.knee.effectivePoints).toBeCloseTo(1, 3);
    expect(knee.deltaBicLine >= 10).toBe(life.knee.deltaBicLine >= 10);
    expect(knee.deltaBicParabola >= 10).toBe(life.knee.deltaBicParabola >= 10);
    expect(Math.abs(knee.widenedBy - life.knee.widenedBy)).toBeLessThanOrEqual(0.1);
    if (onset === null) return;
    expect(onset.deltaBicOneKnee >= 10).toBe(life.onset.deltaBicOneKnee >= 10);
    if (!life.onset.found) return;
    expect(Math.abs(onset.cycle - life.onset.cycle)).toBeLessThanOrEqual(placeTolerance(points));
    expect(Math.abs(onset.secondKnot - life.onset.secondKnot)).toBeLessThanOrEqual(placeTolerance(points));
    expectInterval(onset, life.onset.interval);
  });

  it("ages as the reference says, from stored cycles", () => {
    const ageing = ageingOf(life);
    expect(ageing.referenceCycle).toBe(life.referenceCycle);
    expect(ageing.endOfLife).toEqual({ cycle: life.endOfLifeCycle, reached: true });
    expect(ageing.cyclesTo["0.80"]).toBe(life.endOfLifeCycle);
    expect(ageing.knee !== null).toBe(life.knee.found);
    expect(ageing.onset !== null).toBe(life.onset.found);
    expect(Object.keys(ageing.why).sort()).toEqual([
      ...(life.knee.found ? [] : ["knee"]),
      ...(life.onset.found ? [] : ["onset"]),
    ]);
    if (life.equivalentFullCycles === undefined) return;
    expect((ageing.equivalentFullCycles ?? 0) / life.equivalentFullCycles).toBeCloseTo(1, 6);
  });

  it("finds a planted knee within 2 % of the life, and none where none was planted", () => {
    if (!life.planted) return;
    const { knee } = ageingOf(life);
    if (life.planted.knee === null) expect(knee).toBeNull();
    else expect(Math.abs((knee?.cycle ?? 0) - life.planted.knee)).toBeLessThanOrEqual(0.02 * life.endOfLifeCycle);
  });
});

it.each(LIVES.flatMap((life) => (life.kneeWholeSeries ? [[life.cell, life, life.kneeWholeSeries] as const] : [])))(
  "fits the whole series of %s as the reference does",
  (_, life, reference) => {
    const { knee, points } = fitsOf(life, Number.POSITIVE_INFINITY);
    expect(points.cycle).toHaveLength(reference.points);
    expect(knee.isFound).toBe(reference.found);
    expect(knee.cycle).toBeCloseTo(reference.cycle, 1);
    expectInterval(knee, reference.interval);
  },
);

/** A life of straight lines: the capacity at each cycle from 1 on. */
const lifeOf = (length: number, capacityAt: (cycle: number) => number) =>
  toLifePoints(
    Array.from({ length }, (_, index) => ({ cycle: index + 1, dischargeCapacityAh: capacityAt(index + 1) })),
  );

it("finds an exact knee, between two cycles too, and both slopes", () => {
  // 1 Ah less 0.1 mAh a cycle; after cycle 60.25, 2 mAh a cycle more.
  const fits = findKnee(lifeOf(100, (cycle) => 1 - 1e-4 * cycle - 2e-3 * Math.max(0, cycle - 60.25)));
  expect(fits?.knee).toMatchObject({ isFound: true, why: [] });
  expect(fits?.knee.cycle).toBeCloseTo(60.25, 6);
  expect(fits?.knee.slopeBefore).toBeCloseTo(-1e-4, 9);
  expect(fits?.knee.slopeAfter).toBeCloseTo(-2.1e-3, 9);
  expect(fits?.onset?.isFound).toBe(false);
});

it("finds both bends of an exact double knee", () => {
  const bend = (cycle: number, at: number) => Math.max(0, cycle - at);
  const fits = findKnee(lifeOf(150, (cycle) => 1 - 1e-4 * cycle - 1e-3 * bend(cycle, 70.5) - 1e-3 * bend(cycle, 90)));
  expect(fits?.onset?.isFound).toBe(true);
  expect(fits?.onset?.cycle).toBeCloseTo(70.5, 3);
  expect(fits?.onset?.secondKnot).toBeCloseTo(90, 3);
  // The knee of one bend, widened by 0.15 × 19.5 cycles on both sides.
  expect(fits?.knee.widenedBy).toBeCloseTo(2.925, 3);
});

it.each([
  ["straight", (cycle: number) => 1 - 1e-3 * cycle, "it fits no better than a line"],
  ["constant", () => 1, "the fade after it is not 1.5 times that before"],
  ["rising", (cycle: number) => 1 + 1e-3 * cycle, "the fade after it is not 1.5 times that before"],
  ["all zero", () => 0, "it fits no better than a line"],
  ["a parabola", (cycle: number) => 1 - 1e-5 * cycle ** 2, "it fits no better than a parabola"],
  [
    "fading slower",
    (cycle: number) => 1 - 1e-3 * Math.min(cycle, 50),
    "the fade after it is not 1.5 times that before",
  ],
])("finds no knee in a life that is %s, and says why", (_, capacityAt, reason) => {
  const fits = findKnee(lifeOf(100, capacityAt));
  expect(fits?.knee.isFound).toBe(false);
  expect(fits?.knee.why).toContain(reason);
  expect(Object.values(fits?.knee ?? {}).every((value) => typeof value !== "number" || Number.isFinite(value))).toBe(
    true,
  );
});

it("finds no knee close to an end", () => {
  const fits = findKnee(lifeOf(100, (cycle) => 1 - 1e-4 * cycle - 5e-3 * Math.max(0, cycle - 97)));
  expect(fits?.knee.why).toEqual(["it lies within 5 % of an end of the cycles fitted"]);
});

it("fits nothing through fewer than 20 points", () => {
  expect(findKnee(lifeOf(19, (cycle) => 1 - 1e-3 * cycle))).toBeNull();
  expect(findKnee(lifeOf(20, (cycle) => 1 - 1e-3 * cycle))).not.toBeNull();
});

it("leaves out a check-up among ageing cycles, and keeps a real step", () => {
  // One cycle of 1.05 Ah among such of 1 Ah: 0.05 Ah from its neighbours' median, over 1 % and over 5 × 1.4826 × 0.
  const checkUp = withoutStrays(lifeOf(30, (cycle) => (cycle === 10 ? 1.05 : 1)));
  expect(checkUp.left).toBe(1);
  expect(checkUp.points.cycle).not.toContain(10);
  expect(withoutStrays(lifeOf(30, (cycle) => (cycle < 10 ? 1 : 0.9))).left).toBe(0);
});

it("takes quantiles of F from a library that has them right", () => {
  // SciPy 1.17: scipy.stats.f.ppf(0.9, 1, m)
  for (const [m, quantile] of [
    [2, 8.526315789473687],
    [10, 3.285015321703764],
    [320.9, 2.7212325247181766],
    [1e5, 2.7055935823389965],
  ] as const) {
    expect(jStat.centralF.inv(0.9, 1, m) / quantile).toBeCloseTo(1, 6);
  }
});
