import { namedRate } from "../../tags/discharge-rates";
import { type CellCycle, statisticsCycles } from "../cycle-metrics";

/** What a cell gives at one discharge rate. */
export type RateTestStep = {
  /** Nominal rate, 1/h. */
  rateC: number;
  /** Its name, as C/2. */
  rate: string;
  /** Statistics cycles at it, formation apart. */
  cycles: number;
  /** Their mean. */
  dischargeCapacityAh: number;
  /** Of the mean at the slowest rate; null where that is 0. */
  ofFirst: number | null;
};

/**
 * Discharge capacity over discharge rate: the statistics cycles of a cell that are not formation, by their nominal rate.
 * @param cycles of one cell by shown number, as `cellCycles` gives them
 * @returns the slowest rate first; nothing without a nominal capacity, for then no rate is known
 * @see namedRate for how a measured rate becomes a nominal one
 */
export function rateTest(cycles: readonly CellCycle[]): RateTestStep[] {
  const byRate = new Map<number, { name: string; sumAh: number; count: number }>();
  for (const { dischargeRateC, dischargeCapacityAh, tags } of statisticsCycles(cycles)) {
    if (dischargeRateC === null || dischargeRateC <= 0 || tags.includes("formation")) continue;
    const { rateC, name } = namedRate(dischargeRateC);
    const known = byRate.get(rateC) ?? { name, sumAh: 0, count: 0 };
    byRate.set(rateC, { name, sumAh: known.sumAh + dischargeCapacityAh, count: known.count + 1 });
  }
  const steps = [...byRate].sort(([left], [right]) => left - right);
  const [[, slowest] = [0, null]] = steps;
  const firstAh = slowest ? slowest.sumAh / slowest.count : 0;
  return steps.map(([rateC, { name, sumAh, count }]) => {
    const meanAh = sumAh / count;
    const ofFirst = firstAh === 0 ? null : meanAh / firstAh;
    return { rateC, rate: name, cycles: count, dischargeCapacityAh: meanAh, ofFirst };
  });
}
