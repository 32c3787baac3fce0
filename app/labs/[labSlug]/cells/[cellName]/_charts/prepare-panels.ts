import type { CellCycles } from "@/server/domain/cells/cell-page";
import type { MetricName } from "@/server/domain/cycles/metrics";

/** What is shown unless asked otherwise: how much is left, and whether something eats it. */
const USUAL: readonly MetricName[] = ["dischargeCapacityAh", "coulombicEfficiency", "voltageHysteresisV"];

/** The metrics that are shown: those with values are drawn, those without are still to come, or cannot. */
export function preparePanels(
  { metrics }: Pick<CellCycles, "metrics">,
  asked: readonly MetricName[] | null,
): { drawn: MetricName[]; awaited: MetricName[] } {
  const shown = asked ?? USUAL;
  return {
    drawn: shown.filter((name) => metrics[name] !== undefined),
    awaited: shown.filter((name) => metrics[name] === undefined),
  };
}
