import type { SentMode } from "../samples/sample-columns";
import { healthAt } from "./cell-health";
import type { CellDesign, TestType } from "./cell-design";
import {
  type Circuit,
  circuitOf,
  kneeFor,
  type Lags,
  lagsAfter,
  lagsWhenFull,
  openCircuitV,
  overpotentialV,
} from "./circuit";

/** One step of a cycle, with all that is needed to tell its samples. Currents are positive on charge. */
export type PlannedStep = {
  step: number;
  stepCount: number;
  mode: SentMode;
  /** Since the start of the test. */
  startMs: number;
  durationMs: number;
  currentA: number;
  /** Of a step that holds the voltage: the current at its knots, evenly spaced in time; it is linear between them. */
  taperA: readonly number[] | null;
  /** Samples at density 1. */
  samples: number;
  /** State of charge at its start, and what it gains a second. */
  charged: number;
  chargedPerS: number;
  lags: Lags;
};

export type CyclePlan = { cycle: number; steps: PlannedStep[]; endMs: number; circuit: Circuit; kneeV: number };

type Program = {
  chargeRateC: number;
  dischargeRateC: number;
  /** The discharge is cut into that many equal steps, with rests between them. */
  pulses: number;
  samples: { charge: number; rest: number; pulse: number; pulseRest: number };
};

/** Both take about two and a half hours and 57 samples, with a last rest of 1–2 % of that. */
const PROGRAMS: Record<TestType, Program> = {
  standard: {
    chargeRateC: 0.9,
    dischargeRateC: 1,
    pulses: 1,
    samples: { charge: 16, rest: 5, pulse: 22, pulseRest: 0 },
  },
  pulsed: { chargeRateC: 1, dischargeRateC: 2, pulses: 5, samples: { charge: 13, rest: 4, pulse: 4, pulseRest: 2 } },
};

/** The cycler's program; a pulsed discharge goes back from 5 to 4. */
const STEP = { charge: 1, hold: 2, restCharged: 3, discharge: 4, restInPulses: 5, restDischarged: 6 };
const REST_CHARGED_MS = 600_000;
const REST_IN_PULSES_MS = 555_000;
const REST_DISCHARGED_MS = 130_000;
const SAMPLES_BETWEEN_CYCLES = 4;
const CUT_OFF_RATE_C = 0.05;
const TAPER_KNOTS = 8;
/** What a cycler needs to go from one step to the next; no current flows, and no two samples share a time. */
export const SWITCHING_MS = 100;
const MS_PER_S = 1000;
const MS_PER_HOUR = 3_600_000;
const LONGEST_CC_SHARE = 0.99;
const BISECTIONS = 34;

/** A step before it has a place in time and in the state of charge. */
type Draft = Pick<PlannedStep, "step" | "mode" | "durationMs" | "currentA" | "taperA" | "samples">;

/**
 * One cycle of a cell: charge at constant current to the upper limit, hold, rest, discharge, rest. The charge it is to move is given,
 * and every step ends where its share of that is moved.
 * @param startMs since the start of the test
 */
export function planCycle(cell: CellDesign, cycle: number, startMs: number): CyclePlan {
  const health = healthAt(cell, cycle);
  const circuit = circuitOf(cell, health);
  const program = PROGRAMS[cell.testType];
  const cutOffA = CUT_OFF_RATE_C * cell.nominalCapacityAh;
  const dischargeAh = health.dischargeCapacityAh;
  const chargeAh = dischargeAh / health.coulombicEfficiency;

  const discharge = draftDischarge(program, cell.nominalCapacityAh, dischargeAh);
  const { whenEmpty, atEnd, lastCurrentA } = followDischarge(circuit, discharge, lagsWhenFull(circuit, cutOffA, 0));
  const kneeV = kneeFor(circuit, lastCurrentA, whenEmpty);
  // The cycle before ended like this one, but for a hair.
  const charge = draftCharge(program, { circuit, kneeV, lags: atEnd, chargeAh, cutOffA });
  const steps = layOut([...charge, ...discharge], { cycle, startMs, circuit, lags: atEnd, chargeAh, dischargeAh });
  const last = steps.at(-1);
  return { cycle, steps, endMs: last ? last.startMs + last.durationMs : startMs, circuit, kneeV };
}

const rest = (step: number, durationMs: number, samples: number): Draft => ({
  step,
  mode: "rest",
  durationMs,
  currentA: 0,
  taperA: null,
  samples,
});

