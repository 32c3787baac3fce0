import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { closeRun } from "../domain/cycles/close-run";
import { toCycleQuantities } from "../domain/cycles/cycle-totals";
import type { Run } from "../domain/cycles/runs";
import { largestCurrentA } from "../domain/cycles/shown-steps";
import { SECONDS_PER_HOUR } from "../domain/cycles/stored-quantities";
import { tallyRuns } from "../domain/cycles/test-tally";
import { testSteps } from "../domain/cycles/test-steps";
import { type SampleColumns, sliceSamples } from "../domain/samples/sample-columns";
import { importBytes, joinedSamples, readFixture, runsOf } from "../testing/files/imported-file";

// Constant-current and constant-voltage parts of real files, held against numbers that were computed apart from this code.

const expectedRun = z.object({
  run: z.int(),
  cycle: z.int(),
  line: z.int(),
  rows: z.int(),
  mode: z.enum(["charge", "discharge"]),
  control: z.enum(["CC", "CV", "CC-CV", "other"]),
  beforeAh: z.number(),
  heldAh: z.number(),
  decayBeginsLine: z.int().nullable(),
});
const expectedFiles = z.object({
  files: z.array(
    z.object({
      file: z.string(),
      restThresholdA: z.number(),
      runs: z.array(expectedRun),
      cycles: z.array(z.object({ cycle: z.int(), constantVoltageShare: z.number().nullable() })),
    }),
  ),
});
const { files } = expectedFiles.parse(JSON.parse(readFileSync("fixtures/expected/cccv.json", "utf8")));
const fixtureOf = (file: string) =>
  file.startsWith("neware/") ? file.slice(7) : `cyclers/${file.replace(/.*\//, "")}`;

/** Every run closed with the whole file's samples, of which some tails are cut short, so that it must ask for more. */
async function closedRuns(file: string) {
  const { parts } = await importBytes(readFixture(fixtureOf(file)), { startedAtUs: 1.7e15 });
  const samples = joinedSamples(parts);
  const runs = runsOf(parts);
  const restBelowA = runs.reduce((largest, run) => Math.max(largest, largestCurrentA(run)), 0) / 100;
  let from = 0;
  const closed = runs.map((run, index) => {
    const own = sliceSamples(samples, from, from + run.sampleCount);
    from += run.sampleCount;
    const { closed, more } = closeInPieces(run, own, restBelowA);
    expect(more, `run ${index}`).toBeLessThan(run.sampleCount);
    return { ...run, ...closed };
  });
  return { runs: closed, samples };
}

function closeInPieces(run: Run, own: SampleColumns, restBelowA: number) {
  for (let more = 0; ; more++) {
    const length = Math.min(4 ** more, own.length);
    const tail = sliceSamples(own, own.length - length, own.length);
    const closed = closeRun(run, tail, { restBelowA, maxGapSeconds: null });
    if (closed) return { closed, more };
    if (length === own.length) throw new Error("a whole run cannot be closed");
  }
}

describe.each(files)("$file", ({ file, runs: expected, restThresholdA, cycles }) => {
  it("splits charges and discharges as the makers' programs do", async () => {
    const { runs, samples } = await closedRuns(file);
    const firstSamples = runs.map((_, index) => runs.slice(0, index).reduce((sum, run) => sum + run.sampleCount, 0));
    const steps = testSteps(
      runs.map((run) => ({ run, cycle: run.sentCycle ?? 0 })),
      null,
    );
    expect(runs.reduce((largest, run) => Math.max(largest, largestCurrentA(run)), 0) / 100).toBeCloseTo(
      restThresholdA,
      8,
    );
    for (const { run: index, mode, control, beforeAh, heldAh, line, decayBeginsLine } of expected) {
      const run = runs[index];
      const step = steps[index];
      expect([index, step?.mode, step?.control]).toEqual([index, mode, control]);
      const wholeAs = (mode === "charge" ? run?.chargeAs : run?.dischargeAs) ?? Number.NaN;
      const tolerance = (value: number) => Math.max(1e-9, 1e-6 * value);
      const held = (run?.heldAs ?? Number.NaN) / SECONDS_PER_HOUR;
      expect(Math.abs(held - heldAh), `held of run ${index}`).toBeLessThanOrEqual(tolerance(heldAh));
      const before = wholeAs / SECONDS_PER_HOUR - held;
      expect(Math.abs(before - beforeAh), `before of run ${index}`).toBeLessThanOrEqual(tolerance(beforeAh));
      const decay = decayBeginsLine === null ? null : (firstSamples[index] ?? Number.NaN) + decayBeginsLine - line;
      expect(run?.heldFromUs, `decay of run ${index}`).toBe(decay === null ? null : samples.timeUs[decay]);
    }
  });

  it("gives the constant-voltage share of a cycle's charge", async () => {
    const { runs } = await closedRuns(file);
    const settings = { nominalCapacityAh: null, cycleStartsWith: "charge", endedAtUs: null } as const;
    const tallied = tallyRuns(runs, settings)?.cycles ?? [];
    for (const { cycle: number, constantVoltageShare } of cycles) {
      const cycle = tallied.find(({ cycle }) => cycle === number);
      if (!cycle || constantVoltageShare === null) throw new Error(`cycle ${number} is missing`);
      expect(toCycleQuantities(cycle).constantVoltageShare, `cycle ${number}`).toBeCloseTo(constantVoltageShare, 6);
    }
  });
});
