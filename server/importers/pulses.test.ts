import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { closeRun } from "../domain/cycles/close-run";
import { largestCurrentA, restCurrentA } from "../domain/cycles/shown-steps";
import { testSteps } from "../domain/cycles/test-steps";
import { sliceSamples } from "../domain/samples/sample-columns";
import { importBytes, joinedSamples, readFixture, runsOf } from "../testing/files/imported-file";

// Pulses of a real file, held against numbers that were computed apart from this code.

const ohm = z.number().nullable();
const expectedPulse = z.object({
  run: z.int(),
  mode: z.enum(["charge", "discharge"]),
  startedAtS: z.number(),
  durationS: z.number(),
  currentA: z.number(),
  restVoltageV: z.number(),
  socFromSpan: z.number(),
  socFromNominal: z.number().nullish(),
  resistanceOhm: z.object({ "0": ohm, "1": ohm, "2": ohm, "10": ohm, "30": ohm, end: ohm }),
});
const expectedFiles = z.object({
  files: z.array(
    z.object({
      file: z.string(),
      nominalCapacityAh: z.number().nullish().default(null),
      pulses: z.array(expectedPulse),
    }),
  ),
});
const { files } = expectedFiles.parse(JSON.parse(readFileSync("fixtures/expected/pulses.json", "utf8")));
const fixtureOf = (file: string) => `cyclers/${file.replace(/.*\//, "")}`;
const STARTED_AT_US = 1.7e15;

it.each(files)("tells the pulses of $file", async ({ file, nominalCapacityAh, pulses: expected }) => {
  const { parts } = await importBytes(readFixture(fixtureOf(file)), { startedAtUs: STARTED_AT_US });
  const samples = joinedSamples(parts);
  const runs = runsOf(parts);
  const largestA = runs.reduce((largest, run) => Math.max(largest, largestCurrentA(run)), 0);
  const restBelowA = restCurrentA(nominalCapacityAh, largestA);
  let from = 0;
  const stored = runs.map((run) => {
    const own = sliceSamples(samples, from, from + run.sampleCount);
    from += run.sampleCount;
    return { cycle: 1, run: { ...run, ...closeRun(run, own, { restBelowA, maxGapSeconds: null }) } };
  });
  const steps = testSteps(stored, nominalCapacityAh);
  expect(steps.filter(({ control }) => control === "pulse").map(({ index }) => index)).toEqual(
    expected.map(({ run }) => run),
  );
  for (const pulse of expected) {
    const step = steps[pulse.run];
    expect(step?.mode).toBe(pulse.mode);
    const leadInS = runs[pulse.run]?.leadInS ?? Number.NaN;
    expect(((step?.startedAtUs ?? 0) - STARTED_AT_US) / 1e6 - leadInS).toBeCloseTo(pulse.startedAtS, 3);
    expect(step?.durationS).toBeCloseTo(pulse.durationS, 3);
    expect(step?.pulse?.restVoltageV).toBeCloseTo(pulse.restVoltageV, 7);
    expect(step?.pulse?.socFromSpan).toBeCloseTo(pulse.socFromSpan, 6);
    // The mean here, the median there: all of a pulse lies within 2 % of it.
    expect(Math.abs((step?.pulse?.currentA ?? Number.NaN) / pulse.currentA - 1), "current").toBeLessThanOrEqual(0.02);
    if (pulse.socFromNominal != null) expect(step?.pulse?.socFromNominal).toBeCloseTo(pulse.socFromNominal, 6);
    for (const [time, value] of Object.entries(pulse.resistanceOhm)) {
      const own = step?.pulse?.resistanceOhm[time as keyof typeof pulse.resistanceOhm] ?? null;
      if (value === null) expect(own, `at ${time}`).toBeNull();
      else expect(Math.abs((own ?? Number.NaN) / value - 1), `at ${time}`).toBeLessThanOrEqual(1e-6);
    }
  }
});
