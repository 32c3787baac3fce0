import type { CellCycles } from "@/server/domain/cells/cell-page";
import type { MetricName } from "@/server/domain/cycles/metrics";

/** What is shown unless asked otherwise: how much is left, and whether something eats it. */
const USUAL: readonly MetricName[] = ["dischargeCapacityAh", "coulombicEfficiency", "voltageHysteresisV"];

/**
 * The metrics that are shown: those with values are drawn, those without are still to come, or cannot. A sum of which nothing has flowed
 * yet is still to come.
 */
export function preparePanels(
  { metrics, cycles }: Pick<CellCycles, "metrics"> & { cycles: readonly { isComplete: boolean }[] },
  requested: readonly MetricName[] | null,
): { drawn: MetricName[]; awaited: MetricName[] } {
  const shown = requested ?? USUAL;
  const hasValue = (name: MetricName) =>
    metrics[name]?.some((value, index) => value !== null && (value !== 0 || cycles[index]?.isComplete === true)) ??
    false;
  return { drawn: shown.filter(hasValue), awaited: shown.filter((name) => !hasValue(name)) };
}
