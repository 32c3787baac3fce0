import type { CycleQuantity } from "../../data/test-cycles";
import { efficiencyUncertainty } from "../../domain/cycles/quality/capacity-grade";
import { type MetricName, uncertaintyOf } from "../../domain/cycles/metrics";
import { floatAt } from "../../domain/samples/sample-columns";
import type { MetricCell } from "./metric-columns";
import { MetricReader, type Rows } from "./metric-reader";

const OF_CHARGE = ["chargeCapacityAh", "chargeCapacityUncertaintyAh"] as const;
const OF_DISCHARGE = ["dischargeCapacityAh", "dischargeCapacityUncertaintyAh"] as const;

/** What must be loaded for the uncertainties of a metric's values; nothing for one that has none. */
export function quantitiesOfUncertainty(metric: MetricName): readonly CycleQuantity[] {
  if (metric === "chargeCapacityAh") return OF_CHARGE;
  if (metric === "dischargeCapacityAh") return OF_DISCHARGE;
  return metric === "coulombicEfficiency" ? [...OF_CHARGE, ...OF_DISCHARGE] : [];
}

/**
 * What reads how sure a metric's values are, in the metric's unit: at most about ± this. The quantities for it are loaded.
 * @returns null for a metric that has none
 */
export function uncertaintyReader(metric: MetricName): MetricReader | null {
  const uncertainty = uncertaintyOf(metric);
  if (uncertainty === "derived") return new EfficiencyUncertaintyReader();
  return uncertainty && new MetricReader(uncertainty);
}

class EfficiencyUncertaintyReader extends MetricReader {
  constructor() {
    super("coulombicEfficiency");
  }

  override values(rows: Omit<Rows, "offset">, metricCell: MetricCell): Float64Array {
    const efficiencies = super.values(rows, metricCell);
    const [chargeAh, chargeUAh] = OF_CHARGE.map((quantity) => rows.test.column(quantity));
    const [dischargeAh, dischargeUAh] = OF_DISCHARGE.map((quantity) => rows.test.column(quantity));
    for (let row = rows.from; row < rows.to; row++) {
      const at = row - rows.from;
      const uncertainty = efficiencyUncertainty(orNull(efficiencies[at]), {
        chargeCapacityAh: chargeAh?.[row] ?? Number.NaN,
        dischargeCapacityAh: dischargeAh?.[row] ?? Number.NaN,
        chargeCapacityUncertaintyAh: orNull(chargeUAh?.[row]),
        dischargeCapacityUncertaintyAh: orNull(dischargeUAh?.[row]),
      });
      efficiencies[at] = uncertainty ?? Number.NaN;
    }
    return efficiencies;
  }
}

const orNull = (value = Number.NaN): number | null => (Number.isNaN(value) ? null : value);

/** Of a group at one cycle after the other: the bounds of its cells' values, summed up. */
export type BoundSums = Map<number, { sum: number; count: number }>;

/**
 * By how much a group's means may be off: the mean of its cells' bounds, for all of them may be off to one side.
 * @param n the number of values that each mean is of; where one of them has no bound, the mean has none
 */
export function meanBounds(sums: BoundSums, cycles: readonly number[], n: readonly number[]): (number | null)[] {
  return cycles.map((cycle, index) => {
    const bounds = sums.get(cycle);
    return bounds && bounds.count === n[index] ? bounds.sum / bounds.count : null;
  });
}

/** Adds the bounds of values that stand in order of their cycles. */
export function addBounds(
  sums: BoundSums,
  {
    cycles,
    from,
    to,
    values,
  }: { cycles: ArrayLike<number>; from: ArrayLike<number>; to: ArrayLike<number>; values: Float64Array },
): void {
  for (let index = 0; index < cycles.length; index++) {
    const [start, end] = [from[index] ?? 0, to[index] ?? 0];
    let sum = 0;
    for (let at = start; at < end; at++) sum += floatAt(values, at);
    if (end > start) sums.set(cycles[index] ?? 0, { sum, count: end - start });
  }
}
