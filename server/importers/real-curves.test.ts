import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { beforeHeld, capacityAlong, type CurveRun } from "../domain/curves/curve-samples";
import { interpolated, monotoneBranch } from "../domain/curves/monotone-branch";
import { capacityPerVolt, voltageOverCapacity } from "../domain/curves/run-curves";
import { closeRun } from "../domain/cycles/close-run";
import { largestCurrentA } from "../domain/cycles/shown-steps";
import { SECONDS_PER_HOUR } from "../domain/cycles/stored-quantities";
import { sliceSamples } from "../domain/samples/sample-columns";
import { importBytes, joinedSamples, readFixture, runsOf } from "../testing/files/imported-file";

// Curves of real files, held against numbers that were computed apart from this code.

const halfCycle = z.object({
  mode: z.enum(["charge", "discharge"]),
  cycle: z.int(),
  samplesOnBranch: z.int(),
  samplesOffBranch: z.int(),
  voltageV: z.array(z.number()),
  capacityAh: z.array(z.number()),
  dQdVFirstGridVoltageV: z.number(),
  dQdVGridStepV: z.number(),
  dQdVAhPerV: z.array(z.number()),
  peaks: z.array(z.object({ voltageV: z.number(), heightAhPerV: z.number() })),
});
const { files } = z
  .object({ files: z.array(z.object({ file: z.string(), halfCycles: z.array(halfCycle) })) })
  .parse(JSON.parse(readFileSync("fixtures/expected/curves.json", "utf8")));
const fixtureOf = (file: string) =>
  file.startsWith("neware/") ? file.slice(7) : `cyclers/${file.replace(/.*\//, "")}`;

const SAVGOL = { method: "savgol", window: 11, order: 3 } as const;

/** The run of a mode that moved most in each cycle, as curves take it. */
async function largestRuns(file: string) {
  const { parts } = await importBytes(readFixture(fixtureOf(file)), { startedAtUs: 1.7e15 });
  const samples = joinedSamples(parts);
  const runs = runsOf(parts);
  const restBelowA = runs.reduce((largest, run) => Math.max(largest, largestCurrentA(run)), 0) / 100;
  const found = new Map<string, { run: CurveRun; capacityAh: number }>();
  let from = 0;
  for (const run of runs) {
    const own = sliceSamples(samples, from, from + run.sampleCount);
    from += run.sampleCount;
    const held = closeRun(run, own, { restBelowA, maxGapSeconds: null })?.heldFromUs ?? null;
    for (const [mode, sign, movedAs] of [
      ["charge", 1, run.chargeAs],
      ["discharge", -1, run.dischargeAs],
    ] as const) {
      const key = `${mode} ${run.sentCycle}`;
      const capacityAh = movedAs / SECONDS_PER_HOUR;
      if (capacityAh <= (found.get(key)?.capacityAh ?? 0)) continue;
      const curveRun = { samples: own, sign, leadInS: run.leadInS, heldFromUs: held, maxGapSeconds: null };
      found.set(key, { run: curveRun, capacityAh });
    }
  }
  return found;
}

type Peak = z.output<typeof halfCycle>["peaks"][number];
function expectPeak({ x, y }: { x: Float64Array; y: Float64Array }, { voltageV, heightAhPerV }: Peak): void {
  const at = x.findIndex((voltage) => Math.abs(voltage - voltageV) < 1e-6);
  expect((y[at] ?? Number.NaN) / heightAhPerV).toBeCloseTo(1, 3);
  expect(y[at]).toBeGreaterThanOrEqual(Math.max(y[at - 1] ?? 0, y[at + 1] ?? 0));
}

describe.each(files)("$file", ({ file, halfCycles }) => {
  it("gives the curves of the references", async () => {
    const runs = await largestRuns(file);
    for (const expected of halfCycles) {
      const { mode, cycle, voltageV } = expected;
      const sign = mode === "charge" ? 1 : -1;
      const { run, capacityAh } = runs.get(`${mode} ${cycle}`) ?? {};
      if (!run || capacityAh === undefined) throw new Error(`${file} has no ${mode} in cycle ${cycle}`);

      // Q at even voltages of the branch, within 1e-6 or 1e-9 Ah.
      const constantCurrent = beforeHeld(run);
      const moved = capacityAlong({ ...run, samples: constantCurrent });
      const { branch, offBranch } = monotoneBranch(constantCurrent.voltageV, moved, sign);
      expect([branch.x.length, offBranch]).toEqual([expected.samplesOnBranch, expected.samplesOffBranch]);
      const places = Float64Array.from(voltageV, (voltage) => sign * voltage);
      interpolated(branch, places).forEach((value, index) => {
        const reference = expected.capacityAh[index] ?? Number.NaN;
        // The voltages are given to seven decimals, between which a steep curve moves.
        expect(Math.abs(value - reference)).toBeLessThanOrEqual(Math.max(1e-9, 1e-6 * reference, 1e-7 * capacityAh));
      });

      // dQ/dV at every multiple of 5 mV, within 1e-5 of its largest.
      const { x, y, note } = capacityPerVolt(run, { gridV: expected.dQdVGridStepV, smoothing: SAVGOL });
      expect(x).toHaveLength(expected.dQdVAhPerV.length);
      expect(x[0]).toBeCloseTo(expected.dQdVFirstGridVoltageV, 9);
      expect(note === null).toBe(offBranch === 0);
      const largest = Math.max(...expected.dQdVAhPerV.map(Math.abs));
      y.forEach((value, index) => {
        expect(Math.abs(value - (expected.dQdVAhPerV[index] ?? Number.NaN))).toBeLessThanOrEqual(1e-5 * largest);
      });
      for (const peak of expected.peaks) expectPeak({ x, y }, peak);

      // V–Q ends with the run's capacity, however few points are drawn.
      for (const points of [40, 1e6]) {
        const drawn = voltageOverCapacity(run, points);
        expect(drawn.x.length).toBeLessThanOrEqual(points);
        expect((drawn.x.at(-1) ?? 0) / capacityAh).toBeCloseTo(1, 12);
      }
    }
  });
});
