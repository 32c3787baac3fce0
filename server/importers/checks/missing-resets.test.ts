import { describe, expect, it } from "vitest";
import { cyclesOf, importText } from "../../testing/imported-file";

const HEADER =
  "Data_Point,Test_Time(s),Step_Time(s),Date_Time,Step_Index,Cycle_Index,Current(A),Voltage(V),Charge_Capacity(Ah),Discharge_Capacity(Ah)";
const START_MS = Date.UTC(2026, 0, 1);

type Resets = (at: { cycle: number; step: number }) => boolean;

/** Four pairs of an hour at 1 A each way, a row each quarter of an hour; the counters go on but where they are reset. */
function file(isReset: Resets): string {
  const lines: string[] = [];
  const counted = { charge: 0, discharge: 0 };
  let testTimeS = 0;
  for (let cycle = 1; cycle <= 4; cycle++) {
    for (const [step, currentA] of [
      [1, 1],
      [2, -1],
    ] as const) {
      if (isReset({ cycle, step })) [counted.charge, counted.discharge] = [0, 0];
      for (let row = 0; row <= 4; row++) {
        if (row > 0) counted[currentA > 0 ? "charge" : "discharge"] += 0.25;
        const clock = new Date(START_MS + testTimeS * 1000).toISOString().slice(0, 19).replace("T", " ");
        lines.push(
          [
            lines.length + 1,
            testTimeS,
            row * 900,
            clock,
            step,
            cycle,
            currentA,
            3.7,
            counted.charge,
            counted.discharge,
          ].join(","),
        );
        testTimeS += row === 4 ? 1 : 900;
      }
    }
  }
  return [HEADER, ...lines, ""].join("\n");
}

// Contract, section 5: counters that run on, reset per step, or were not reset once.
describe.each<[string, Resets, RegExp | null]>([
  ["run on", () => false, null],
  ["start again with each cycle", ({ step }) => step === 1, null],
  ["start again with each step", () => true, null],
  [
    "start again with each cycle but one",
    ({ cycle, step }) => step === 1 && cycle !== 3,
    /^The cycler's counters of charge and discharge start again in other cycles but were not reset in cycle 3: they go on from 1\.0000 Ah/,
  ],
])("counters that %s", (_, isReset, warning) => {
  it("give 1 Ah in every cycle, agree with the samples, and the missing reset is named", async () => {
    const { parts, summary } = await importText(file(isReset));
    const cycles = cyclesOf(parts).map(({ chargeAs, dischargeAs }) => [chargeAs / 3600, dischargeAs / 3600]);
    expect(cycles).toEqual([1, 2, 3, 4].map(() => [expect.closeTo(1, 9), expect.closeTo(1, 9)]));
    expect(summary.counters).toHaveLength(8);
    for (const { vendor, relativeDifference } of summary.counters) {
      expect(vendor).toBeCloseTo(1, 9);
      expect(relativeDifference).toBeCloseTo(0, 9);
    }
    const expected = warning === null ? [] : [expect.objectContaining({ message: expect.stringMatching(warning) })];
    expect(summary.warnings).toEqual(expected);
  });
});
