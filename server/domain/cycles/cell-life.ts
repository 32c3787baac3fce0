import { type CellCycle, statisticsCycles } from "./cycle-metrics";

/** What the cycles of a cell say of its life. Cycles by their shown numbers; null for what it has not reached. */
export type CellLife = {
  /** Coulombic efficiency of the first complete, non-partial cycle, formation included. */
  firstCycleEfficiency: number | null;
  /** What its charge put in and its discharge did not return, Ah; of an anode's half cell the reverse. */
  irreversibleLossAh: number | null;
  /** The first of three statistics cycles running whose retention lies under the lab's threshold. */
  endOfLifeCycle: number | null;
  /** The same for usual retentions. */
  cyclesTo: Record<Retention, number | null>;
};

const RETENTIONS = ["0.95", "0.90", "0.80", "0.70"] as const;
type Retention = (typeof RETENTIONS)[number];

/** A single low cycle is more often a fault of the test than the end of a cell. */
const RUNNING = 3;

/**
 * @param cycles of one cell by shown number, as `cellCycles` gives them
 * @param referenceCycle to which retention refers; the ageing of a cell begins with it
 * @see contract.md, `endOfLifeCycle`
 */
export function cellLife(
  cycles: readonly CellCycle[],
  args: { referenceCycle: number | null; endOfLifeRetention: number; polarity: string },
): CellLife {
  const counting = statisticsCycles(cycles);
  const { referenceCycle, endOfLifeRetention } = args;
  const aged =
    referenceCycle === null
      ? []
      : counting.filter(({ cycle, tags }) => cycle >= referenceCycle && !tags.includes("formation"));
  const first = counting[0];
  return {
    firstCycleEfficiency: first?.coulombicEfficiency ?? null,
    irreversibleLossAh: first ? lossAh(first, args.polarity) : null,
    ...lifeEnds(aged, endOfLifeRetention),
  };
}

/** A cycle that counts, as far as the end of a life depends on it. */
export type AgedCycle = { cycle: number; capacityRetention: number | null };

/**
 * When retention fell under thresholds to stay there.
 * @param aged statistics cycles by number, from the reference cycle on
 */
export function lifeEnds(
  aged: readonly AgedCycle[],
  endOfLifeRetention: number,
): Pick<CellLife, "endOfLifeCycle" | "cyclesTo"> {
  const below = (retention: Retention) => cycleBelow(aged, Number(retention));
  return {
    endOfLifeCycle: cycleBelow(aged, endOfLifeRetention),
    cyclesTo: { "0.95": below("0.95"), "0.90": below("0.90"), "0.80": below("0.80"), "0.70": below("0.70") },
  };
}

function lossAh({ chargeCapacityAh, dischargeCapacityAh }: CellCycle, polarity: string): number {
  return polarity === "half_cell_anode"
    ? dischargeCapacityAh - chargeCapacityAh
    : chargeCapacityAh - dischargeCapacityAh;
}

/** The first of three cycles running whose retention lies under a threshold. */
function cycleBelow(cycles: readonly AgedCycle[], threshold: number): number | null {
  let below: number[] = [];
  for (const { cycle, capacityRetention } of cycles) {
    if (capacityRetention === null || capacityRetention >= threshold) below = [];
    else below.push(cycle);
    if (below.length === RUNNING) return below[0] ?? null;
  }
  return null;
}
