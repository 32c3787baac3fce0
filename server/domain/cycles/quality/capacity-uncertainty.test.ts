import { expect, it } from "vitest";
import { type Sample, toSampleColumns } from "../../samples/sample-columns";
import { runUncertainties } from "./capacity-uncertainty";
import { splitIntoRuns } from "../runs";

const START_US = 1.7e15;
type Row = readonly [testTimeS: number, currentA: number, step: number, stepTimeS?: number];

const toSample = ([testTimeS, currentA, step, stepTimeS]: Row): Sample => ({
  timeUs: START_US + testTimeS * 1e6,
  record: 0,
  voltageV: 3.7,
  currentA,
  step,
  testTimeS,
  stepTimeS: stepTimeS ?? null,
});

/** U of each run, A·s, of the rows at once; one by one they give the same to the last bit. */
function boundsOf(rows: readonly Row[], maxGapSeconds: number | null = null) {
  const samples = rows.map(toSample);
  const atOnce = splitIntoRuns(toSampleColumns(samples), null, maxGapSeconds);
  let oneByOne: typeof atOnce = [];
  for (const sample of samples) {
    const next = splitIntoRuns(toSampleColumns([sample]), oneByOne.at(-1) ?? null, maxGapSeconds);
    oneByOne = [...oneByOne.slice(0, -1), ...next];
  }
  expect(oneByOne).toEqual(atOnce);
  return atOnce.map(runUncertainties);
}

/** √(1/12) × resolution × duration + √(1/6) × the clock's grid × the largest current. */
const resolution = (resolutionA: number, durationS: number, clockS: number, largestA: number) =>
  Math.sqrt(1 / 12) * resolutionA * durationS + Math.sqrt(1 / 6) * clockS * largestA;

it("is the resolution alone while the current stays: 0.1 mA, for no cycler writes less, and whole seconds", () => {
  const [bound] = boundsOf([
    [0, 1, 1],
    [600, 1, 1],
    [1200, 1, 1],
  ]);
  expect(bound?.chargeAs).toBeCloseTo(2 * resolution(1e-4, 1200, 1, 1), 12);
  expect(bound?.dischargeAs).toBe(0);
});

it("takes the last decimal of a current that never changes, and the clock's finest time", () => {
  const [bound] = boundsOf([
    [0, -0.000672, 1],
    [600.25, -0.000672, 1],
  ]);
  expect(bound?.chargeAs).toBe(0);
  expect(bound?.dischargeAs).toBeCloseTo(2 * resolution(1e-6, 600.25, 0.01, 0.000672), 12);
});

it("takes small changes as the resolution: of 1 and 4 mA the square of the mean root, 2.25 mA", () => {
  const rows: Row[] = [
    [0, 1, 1],
    [10, 1.001, 1],
    [20, 1.005, 1],
  ];
  // Rising first interval and last interval: half the change × 10 s each.
  const samplingAs = 0.0005 * 10 + 0.002 * 10;
  expect(boundsOf(rows)[0]?.chargeAs).toBeCloseTo(2 * (samplingAs + resolution(0.00225, 20, 1, 1.005)), 10);
});

it("holds trapezoids against the parabolas on both sides", () => {
  // i = 16, 9, 4, 1, 0 at even seconds × 10: (4 − t/10)², whose second derivative ÷ 2 is 0.01 A/s². A trapezoid is 0.01 × 10³ ÷ 6 = 5/3 A·s high.
  const rows: Row[] = [0, 1, 2, 3, 4].map((at): Row => [10 * at, (4 - at) ** 2, 1]);
  // The last interval: half of 1 A × 10 s.
  const samplingAs = (3 * 5) / 3 + 5;
  // No change is small; 16 A are written to 0.1 mA at best.
  expect(boundsOf(rows)[0]?.chargeAs).toBeCloseTo(2 * (samplingAs + resolution(1e-4, 40, 1, 16)), 10);
});

it("takes half the change of a first interval in which the current rises", () => {
  const rows: Row[] = [
    [0, 3, 1],
    [30, 8, 1],
    [60, 8, 1],
    [90, 8, 1],
  ];
  // Of the second interval the parabola before bends −5/30 ÷ 60, that behind not at all: |−1/360 + 0| ÷ 2 × 30³ ÷ 6 = 6.25, but it changes by nothing.
  expect(boundsOf(rows)[0]?.chargeAs).toBeCloseTo(2 * (75 + resolution(1e-4, 90, 1, 8)), 10);
});

