import { describe, expect, it } from "vitest";
import { type Sample, toSampleColumns } from "../samples/sample-columns";
import { leadIn } from "./lead-in";
import { type Run, splitIntoRuns } from "./runs";

const START_US = 1.7e15;

/** A sample at a second of the test, whose clock runs along. */
const at = (testTimeS: number, given: Partial<Sample>): Sample => ({
  timeUs: START_US + testTimeS * 1e6,
  record: 0,
  voltageV: 4,
  currentA: 0,
  testTimeS,
  ...given,
});

describe("leadIn", () => {
  const previous = { lastTimeUs: START_US, lastTestTimeS: 100 };
  const first = (stepTimeS: number | null, testTimeS: number | null = 130) => ({
    timeUs: START_US + 30e6,
    testTimeS,
    stepTimeS,
  });

  it.each<[string, Parameters<typeof leadIn>, { leadInS: number; uncoveredS: number }]>([
    ["counts the step time that fills the gap", [first(30), previous], { leadInS: 30, uncoveredS: 0 }],
    ["leaves uncovered what it does not fill", [first(20), previous], { leadInS: 20, uncoveredS: 10 }],
    ["allows clocks 0.05 s", [first(30.05), previous], { leadInS: 30.05, uncoveredS: 0 }],
    ["counts no step that was under way", [first(30.06), previous], { leadInS: 0, uncoveredS: 30 }],
    ["counts nothing without a step time", [first(null), previous], { leadInS: 0, uncoveredS: 30 }],
    ["counts nothing of a step time of 0 or less", [first(-3), previous], { leadInS: 0, uncoveredS: 30 }],
    // No test time on one side: the wall clock says 30 s, too.
    ["takes the time where a test time is missing", [first(30, null), previous], { leadInS: 30, uncoveredS: 0 }],
    ["counts nothing behind a falling test time", [first(3, 5), previous], { leadInS: 0, uncoveredS: 0 }],
    ["counts from the test's own start", [first(30, 30), null], { leadInS: 30, uncoveredS: 0 }],
    ["allows the test's start 1 s", [first(29, 30), null], { leadInS: 29, uncoveredS: 0 }],
    // The test ran for 60 s, the step for 30: what went before is not in the file, nor is the step's beginning proved.
    ["counts no first sample of a later step", [first(30, 60), null], { leadInS: 0, uncoveredS: 0 }],
    ["counts no first sample without a test time", [first(30, null), null], { leadInS: 0, uncoveredS: 0 }],
    ["counts no step that is older than its test", [first(31, 30), null], { leadInS: 0, uncoveredS: 0 }],
  ])("%s", (_, args, expected) => {
    expect(leadIn(...args)).toEqual(expected);
  });
});

describe("splitIntoRuns", () => {
  /** A rest, then a charge of 2 A that is first logged 30 s into its step. */
  const samples = [
    at(0, { step: 1, stepTimeS: 0 }),
    at(60, { step: 1, stepTimeS: 60 }),
    at(90, { step: 2, stepTimeS: 30, currentA: 2 }),
    at(150, { step: 2, stepTimeS: 90, currentA: 1 }),
  ];
  const split = (maxGapSeconds: number | null = null) => splitIntoRuns(toSampleColumns(samples), null, maxGapSeconds);

  it("adds the lead-in with the first sample's current and voltage held", () => {
    const [rest, charge] = split();
    expect(rest).toMatchObject({ leadInS: 0, durationS: 60, uncoveredS: 0, chargeAs: 0 });
    expect(charge).toMatchObject({
      leadInS: 30,
      durationS: 90, // 30 + 60
      uncoveredS: 0,
      chargeAs: 150, // 2 × 30 + (2 + 1)/2 × 60
      chargeWs: 600, // at 4 V
      dischargeAs: 0,
      intervalCount: 1, // the lead-in is none
      longestIntervalS: 60,
    });
  });

  it("integrates no lead-in over the cell's longest gap, and keeps its seconds", () => {
    expect(split(29)[1]).toMatchObject({ chargeAs: 0, durationS: 90, leadInS: 30 });
    expect(split(30)[1]).toMatchObject({ chargeAs: 60 }); // 2 × 30; the interval of 60 s is over the limit
  });

  it("equals itself to the last bit, wherever the samples are cut", () => {
    const atOnce = split();
    for (let cut = 0; cut <= samples.length; cut++) {
      const head = splitIntoRuns(toSampleColumns(samples.slice(0, cut)), null, null);
      const tail = splitIntoRuns(toSampleColumns(samples.slice(cut)), head.at(-1) ?? null, null);
      expect([...head.slice(0, -1), ...tail]).toEqual(atOnce);
    }
  });

  it("goes on behind a run that is closed", () => {
    const [rest] = split();
    const charge = splitIntoRuns(toSampleColumns(samples.slice(2)), null, null, rest as Run);
    expect(charge).toEqual(split().slice(1));
  });

  it("books uncovered time to the later run", () => {
    const [, charge] = splitIntoRuns(
      toSampleColumns(samples.map((sample) => ({ ...sample, stepTimeS: null }))),
      null,
      null,
    );
    expect(charge).toMatchObject({ leadInS: 0, uncoveredS: 30, chargeAs: 90 });
  });
});
