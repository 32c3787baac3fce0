/** The last sample before a run. */
export type SampleEnd = { lastTimeUs: number; lastTestTimeS: number | null };

/** The first sample of a run, as far as its lead-in depends on it. */
type FirstSample = { timeUs: number; testTimeS: number | null; stepTimeS: number | null };

const US_PER_S = 1e6;
/** By so much the clocks of a cycler disagree: in 18,440 first rows of real files by up to 0.030 s. */
const CLOCK_TOLERANCE_S = 0.05;
/** A test that begins with this step has counted no more before it, in s. */
const TEST_START_TOLERANCE_S = 1;

/** Time from one sample to the next of a test, in s: by test time where both carry it. Negative where the cycler's clock began again. */
export function gapBefore({ timeUs, testTimeS }: Omit<FirstSample, "stepTimeS">, previous: SampleEnd): number {
  return testTimeS !== null && previous.lastTestTimeS !== null
    ? testTimeS - previous.lastTestTimeS
    : (timeUs - previous.lastTimeUs) / US_PER_S;
}

/**
 * A cycler that logs every 30 s writes a step's first row up to 30 s into the step. Those seconds count too where the row's step time
 * proves that the step was under way and nothing else has counted them.
 * @param first the run's first sample; `stepTimeS` in s since its step began
 * @param previous the sample before it in the test; null for the test's first
 * @returns s; `uncoveredS` is what lies between the two samples and is covered neither by an interval nor by the lead-in
 * @see contract.md, "Lead-in" and "Uncovered"
 */
export function leadIn(first: FirstSample, previous: SampleEnd | null): { leadInS: number; uncoveredS: number } {
  const { testTimeS } = first;
  const stepTimeS = Math.max(first.stepTimeS ?? 0, 0);
  if (previous === null) {
    const isTestStart =
      testTimeS !== null &&
      stepTimeS <= testTimeS + CLOCK_TOLERANCE_S &&
      stepTimeS >= testTimeS - TEST_START_TOLERANCE_S;
    return { leadInS: isTestStart ? stepTimeS : 0, uncoveredS: 0 };
  }
  const gapS = gapBefore(first, previous);
  // A falling test time: another clock began, and nothing tells what went before.
  const leadInS = gapS >= 0 && stepTimeS <= gapS + CLOCK_TOLERANCE_S ? stepTimeS : 0;
  return { leadInS, uncoveredS: Math.max(gapS - leadInS, 0) };
}
