import { describe, expect, it } from "vitest";
import { type Sample, sliceSamples, toSampleColumns } from "../samples/sample-columns";
import { closeRun, closeWithoutSamples, isClosedFor, samplesToClose } from "./close-run";
import { splitIntoRuns } from "./runs";
import { stepControl, stepParts } from "./step-control";

const SETTINGS = { restBelowA: 0.001, maxGapSeconds: null };

/** One step of the cycler's program: [V, A] every ten seconds, the first row at `leadInS` into the step. */
function runOf(rows: readonly (readonly [number, number])[], leadInS = 0) {
  const samples = toSampleColumns(
    rows.map(([voltageV, currentA], index): Sample => {
      const timeS = leadInS + 10 * index;
      return { timeUs: timeS * 1e6, testTimeS: timeS, stepTimeS: timeS, record: 0, step: 1, voltageV, currentA };
    }),
  );
  const [run] = splitIntoRuns(samples, null, null);
  if (!run) throw new Error("samples make a run");
  return { run, samples };
}

function closed(rows: readonly (readonly [number, number])[], leadInS = 0, restBelowA = SETTINGS.restBelowA) {
  const { run, samples } = runOf(rows, leadInS);
  const found = closeRun(run, samples, { ...SETTINGS, restBelowA });
  if (!found) throw new Error("all samples are there");
  return { ...run, ...found };
}

const controlOf = (run: ReturnType<typeof closed>, mode: "charge" | "discharge" = "charge") => stepControl([run], mode);

/** 1 A up to 4.2 V, then held while the current halves, thrice. */
const CC_CV = [
  [3.8, 1],
  [4.0, 1],
  [4.2, 1],
  [4.2, 0.5],
  [4.2, 0.25],
  [4.2, 0.125],
] as const;

describe("a charge whose voltage is held at its end", () => {
  it("is split where the current begins to fall", () => {
    const run = closed(CC_CV);
    expect(controlOf(run)).toBe("CC-CV");
    expect(run.heldFromUs).toBe(20e6);
    expect(run.heldS).toBe(30);
    expect(run.heldAs).toBeCloseTo(13.125, 12); // 10 s × (0.75 + 0.375 + 0.1875) A
    expect(run.heldWs).toBeCloseTo(55.125, 12); // 13.125 A·s × 4.2 V
    const parts = stepParts([run], "charge");
    expect(parts?.constantCurrent.capacityAh).toBeCloseTo(20 / 3600, 12); // 20 s × 1 A
    expect(parts?.constantCurrent.energyWh).toBeCloseTo(80 / 3600, 12); // 10 s × 3.9 W + 10 s × 4.1 W
    expect(parts?.constantCurrent.durationS).toBe(20);
  });

  it("is split so when it discharges, too", () => {
    const run = closed(CC_CV.map(([voltageV, currentA]) => [7 - voltageV, -currentA] as const));
    expect(controlOf(run, "discharge")).toBe("CC-CV");
    expect(run.heldAs).toBeCloseTo(13.125, 12);
  });

  it("keeps its lead-in before the held part, and in it where that is all of the step", () => {
    expect(closed(CC_CV, 5).heldS).toBe(30);
    const held = closed(CC_CV.slice(2), 5);
    expect(controlOf(held)).toBe("CV");
    expect(held.heldS).toBe(35);
    expect(held.heldAs).toBeCloseTo(18.125, 12); // 5 s × 1 A and 13.125 A·s
  });

  it("ends with its last row that has current", () => {
    const run = closed([...CC_CV, [4.1, 0], [4.1, 0]]);
    expect(controlOf(run)).toBe("CC-CV");
    expect(run.heldAs).toBeCloseTo(13.75, 12); // and 10 s × 0.0625 A down to 0
    expect([run.closedAboveA, run.closedUpToA]).toEqual([0, 0.125]);
  });

  it("needs no more than its end where its current stayed the same before", () => {
    const { run, samples } = runOf(CC_CV);
    expect(closeRun(run, sliceSamples(samples, 3, 6), SETTINGS), "the stretch may begin earlier").toBeNull();
    expect(closeRun(run, sliceSamples(samples, 1, 6), SETTINGS)).toEqual(closeRun(run, samples, SETTINGS));
  });
});

it("is CC where the current stays within 2 %, the first row excepted, and needs no samples for it", () => {
  const rows = [
    [3.5, 0.3],
    [3.6, 1],
    [3.7, 1.01],
    [3.8, 0.995],
  ] as const;
  const { run, samples } = runOf(rows);
  expect(closeWithoutSamples(run, SETTINGS)).toEqual(closeRun(run, samples, SETTINGS));
  expect(controlOf(closed(rows))).toBe("CC");
  expect(controlOf(closed([...rows, [3.9, 1.05]]))).toBe("other");
});

it("judges by the median what lies within 2 % of it, though not of each other", () => {
  // Median 1: 0.985 and 1.015 lie 3 % apart, each 1.5 % from it.
  const rows = [1, 0.985, 1, 1, 1.015].map((currentA, index) => [3.5 + index / 10, currentA] as const);
  const { run, samples } = runOf(rows);
  expect(closeWithoutSamples(run, SETTINGS)).toBeNull();
  expect(closeRun(run, sliceSamples(samples, 2, 5), SETTINGS), "the first rows decide").toBeNull();
  expect(controlOf(closed(rows))).toBe("CC");
});

it("has no held part of fewer than three samples, nor where the current fell by less than 5 %", () => {
  const flat = (currents: readonly number[]) => closed(currents.map((currentA) => [4.2, currentA] as const));
  expect(flat([1, 0.97, 0.96]).heldFromUs).toBeNull();
  expect(flat([1, 0.97, 0.95]).heldFromUs).toBe(0);
  expect(
    closed([
      [4.0, 1],
      [4.2, 1],
      [4.2, 0.5],
    ]).heldFromUs,
  ).toBeNull();
});

it("says for which rest thresholds it holds", () => {
  const run = closed(CC_CV);
  expect([isClosedFor(run, 0), isClosedFor(run, 0.125), isClosedFor(run, 0.126)]).toEqual([true, true, false]);
  expect(closed(CC_CV, 0, 0.3)).toMatchObject({ heldFromUs: null, closedAboveA: 0.25, closedUpToA: 0.5 });
  expect(closed(CC_CV, 0, 2), "all of it is rest").toMatchObject({ heldAs: 0, closedAboveA: 1 });
});

it("reads all samples of what may be a pulse, and so many as are asked for of others", () => {
  const rows = Array.from({ length: 8 }, () => [3.7, 1] as const);
  const { run } = runOf(rows);
  const pulse = { ...run, previousGapS: 1, leadInS: 0, durationS: 70 };
  expect(samplesToClose(pulse, 3)).toBe(8);
  expect(samplesToClose(pulse, 20)).toBe(20);
  expect(samplesToClose({ ...pulse, durationS: 121 }, 3)).toBe(3); // longer than any pulse
  expect(samplesToClose({ ...pulse, previousGapS: null }, 3)).toBe(3); // no rest before it
});
