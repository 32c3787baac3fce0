import { type MetricName, uncertaintyOf } from "../metrics";
import { efficiencyUncertainty } from "./capacity-grade";

type Columns = Partial<Record<MetricName, readonly (number | null)[]>>;

/**
 * How sure the values of a metric are, cycle by cycle, in its stored unit: at most about ± this.
 * @param metrics columns of one cell, in the order of its cycles; a metric without values may be missing
 * @returns null where none is known
 */
export function metricUncertainties(name: MetricName, metrics: Columns): readonly (number | null)[] | null {
  const uncertainty = uncertaintyOf(name);
  if (uncertainty !== "derived") return (uncertainty && metrics[uncertainty]) ?? null;
  const at = (of: MetricName, index: number) => metrics[of]?.[index] ?? null;
  const found = (metrics[name] ?? []).map((efficiency, index) =>
    efficiencyUncertainty(efficiency, {
      chargeCapacityAh: at("chargeCapacityAh", index) ?? 0,
      dischargeCapacityAh: at("dischargeCapacityAh", index) ?? 0,
      chargeCapacityUncertaintyAh: at("chargeCapacityUncertaintyAh", index),
      dischargeCapacityUncertaintyAh: at("dischargeCapacityUncertaintyAh", index),
    }),
  );
  return found.some((one) => one !== null) ? found : null;
}
