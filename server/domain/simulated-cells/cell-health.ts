import type { Cathode, CellDesign } from "./cell-design";
import { scatterOf } from "./random";

/** What a cell is able to in one cycle. */
export type CellHealth = {
  dischargeCapacityAh: number;
  /** Discharge ÷ charge capacity. */
  coulombicEfficiency: number;
  /** Resistance ÷ that of the new cell. */
  resistanceGrowth: number;
};

type FadeLaw = {
  /** × √cycle: the growth of a passivating layer. */
  perRootCycle: number;
  perCycle: number;
  /** From here on the fade speeds up; null for a group without a knee. */
  kneeCycle: number | null;
  coulombicEfficiency: number;
};

const FADE_LAWS: Record<Cathode, FadeLaw> = {
  W: { perRootCycle: 4.2e-3, perCycle: 2.0e-4, kneeCycle: null, coulombicEfficiency: 0.9987 },
  X: { perRootCycle: 2.5e-3, perCycle: 1.5e-4, kneeCycle: null, coulombicEfficiency: 0.999 },
  Y: { perRootCycle: 5.8e-3, perCycle: 3.0e-4, kneeCycle: 110, coulombicEfficiency: 0.9981 },
  Z: { perRootCycle: 3.0e-3, perCycle: 4.0e-4, kneeCycle: 160, coulombicEfficiency: 0.9985 },
};

/** Past its knee a group fades by so much more a cycle, in the end; it takes about that many cycles to set in. */
const KNEE = { perCycle: 6e-4, overCycles: 150 };
/** What is left in the end; a stray's is less, or it would be caught up with. */
const LEAST_RETENTION = { sound: 0.3, stray: 0.1 };
const CAPACITY_NOISE = 4e-4;
const EFFICIENCY_NOISE = 1.5e-4;
const RESISTANCE_PER_FADE = 1.5;
/** A stray is like the others at first, and strays fully from the second number on. */
const STRAYS_OVER_CYCLES = [15, 50] as const;
const STRAY_FADE_FACTOR = 2.4;
const STRAY_EFFICIENCY_LOSS = 4e-3;

const DRAW = { capacityNoise: 101, efficiencyNoise: 102 };

/** The health of a cell in its `cycle`, from 1. A knee is its whole group's, so that it does not make a stray of a sound cell. */
export function healthAt(cell: CellDesign, cycle: number): CellHealth {
  const law = FADE_LAWS[cell.cathode];
  const strays = outlyingShare(cycle);
  const isFading = cell.stray === "fade";
  const fade = groupFade(law, cycle) * cell.fadeFactor * (isFading ? 1 + (STRAY_FADE_FACTOR - 1) * strays : 1);
  const leastRetention = isFading ? LEAST_RETENTION.stray : LEAST_RETENTION.sound;
  // 1 − fade while that is small; no cell ever reaches nothing, however long it is left running.
  const retention = leastRetention + (1 - leastRetention) * Math.exp(-fade / (1 - leastRetention));
  const noise = (draw: number) => scatterOf(cell.seed, cell.index, cycle, draw);
  return {
    dischargeCapacityAh: cell.capacityAh * retention * (1 + CAPACITY_NOISE * noise(DRAW.capacityNoise)),
    coulombicEfficiency:
      law.coulombicEfficiency +
      cell.efficiencyOffset +
      EFFICIENCY_NOISE * noise(DRAW.efficiencyNoise) -
      (cell.stray === "efficiency" ? STRAY_EFFICIENCY_LOSS * strays : 0),
    resistanceGrowth: 1 + RESISTANCE_PER_FADE * (1 - retention),
  };
}

function groupFade(law: FadeLaw, cycle: number): number {
  const aged = cycle - 1;
  const pastKnee = law.kneeCycle === null ? 0 : Math.max(0, cycle - law.kneeCycle);
  const knee = (KNEE.perCycle * pastKnee ** 2) / (pastKnee + KNEE.overCycles);
  return law.perRootCycle * Math.sqrt(aged) + law.perCycle * aged + knee;
}

function outlyingShare(cycle: number): number {
  const [from, to] = STRAYS_OVER_CYCLES;
  return Math.min(1, Math.max(0, (cycle - from) / (to - from)));
}