it("takes half the change of a first interval that the current leaves ten times slower", () => {
  const of = (thirdA: number): Row[] => [
    [0, 8, 1],
    [30, 3, 1],
    [60, thirdA, 1],
    [90, thirdA, 1],
  ];
  const rest = (bound: ReturnType<typeof boundsOf>[number] | undefined, resolutionA: number) =>
    (bound?.chargeAs ?? 0) / 2 - resolution(resolutionA, 90, 1, 8);
  // 5 A, then 0.4 A: 75 A·s. The second: bends 4.6/30 ÷ 60 and 0.4/30 ÷ 60 → (5/1800) ÷ 2 × 4500 = 6.25, over half of 0.4 × 30 = 6.
  expect(rest(boundsOf(of(2.6))[0], 1e-4)).toBeCloseTo(75 + 6, 9);
  // 5 A, then 0.6 A: the parabola behind alone, 4.4/30 ÷ 60 × 4500 = 11. The second: (4.4 + 0.6)/1800 ÷ 2 × 4500 = 6.25.
  expect(rest(boundsOf(of(2.4))[0], 1e-4)).toBeCloseTo(11 + 6.25, 9);
});

it("counts the lead-in by the slope behind it, at most by what changed before it", () => {
  const rows = (beforeA: number): Row[] => [
    [0, beforeA, 1],
    [30, 2, 2, 30],
    [60, 1.5, 2, 60],
    [90, 1, 2, 90],
  ];
  // Slope 0.5/30 A/s: 30²/2 × 0.5/30 = 7.5 A·s. Straight on: no bend in the first interval; the last one: half of 0.5 × 30 = 7.5.
  const of = (beforeA: number) => (boundsOf(rows(beforeA))[1]?.chargeAs ?? 0) / 2 - resolution(1e-4, 90, 1, 2);
  expect(of(0)).toBeCloseTo(7.5 + 7.5, 10);
  expect(of(2.2)).toBeCloseTo(3 + 7.5, 10); // 30/2 × 0.2
  expect(of(-2)).toBeCloseTo(7.5 + 7.5, 10);
});

it("counts what lies between two runs at the larger current of both, in each direction", () => {
  const [, second] = boundsOf([
    [0, 2, 1],
    [10, 2, 1],
    [13, -1, 2],
    [23, -1, 2],
  ]);
  expect(second?.chargeAs).toBeCloseTo(2 * 3 * 2, 12);
  expect(second?.dischargeAs).toBeCloseTo(2 * (3 * 1 + resolution(1e-4, 10, 1, 1)), 12);
});

it("counts nothing behind a clock that began again, nor over a pause that the cell's settings leave out", () => {
  const falling: Row[] = [
    [100, 2, 1],
    [5, 2, 2],
  ];
  expect(
    splitIntoRuns(
      toSampleColumns(falling.map((row, index) => ({ ...toSample(row), timeUs: START_US + index }))),
      null,
      null,
    ).map(runUncertainties)[1]?.chargeAs,
  ).toBeCloseTo(2 * resolution(1e-4, 0, 1, 2), 12);
  const paused: Row[] = [
    [0, 2, 1],
    [7200, 2, 2],
  ];
  expect(boundsOf(paused, 60)[1]?.chargeAs).toBeCloseTo(2 * resolution(1e-4, 0, 1, 2), 12);
});

it("counts both directions of a drive cycle, each clipped on its own", () => {
  const [bound] = boundsOf([
    [0, 1, 1],
    [1, -1, 1],
    [2, 1, 1],
  ]);
  // Charge 1, 0, 1: first interval falls, the next as fast: |bend| = 2 ÷ 2 → 1/6; the last: 1/2. Discharge 0, 1, 0 rises first: 1/2, and 1/2.
  expect(bound?.chargeAs).toBeCloseTo(2 * (1 / 6 + 1 / 2 + resolution(1e-4, 2, 1, 1)), 12);
  expect(bound?.dischargeAs).toBeCloseTo(2 * (1 / 2 + 1 / 2 + resolution(1e-4, 2, 1, 1)), 12);
});

it("knows none of a run of older formulas", () => {
  const [run] = splitIntoRuns(toSampleColumns([toSample([0, 1, 1])]), null, null);
  expect(run && runUncertainties({ ...run, chargeErrorAs: null })).toBeNull();
});
