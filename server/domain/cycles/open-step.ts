import type { Run } from "./runs";
import { type DerivedMode, derivedMode, isSameShownStep, movedAs } from "./shown-steps";

/** The last shown step of the folded runs. Later runs may still go on with it. */
export type OpenStep = {
  mode: DerivedMode;
  chargeAs: number;
  dischargeAs: number;
  lastRun: Pick<Run, "step" | "stepCount" | "sentCycle">;
};

/** The open step with one more run, or the one that this run opens. */
export function joinStep(step: OpenStep | null, run: Run, mode: DerivedMode): OpenStep {
  const joined = step && isSameShownStep(step.lastRun, step.mode, run, mode) ? step : { chargeAs: 0, dischargeAs: 0 };
  return {
    mode,
    chargeAs: joined.chargeAs + run.chargeAs,
    dischargeAs: joined.dischargeAs + run.dischargeAs,
    lastRun: { step: run.step, stepCount: run.stepCount, sentCycle: run.sentCycle },
  };
}

/** The largest shown step, over those before and those that the new runs make or grow. */
export function largestStepAfter(
  { step, largestStepAs }: { step: OpenStep | null; largestStepAs: number },
  runs: readonly Run[],
  restBelowA: number,
): number {
  let largestAs = largestStepAs;
  let open = step;
  for (const run of runs) {
    open = joinStep(open, run, derivedMode(run, restBelowA));
    largestAs = Math.max(largestAs, movedAs(open));
  }
  return largestAs;
}
