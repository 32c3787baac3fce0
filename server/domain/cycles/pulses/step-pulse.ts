import { isLikePulse } from "../close-run";
import { ohmAgainst } from "./pulses";
import type { Run } from "../runs";
import { derivedMode, movedAs } from "../shown-steps";
import { SECONDS_PER_HOUR } from "../stored-quantities";

/** After a pulse's start, s, and its last sample: at these its resistance is told. */
export const PULSE_TIMES = ["0", "1", "2", "10", "30", "end"] as const;
export type PulseTime = (typeof PULSE_TIMES)[number];

/** A pulse between two rests, against the last sample of the rest before it. */
export type StepPulse = {
  restVoltageV: number;
  /** Mean current, A; negative for a discharge. */
  currentA: number;
  /** State of charge before it: 1 where the test's net charge is highest; null without a nominal capacity. */
  socFromNominal: number | null;
  /** The same between the test's lowest and highest net charge, which are 0 and 1. */
  socFromSpan: number | null;
  /** |ΔV ÷ ΔI| by the seconds since its start, and at its last sample; null past its end. */
  resistanceOhm: Record<PulseTime, number | null>;
};

/** A pulse moves at most this share of nominal capacity, or of the net charge's span. */
const MOST_MOVED = 0.05;
/** The first sample tells the resistance at 0 s only so soon after the rest. */
const FIRST_SAMPLE_S = 1;

/** The net charge of a test, in A·s since its begin: before each run, and its extremes between runs. */
export type NetCharge = { beforeAs: number[]; leastAs: number; mostAs: number };

export function netChargeOf(runs: readonly Run[]): NetCharge {
  let chargeAs = 0;
  let [leastAs, mostAs] = [0, 0];
  const beforeAs = runs.map((run) => {
    const before = chargeAs;
    chargeAs += run.chargeAs - run.dischargeAs;
    leastAs = Math.min(leastAs, chargeAs);
    mostAs = Math.max(mostAs, chargeAs);
    return before;
  });
  return { beforeAs, leastAs, mostAs };
}

type Settings = { restBelowA: number; nominalCapacityAh: number | null };

/**
 * The pulse that a run of a test is.
 * @param runs all of the test
 * @returns null for a run that is none, is still open, or was made by older formulas
 * @see contract.md, "Pulses"
 */
export function stepPulse(
  runs: readonly Run[],
  index: number,
  netCharge: NetCharge,
  { restBelowA, nominalCapacityAh }: Settings,
): StepPulse | null {
  const isRest = (run: Run | undefined) => run !== undefined && derivedMode(run, restBelowA) === "rest";
  const run = runs[index];
  if (!run || !isRest(runs[index - 1]) || !isRest(runs[index + 1]) || !hasPulseShape(run, restBelowA)) return null;
  const nominalAs = nominalCapacityAh === null ? null : nominalCapacityAh * SECONDS_PER_HOUR;
  if (movedAs(run) > MOST_MOVED * (nominalAs ?? netCharge.mostAs - netCharge.leastAs)) return null;
  return {
    restVoltageV: run.previousVoltageV,
    currentA: (run.chargeAs - run.dischargeAs) / run.durationS,
    ...stateOfCharge(netCharge.beforeAs[index] ?? 0, netCharge, nominalAs),
    resistanceOhm: {
      "0": firstOhm(run),
      "1": run.pulseOhm1,
      "2": run.pulseOhm2,
      "10": run.pulseOhm10,
      "30": run.pulseOhm30,
      end: ohmAgainst(run, run.lastVoltageV, run.lastCurrentA),
    },
  };
}

const stateOfCharge = (beforeAs: number, { leastAs, mostAs }: NetCharge, nominalAs: number | null) => ({
  socFromNominal: nominalAs === null ? null : 1 + (beforeAs - mostAs) / nominalAs,
  socFromSpan: mostAs === leastAs ? null : (beforeAs - leastAs) / (mostAs - leastAs),
});

function firstOhm({ previousGapS, firstVoltageV, ...run }: Run & AfterSample): number | null {
  if (previousGapS === null || previousGapS > FIRST_SAMPLE_S || firstVoltageV === null) return null;
  return ohmAgainst(run, firstVoltageV, run.firstCurrentA);
}

type AfterSample = { previousVoltageV: number };

function hasPulseShape(run: Run, restBelowA: number): run is Run & AfterSample {
  const mode = derivedMode(run, restBelowA);
  if (mode !== "charge" && mode !== "discharge") return false;
  return isLikePulse(run) && run.isSteady === 1 && run.heldFromUs === null && run.previousVoltageV !== null;
}
