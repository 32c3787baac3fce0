import { expect, it } from "vitest";
import { splitIntoRuns } from "./runs";
import { type Sample, toSampleColumns } from "../samples/sample-columns";

const sample = (given: Partial<Sample> & { timeS: number }): Sample => {
  const { timeS, ...rest } = given;
  return { timeUs: timeS * 1e6, record: 0, voltageV: 3.5, currentA: 0, ...rest };
};
const runsOf = (samples: Sample[], maxGapSeconds: number | null = null) =>
  splitIntoRuns(toSampleColumns(samples), null, maxGapSeconds);

it("integrates the discharging current by trapezoids", () => {
  const [run] = runsOf([
    sample({ timeS: 0, currentA: -2 }),
    sample({ timeS: 1800, currentA: -2 }), // 0.5 h × 2.0 A = 1.00 Ah
    sample({ timeS: 3600, currentA: -1 }), // 0.5 h × 1.5 A = 0.75 Ah
  ]);
  expect((run?.dischargeAs ?? 0) / 3600).toBeCloseTo(1.75, 12);
  expect(run?.chargeAs).toBe(0);
});

it("integrates energy as the trapezoid of current × voltage", () => {
  const [run] = runsOf([
    sample({ timeS: 0, currentA: 1, voltageV: 3 }),
    sample({ timeS: 3600, currentA: 1, voltageV: 4 }), // 1 h × (3 + 4) / 2 W = 3.5 Wh
  ]);
  expect((run?.chargeWs ?? 0) / 3600).toBeCloseTo(3.5, 12);
});

it("clips each end on its own, so an alternating drive cycle moves charge both ways", () => {
  const [run] = runsOf([
    sample({ timeS: 0, currentA: 1, step: 1 }),
    sample({ timeS: 2, currentA: -1, step: 1 }), // (1 + 0) / 2 × 2 s = 1 As each way
  ]);
  expect([run?.chargeAs, run?.dischargeAs]).toEqual([1, 1]);
});

it("counts nothing between two runs", () => {
  const runs = runsOf([
    sample({ timeS: 0, currentA: 1, step: 1 }),
    sample({ timeS: 10, currentA: 1, step: 1 }),
    sample({ timeS: 20, currentA: 1, step: 2 }), // the 10 s before belong to neither step
    sample({ timeS: 30, currentA: 1, step: 2 }),
  ]);
  expect(runs.map(({ chargeAs }) => chargeAs)).toEqual([10, 10]);
});

it("begins a run where cycle, step, step count, mode or (unnumbered) the sign of the current changes", () => {
  const bases: Partial<Sample>[] = [{}, { cycle: 1 }, { cycle: 1, step: 1 }, { cycle: 1, step: 1, stepCount: 1 }];
  const samples = [
    ...bases,
    { cycle: 1, step: 1, stepCount: 1, mode: "rest" as const },
    {},
    { currentA: 1 },
    { currentA: 0 },
  ];
  expect(runsOf(samples.map((given, index) => sample({ timeS: index, ...given })))).toHaveLength(samples.length);
});

it("keeps a numbered run together when the current changes sign, and never joins it to an unnumbered one", () => {
  const currents = [1, -1, 0];
  expect(runsOf(currents.map((currentA, index) => sample({ timeS: index, currentA, step: 4 })))).toHaveLength(1);
  expect(runsOf([sample({ timeS: 0, step: 4 }), sample({ timeS: 1 })])).toHaveLength(2);
});

it("takes time from the test time where both samples have one: wall clocks pause and jump", () => {
  const [run] = runsOf([
    sample({ timeS: 0, currentA: 1, testTimeS: 100 }),
    sample({ timeS: 7200, currentA: 1, testTimeS: 110 }),
    sample({ timeS: 7205, currentA: 1 }),
  ]);
  expect(run?.chargeAs).toBe(10 + 5);
});

it("begins a new run when the test time falls", () => {
  expect(runsOf([sample({ timeS: 0, testTimeS: 100 }), sample({ timeS: 1, testTimeS: 0 })])).toHaveLength(2);
});

it("keeps both of two samples at one time", () => {
  const [run] = runsOf([
    sample({ timeS: 0, currentA: 1 }),
    sample({ timeS: 10, currentA: 1 }),
    sample({ timeS: 10, currentA: 3, record: 1 }),
    sample({ timeS: 20, currentA: 3 }), // 10 s × 1 A, 0 s, 10 s × 3 A
  ]);
  expect(run?.chargeAs).toBe(40);
  expect(run?.sampleCount).toBe(4);
});

it("does not integrate an interval longer than the cell's limit", () => {
  const [run] = runsOf(
    [sample({ timeS: 0, currentA: 1 }), sample({ timeS: 61, currentA: 1 }), sample({ timeS: 121, currentA: 1 })],
    60,
  );
  expect(run?.chargeAs).toBe(60);
  expect(run?.longestIntervalS).toBe(61);
});

it("refuses samples out of order", () => {
  expect(() => runsOf([sample({ timeS: 1 }), sample({ timeS: 0 })])).toThrow(RangeError);
});
