import { scatterOf, uniformOf } from "./random";

export const CATHODES = ["W", "X", "Y", "Z"] as const;
export type Cathode = (typeof CATHODES)[number];
export const TEST_TYPES = ["standard", "pulsed"] as const;
export type TestType = (typeof TEST_TYPES)[number];

/** What sets a cell apart from its group from mid-life on, so that the deep dive has something to find. */
type Stray = "fade" | "efficiency";

/** Everything that is drawn once for a simulated cell; what happens to it later follows from this and the cycle number. */
export type CellDesign = {
  seed: number;
  index: number;
  name: string;
  channel: string;
  cathode: Cathode;
  testType: TestType;
  stray: Stray | null;
  /** Of its first cycle. */
  capacityAh: number;
  /** As on the label; currents are multiples of it. */
  nominalCapacityAh: number;
  /** Multiplies the fade of its group. */
  fadeFactor: number;
  resistanceFactor: number;
  /** Added to the coulombic efficiency of its group. */
  efficiencyOffset: number;
  ambientC: number;
  /** Cells start one after another, so that they do not all finish their cycles at once. */
  startOffsetMs: number;
};

const CAPACITY_AH: Record<Cathode, readonly [smallest: number, largest: number]> = {
  W: [5, 6],
  X: [9.5, 12],
  Y: [2, 8],
  Z: [4.5, 9],
};

const FADE_SCATTER = 0.2;
const PULSED_FADE_FACTOR = 1.1;
const RESISTANCE_SCATTER = 0.08;
const EFFICIENCY_SCATTER = 2.5e-4;
const CHANNELS_PER_CYCLER = 32;
/** About one cycle, whichever the test type. */
export const LONGEST_START_OFFSET_MS = 2.3 * 3_600_000;

/** What a value is drawn for: two draws of one cell must not be the same. */
const DRAW = { capacity: 1, fade: 2, resistance: 3, efficiency: 4, ambient: 5, start: 6, fadeStray: 7, lossStray: 8 };

/** The cell at `index`, from 0: four groups in turn, so that any number of cells fills them evenly. */
export function designCell(seed: number, index: number): CellDesign {
  const group = index % CATHODES.length;
  const cathode = CATHODES[group] ?? "W";
  const ordinal = Math.floor(index / CATHODES.length);
  const testType = TEST_TYPES[ordinal % TEST_TYPES.length] ?? "standard";
  const [smallestAh, largestAh] = CAPACITY_AH[cathode];
  const capacityAh = smallestAh + (largestAh - smallestAh) * uniformOf(seed, index, DRAW.capacity);
  const scatter = (draw: number) => scatterOf(seed, index, draw);
  const spread = (draw: number) => spreadOf(Math.floor(ordinal / TEST_TYPES.length), seed, group, draw);
  return {
    seed,
    index,
    name: `${cathode}-${String(ordinal + 1).padStart(2, "0")}`,
    channel: `${Math.floor(index / CHANNELS_PER_CYCLER) + 1}-${(index % CHANNELS_PER_CYCLER) + 1}`,
    cathode,
    testType,
    stray: strayOf(seed, group, ordinal),
    capacityAh,
    nominalCapacityAh: Math.round(capacityAh * 100) / 100,
    fadeFactor: (1 + FADE_SCATTER * spread(DRAW.fade)) * (testType === "pulsed" ? PULSED_FADE_FACTOR : 1),
    resistanceFactor: 1 + RESISTANCE_SCATTER * scatter(DRAW.resistance),
    efficiencyOffset: EFFICIENCY_SCATTER * spread(DRAW.efficiency),
    ambientC: 25 + 0.6 * scatter(DRAW.ambient),
    // Whole seconds: the start of a test, as the server gives it back, tells the start of the lab again.
    startOffsetMs: 1000 * Math.floor((LONGEST_START_OFFSET_MS / 1000) * uniformOf(seed, index, DRAW.start)),
  };
}

/**
 * A value in [−1, 1) such that fifteen cells in a row have one in each fifteenth of the range, in a shuffled order: drawn freely, a few
 * cells would now and then lie so close together that a sound one strays from them.
 */
function spreadOf(ordinal: number, ...keys: readonly number[]): number {
  const step = STEPS_COPRIME_TO_STRATA[Math.floor(STEPS_COPRIME_TO_STRATA.length * uniformOf(...keys))] ?? 1;
  const first = Math.floor(STRATA * uniformOf(...keys, STRATA));
  const stratum = (first + step * ordinal) % STRATA;
  return (2 * (stratum + uniformOf(...keys, STRATA, ordinal))) / STRATA - 1;
}

const STRATA = 15;
const STEPS_COPRIME_TO_STRATA = [4, 7, 8, 11];

/** In each group one of the cells 3–7 strays in fade and one of 9–14 in efficiency; with few cells there is none. */
function strayOf(seed: number, group: number, ordinal: number): Stray | null {
  if (ordinal === 2 + Math.floor(5 * uniformOf(seed, group, DRAW.fadeStray))) return "fade";
  return ordinal === 8 + Math.floor(6 * uniformOf(seed, group, DRAW.lossStray)) ? "efficiency" : null;
}