function draftDischarge(program: Program, nominalAh: number, dischargeAh: number): Draft[] {
  const { pulses, samples } = program;
  const currentA = -program.dischargeRateC * nominalAh;
  const durationMs = Math.round((dischargeAh / pulses / -currentA) * MS_PER_HOUR);
  const pulse: Draft = {
    step: STEP.discharge,
    mode: "discharge",
    durationMs,
    currentA,
    taperA: null,
    samples: samples.pulse,
  };
  const steps = [rest(STEP.restCharged, REST_CHARGED_MS, samples.rest), pulse];
  for (let count = 1; count < pulses; count++) {
    steps.push(rest(STEP.restInPulses, REST_IN_PULSES_MS, samples.pulseRest), pulse);
  }
  return [...steps, rest(STEP.restDischarged, REST_DISCHARGED_MS, SAMPLES_BETWEEN_CYCLES)];
}

/** The lags when the last discharging step ends, and when the rest after it does. */
function followDischarge(circuit: Circuit, steps: readonly Draft[], whenFull: Lags) {
  let lags = whenFull;
  let whenEmpty = whenFull;
  let lastCurrentA = 0;
  for (const { currentA, durationMs } of steps) {
    lags = lagsAfter(circuit, lags, currentA, durationMs / MS_PER_S);
    if (currentA < 0) [whenEmpty, lastCurrentA] = [lags, currentA];
  }
  return { whenEmpty, atEnd: lags, lastCurrentA };
}

type ChargeInput = { circuit: Circuit; kneeV: number; lags: Lags; chargeAh: number; cutOffA: number };

function draftCharge(program: Program, input: ChargeInput): Draft[] {
  const { circuit, chargeAh, cutOffA } = input;
  const currentA = program.chargeRateC * circuit.nominalCapacityAh;
  const durationMs = Math.round(timeToUpperLimitS(input, currentA) * MS_PER_S);
  const leftAh = chargeAh - (currentA * durationMs) / MS_PER_HOUR;
  const taperA = Array.from(
    { length: TAPER_KNOTS + 1 },
    (_, knot) => currentA * (cutOffA / currentA) ** (knot / TAPER_KNOTS),
  );
  const meanA = taperA.reduce((sum, kneeA) => sum + kneeA, -(currentA + cutOffA) / 2) / TAPER_KNOTS;
  const charge = { mode: "charge", currentA } as const;
  return [
    { ...charge, step: STEP.charge, durationMs, taperA: null, samples: program.samples.charge },
    {
      ...charge,
      step: STEP.hold,
      durationMs: Math.round((leftAh / meanA) * MS_PER_HOUR),
      taperA,
      samples: TAPER_KNOTS,
    },
  ];
}

/** How long the charge at constant current lasts until the voltage reaches the upper limit. The voltage only rises, so halving finds it. */
function timeToUpperLimitS({ circuit, kneeV, lags, chargeAh }: ChargeInput, currentA: number): number {
  const wholeS = (chargeAh / currentA) * (MS_PER_HOUR / MS_PER_S);
  let [below, above] = [0, LONGEST_CC_SHARE * wholeS];
  for (let count = 0; count < BISECTIONS; count++) {
    const middle = (below + above) / 2;
    const lagged = lagsAfter(circuit, lags, currentA, middle);
    const voltageV = openCircuitV(circuit, middle / wholeS, kneeV) + overpotentialV(circuit, currentA, lagged);
    if (voltageV < circuit.maxVoltageV) below = middle;
    else above = middle;
  }
  return below;
}

type Place = { cycle: number; startMs: number; circuit: Circuit; lags: Lags; chargeAh: number; dischargeAh: number };

/** Gives every step its place in time, in the count of steps and in the state of charge. */
function layOut(drafts: readonly Draft[], place: Place): PlannedStep[] {
  const { circuit, cycle } = place;
  let { startMs, lags } = place;
  let charged = 0;
  return drafts.map((draft, index) => {
    const wholeAh = draft.currentA > 0 ? place.chargeAh : place.dischargeAh;
    const chargedPerS = (draft.currentA * MS_PER_S) / (wholeAh * MS_PER_HOUR);
    const planned = {
      ...draft,
      stepCount: (cycle - 1) * drafts.length + index + 1,
      startMs,
      charged,
      chargedPerS,
      lags,
    };
    const durationS = draft.durationMs / MS_PER_S;
    startMs += draft.durationMs + SWITCHING_MS;
    if (draft.taperA === null) {
      lags = lagsAfter(circuit, lags, draft.currentA, durationS);
      charged = Math.min(1, Math.max(0, charged + chargedPerS * durationS));
    } else {
      const endA = draft.taperA.at(-1) ?? 0;
      const { warmingC } = lagsAfter(circuit, lags, (draft.currentA + endA) / 2, durationS);
      lags = lagsWhenFull(circuit, endA, warmingC);
      charged = 1;
    }
    return planned;
  });
}
