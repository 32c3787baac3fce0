import { describe, expect, it } from "vitest";
import { type Sample, sliceSamples, toSampleColumns } from "../../samples/sample-columns";
import { closeRun } from "../close-run";
import { splitIntoRuns } from "../runs";
import { testSteps } from "../test-steps";

type Row = readonly [timeS: number, step: number, voltageV: number, currentA: number];
const NOMINAL_AH = 2;

function stepsOf(rows: readonly Row[], nominalCapacityAh: number | null = NOMINAL_AH) {
  const samples = toSampleColumns(
    rows.map(
      ([timeS, step, voltageV, currentA]): Sample => ({ timeUs: timeS * 1e6, record: 0, step, voltageV, currentA }),
    ),
  );
  let from = 0;
  const stored = splitIntoRuns(samples, null, null).map((run) => {
    const own = sliceSamples(samples, from, from + run.sampleCount);
    from += run.sampleCount;
    return { cycle: 1, run: { ...run, ...closeRun(run, own, { restBelowA: 0.002, maxGapSeconds: null }) } };
  });
  return testSteps(stored, nominalCapacityAh);
}

/** 1 Ah charged and 0.5 Ah discharged in an hour each, a rest at 3.6 V, a pulse of rows at `timesS` after it, a rest. */
function around(pulse: readonly Row[], gapS = 1): Row[] {
  return [
    [0, 1, 3.7, 1],
    [3600, 1, 3.8, 1],
    [3700, 2, 3.7, -0.5],
    [7300, 2, 3.6, -0.5],
    [7400, 3, 3.6, 0],
    [7500, 3, 3.6, 0],
    ...pulse.map(([timeS, ...row]): Row => [7500 + gapS + timeS, ...row]),
    [7900, 5, 3.6, 0],
  ];
}

/** −1 A with a voltage that falls from 3.5 V by 0.01 V/s: 0.1 Ω at first and 0.01 Ω more each second. */
const pulseAt = (timesS: readonly number[], currentA = -1): Row[] =>
  timesS.map((timeS) => [timeS, 4, 3.5 - 0.01 * timeS, currentA]);

describe("a pulse between rests", () => {
  it("has a resistance over the time since its start, linear between its samples", () => {
    const [, , , pulse] = stepsOf(around(pulseAt([0, 0.5, 1.5, 4, 9, 12])));
    expect(pulse).toMatchObject({ control: "pulse", mode: "discharge" });
    const { resistanceOhm, ...rest } = pulse?.pulse ?? {};
    expect(resistanceOhm?.["0"]).toBeCloseTo(0.1, 12);
    expect(resistanceOhm?.["1"]).toBeCloseTo(0.11, 12);
    expect(resistanceOhm?.["2"]).toBeCloseTo(0.12, 12);
    expect(resistanceOhm?.["10"]).toBeCloseTo(0.2, 12);
    expect(resistanceOhm?.["30"]).toBeNull();
    expect(resistanceOhm?.end).toBeCloseTo(0.22, 12);
    expect(rest).toMatchObject({
      restVoltageV: 3.6,
      currentA: -1,
      socFromNominal: expect.closeTo(0.75, 12), // 1 + (0.5 − 1) Ah ÷ 2 Ah
      socFromSpan: expect.closeTo(0.5, 12), // 0.5 Ah between 0 and 1 Ah
    });
  });

  it("takes its last sample for a time up to 0.05 s past it, and no first one over 1 s after the rest", () => {
    const early = stepsOf(around(pulseAt([0, 4, 9.96])))[3]?.pulse?.resistanceOhm;
    expect(early?.["10"]).toBeCloseTo(0.1996, 12);
    expect(stepsOf(around(pulseAt([0, 4, 9.94])))[3]?.pulse?.resistanceOhm["10"]).toBeNull();
    const late = stepsOf(around(pulseAt([0, 4, 12]), 2))[3]?.pulse?.resistanceOhm;
    expect([late?.["0"], late?.["10"]]).toEqual([null, expect.closeTo(0.2, 12)]);
  });

  it.each<[string, Row[], string]>([
    ["of two samples", around(pulseAt([0, 4])), "CC"],
    ["over 10 s after the rest", around(pulseAt([0, 4, 12]), 10.5), "CC"],
    ["over 120 s", around(pulseAt([0, 60, 120.5])), "CC"],
    ["that moves over 5 % of nominal", around(pulseAt([0, 50, 100], -4)), "CC"],
    [
      "whose current moves over 2 % from its second sample on",
      around([...pulseAt([0, 4]), [8, 4, 3.4, -0.9]]),
      "other",
    ],
    ["without a rest behind it", [...around(pulseAt([0, 4, 12])).slice(0, -1), [7900, 5, 3.6, 1]], "CC"],
  ])("is no run %s", (_, rows, control) => {
    expect(stepsOf(rows)[3]).toMatchObject({ pulse: null, control });
  });

  it("is measured against the span of net charge where nominal capacity is unknown", () => {
    const unknown = stepsOf(around(pulseAt([0, 4, 12])), null)[3];
    expect(unknown?.pulse).toMatchObject({ socFromNominal: null, socFromSpan: expect.closeTo(0.5, 12) });
    // 4 A for 50 s are 0.056 Ah: over 5 % of the span of 1 Ah, under 5 % of 2 Ah.
    expect(stepsOf(around(pulseAt([0, 20, 50], -4)), null)[3]?.pulse).toBeNull();
    expect(stepsOf(around(pulseAt([0, 20, 50], -4)))[3]?.pulse).not.toBeNull();
  });
});
