import type { CellHealth } from "./cell-health";
import type { Cathode, CellDesign } from "./cell-design";

// The equivalent circuit: an open-circuit voltage over the state of charge, a resistance, and two RC pairs in series. Its open-circuit
// curve is made of a slope, a head that falls off exponentially and a knee before empty; no curve of a real cell is stored.

type CellChemistry = {
  maxVoltageV: number;
  minVoltageV: number;
  /** Fall over the whole discharge, in V, that is even. */
  slopeV: number;
  /** Fall of the head, in V, and the share of the discharge in which 63 % of it happens. */
  headV: number;
  headShare: number;
  /** All resistances together times the current of 1 C, in V. */
  lossAtOneC: number;
};

const CHEMISTRIES: Record<Cathode, CellChemistry> = {
  W: { maxVoltageV: 4.5, minVoltageV: 2.5, slopeV: 0.68, headV: 0.72, headShare: 0.2, lossAtOneC: 0.14 },
  X: { maxVoltageV: 4.3, minVoltageV: 2.8, slopeV: 0.62, headV: 0.3, headShare: 0.35, lossAtOneC: 0.11 },
  Y: { maxVoltageV: 3.65, minVoltageV: 2.5, slopeV: 0.07, headV: 0.18, headShare: 0.035, lossAtOneC: 0.14 },
  Z: { maxVoltageV: 4.2, minVoltageV: 2.7, slopeV: 0.5, headV: 0.18, headShare: 0.15, lossAtOneC: 0.12 },
};

/** How far a full cell falls below the upper limit once it has come to rest. */
const SETTLING_V = 0.03;
const KNEE_SHARE = 0.03;
const SHARE_OF_LOSS = { ohmic: 0.45, fast: 0.25, slow: 0.3 };
const LAG_S = { fast: 15, slow: 90, heat: 900 };
const WARMING_AT_ONE_C = 3;

export type Circuit = {
  maxVoltageV: number;
  minVoltageV: number;
  /** Open-circuit voltage of the full cell. */
  fullVoltageV: number;
  ohmicOhm: number;
  fastOhm: number;
  slowOhm: number;
  nominalCapacityAh: number;
  chemistry: CellChemistry;
};

/** What a circuit remembers of the current so far. */
export type Lags = {
  /** Over the two RC pairs; positive after a charge. */
  fastV: number;
  slowV: number;
  /** Above ambient. */
  warmingC: number;
};

/** The circuit of a simulated cell at an age: voltages in V, resistances in Ω; sizes as of usual 18650 cells. */
export function circuitOf(cell: CellDesign, health: CellHealth): Circuit {
  const chemistry = CHEMISTRIES[cell.cathode];
  const wholeOhm = (chemistry.lossAtOneC * cell.resistanceFactor * health.resistanceGrowth) / cell.nominalCapacityAh;
  return {
    maxVoltageV: chemistry.maxVoltageV,
    minVoltageV: chemistry.minVoltageV,
    fullVoltageV: chemistry.maxVoltageV - SETTLING_V,
    ohmicOhm: wholeOhm * SHARE_OF_LOSS.ohmic,
    fastOhm: wholeOhm * SHARE_OF_LOSS.fast,
    slowOhm: wholeOhm * SHARE_OF_LOSS.slow,
    nominalCapacityAh: cell.nominalCapacityAh,
    chemistry,
  };
}

/**
 * Open-circuit voltage, in V; it rises all the way with the state of charge.
 * @param charged state of charge, from 0 to 1
 * @param kneeV how much lower the empty cell lies for its knee
 */
export function openCircuitV({ chemistry, fullVoltageV }: Circuit, charged: number, kneeV: number): number {
  const discharged = 1 - charged;
  const fallenV = chemistry.slopeV * discharged + chemistry.headV * (1 - Math.exp(-discharged / chemistry.headShare));
  return fullVoltageV - fallenV - kneeV * Math.exp(-charged / KNEE_SHARE);
}

/** The knee with which the cell reaches its lower limit exactly when it is empty, under that current and these lags; in V. */
export function kneeFor(circuit: Circuit, currentA: number, lags: Lags): number {
  const withoutKneeV = openCircuitV(circuit, 0, 0) + overpotentialV(circuit, currentA, lags);
  return Math.max(0, withoutKneeV - circuit.minVoltageV);
}

/** What the current adds to the open-circuit voltage, in V; negative while discharging. */
export function overpotentialV(circuit: Circuit, currentA: number, lags: Lags): number {
  return currentA * circuit.ohmicOhm + lags.fastV + lags.slowV;
}

/** The lags after `elapsedS` of a constant current. */
export function lagsAfter(circuit: Circuit, before: Lags, currentA: number, elapsedS: number): Lags {
  const toward = (target: number, value: number, lagS: number) =>
    target + (value - target) * Math.exp(-elapsedS / lagS);
  return {
    fastV: toward(currentA * circuit.fastOhm, before.fastV, LAG_S.fast),
    slowV: toward(currentA * circuit.slowOhm, before.slowV, LAG_S.slow),
    warmingC: toward(WARMING_AT_ONE_C * (currentA / circuit.nominalCapacityAh) ** 2, before.warmingC, LAG_S.heat),
  };
}

/** The lags of a cell that was held at its upper limit until the current fell to `currentA`. */
export function lagsWhenFull(circuit: Circuit, currentA: number, warmingC: number): Lags {
  const laggingV = circuit.maxVoltageV - circuit.fullVoltageV - currentA * circuit.ohmicOhm;
  const fastShare = circuit.fastOhm / (circuit.fastOhm + circuit.slowOhm);
  return { fastV: laggingV * fastShare, slowV: laggingV * (1 - fastShare), warmingC };
}
