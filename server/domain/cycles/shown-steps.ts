import { isNumberedRun, type Run } from "./runs";
import { SECONDS_PER_HOUR } from "./stored-quantities";

/** What the current says a step does. Never used for integration. */
export type DerivedMode = "charge" | "discharge" | "rest" | "mixed";

/** The two thresholds of a test that tell rest from current and a counting step from a small one. */
export type StepThresholds = {
  /** A run whose largest |I| lies below this is a rest; A. */
  restCurrentA: number;
  /** A step that moved at least this counts for cycles; A·s. */
  countingAs: number;
};

const REST_SHARE_OF_NOMINAL_RATE = 1e-3;
const REST_SHARE_OF_LARGEST_CURRENT = 1e-2;
const MIXED_SHARE = 1e-2;
const COUNTING_SHARE = 1e-2;

/** The largest |I| of a run, in A. */
export function largestCurrentA(run: Pick<Run, "minCurrentA" | "maxCurrentA">): number {
  return Math.max(Math.abs(run.minCurrentA), Math.abs(run.maxCurrentA));
}

/**
 * @param nominalCapacityAh of the cell, or null while unknown
 * @param testLargestCurrentA largest |I| of the whole test, in A
 * @returns the current below which a run is a rest: a thousandth of the nominal C-rate current, else 1 % of the test's
 *   largest, in A. A fixed limit of, say, 1 mA would turn whole coin-cell tests into rest.
 */
export function restCurrentA(nominalCapacityAh: number | null, testLargestCurrentA: number): number {
  return nominalCapacityAh === null
    ? testLargestCurrentA * REST_SHARE_OF_LARGEST_CURRENT
    : nominalCapacityAh * REST_SHARE_OF_NOMINAL_RATE;
}

/** The charge above which a step counts: 1 % of nominal, else of the test's largest step; in A·s. */
export function countingThresholdAs(nominalCapacityAh: number | null, testLargestStepAs: number): number {
  return (nominalCapacityAh === null ? testLargestStepAs : nominalCapacityAh * SECONDS_PER_HOUR) * COUNTING_SHARE;
}

/** The mode of one run or step, by its currents and what it moved. */
export function derivedMode(
  run: Pick<Run, "minCurrentA" | "maxCurrentA" | "chargeAs" | "dischargeAs">,
  restBelowA: number,
): DerivedMode {
  const largestA = largestCurrentA(run);
  if (largestA === 0 || largestA < restBelowA) return "rest";
  if (run.chargeAs === 0 && run.dischargeAs === 0) {
    // A single sample, or samples at one time: no charge moved, so the sign of the current decides.
    if (run.minCurrentA >= 0) return "charge";
    return run.maxCurrentA <= 0 ? "discharge" : "mixed";
  }
  if (run.dischargeAs < run.chargeAs * MIXED_SHARE) return "charge";
  return run.chargeAs < run.dischargeAs * MIXED_SHARE ? "discharge" : "mixed";
}

/** What a step moved: the larger of its charge and discharge, in A·s. */
export function movedAs(step: Pick<Run, "chargeAs" | "dischargeAs">): number {
  return Math.max(step.chargeAs, step.dischargeAs);
}

/**
 * Whether a run is shown as one step with the one before it: neighbouring runs that the cycler did not number, of one
 * derived mode and one cycle. (Noise around zero current would otherwise show a rest as hundreds of steps.)
 */
export function isSameShownStep(
  previous: Pick<Run, "step" | "stepCount" | "sentCycle">,
  previousMode: DerivedMode,
  run: Pick<Run, "step" | "stepCount" | "sentCycle">,
  mode: DerivedMode,
): boolean {
  return (
    !isNumberedRun(previous) && !isNumberedRun(run) && previousMode === mode && previous.sentCycle === run.sentCycle
  );
}

export type ShownStep = {
  mode: DerivedMode;
  /** Index of the first and one past the last of its runs. */
  fromRun: number;
  toRun: number;
  chargeAs: number;
  dischargeAs: number;
};

/** The steps that are shown of the runs of one test, in order. */
export function toShownSteps(runs: readonly Run[], restBelowA: number): ShownStep[] {
  const steps: ShownStep[] = [];
  let previousRun: Run | undefined;
  runs.forEach((run, index) => {
    const mode = derivedMode(run, restBelowA);
    const open = steps.at(-1);
    if (open && previousRun && isSameShownStep(previousRun, open.mode, run, mode)) {
      open.toRun = index + 1;
      open.chargeAs += run.chargeAs;
      open.dischargeAs += run.dischargeAs;
    } else {
      steps.push({
        mode,
        fromRun: index,
        toRun: index + 1,
        chargeAs: run.chargeAs,
        dischargeAs: run.dischargeAs,
      });
    }
    previousRun = run;
  });
  return steps;
}

/**
 * Whether the samples of a step leave a gap worth a warning: its longest interval is over 60 s and over ten times the
 * mean of its others. Not with fewer than three intervals; a lead-in is none.
 */
export function hasGap(step: Pick<Run, "intervalCount" | "durationS" | "leadInS" | "longestIntervalS">): boolean {
  if (step.intervalCount < 3 || step.longestIntervalS <= 60) return false;
  const meanOfOthersS = (step.durationS - step.leadInS - step.longestIntervalS) / (step.intervalCount - 1);
  return step.longestIntervalS > 10 * meanOfOthersS;
}
