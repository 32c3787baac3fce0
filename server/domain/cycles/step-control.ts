import type { Run } from "./runs";
import type { DerivedMode } from "./shown-steps";
import { SECONDS_PER_HOUR } from "./stored-quantities";

export const STEP_CONTROLS = ["CC", "CV", "CC-CV", "pulse", "rest", "other"] as const;
export type StepControl = (typeof STEP_CONTROLS)[number];

/** A part of a step, with what it moved in the step's direction. */
export type StepPart = {
  startedAtUs: number;
  endedAtUs: number;
  durationS: number;
  capacityAh: number;
  energyWh: number;
};

/** The two parts of a step whose voltage is held at its end; they sum to the step. */
export type StepParts = { constantCurrent: StepPart; constantVoltage: StepPart };

/** A step of which less than this share was moved before its voltage was held has no constant-current part. */
const LEAST_SHARE = 0.01;

type Closed = Run & { heldAs: number; isSteady: number };
const isClosed = (run: Run): run is Closed => run.heldAs !== null && run.isSteady !== null;

/**
 * How the current of a step was controlled, by what was computed when its runs closed.
 * @returns null where one of its runs is open, or older formulas made it
 * @see contract.md, "CC–CV"
 */
export function stepControl(runs: readonly Run[], mode: DerivedMode): StepControl | null {
  if (mode === "rest") return "rest";
  if (!runs.every(isClosed)) return null;
  if (mode === "mixed") return "other";
  const controls = new Set(runs.filter(isClosed).map((run) => controlOf(run, mode)));
  const [only, ...others] = controls;
  return only === undefined || others.length > 0 ? "other" : only;
}

function controlOf(run: Closed, mode: "charge" | "discharge"): StepControl {
  if (run.heldFromUs === null) return run.isSteady ? "CC" : "other";
  const wholeAs = mode === "charge" ? run.chargeAs : run.dischargeAs;
  if (wholeAs - run.heldAs < LEAST_SHARE * wholeAs) return "CV";
  return run.isSteady ? "CC-CV" : "other";
}

/** The parts of a step that is one run; null where no part of it is held at one voltage, or it is not known. */
export function stepParts(runs: readonly Run[], mode: DerivedMode): StepParts | null {
  const [run, ...others] = runs;
  if (!run || others.length > 0 || mode === "rest" || mode === "mixed") return null;
  const { heldFromUs, heldAs, heldWs, heldS } = run;
  if (heldFromUs === null || heldAs === null || heldWs === null || heldS === null) return null;
  const [wholeAs, wholeWs] = mode === "charge" ? [run.chargeAs, run.chargeWs] : [run.dischargeAs, run.dischargeWs];
  return {
    constantCurrent: {
      startedAtUs: run.firstTimeUs,
      endedAtUs: heldFromUs,
      durationS: run.durationS - heldS,
      capacityAh: (wholeAs - heldAs) / SECONDS_PER_HOUR,
      energyWh: (wholeWs - heldWs) / SECONDS_PER_HOUR,
    },
    constantVoltage: {
      startedAtUs: heldFromUs,
      endedAtUs: run.lastTimeUs,
      durationS: heldS,
      capacityAh: heldAs / SECONDS_PER_HOUR,
      energyWh: heldWs / SECONDS_PER_HOUR,
    },
  };
}
