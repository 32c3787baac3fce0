import type { CellCycles, PageCycle } from "../../../domain/cells/cell-page";
import { isMetricName } from "../../../domain/cycles/metrics";
import { metricUncertainties } from "../../../domain/cycles/quality/metric-uncertainty";
import type { ComparedBy } from "../../../domain/labs/granted-view";
import { notShown, type Share } from "./share";

/** The cycles of a cell as far as a link shows them: of one that is compared, what its line is drawn from. */
export function cyclesShown(share: Share | null, found: CellCycles): CellCycles {
  if (share === null || share.view.page === "cell") return found;
  const { compared } = share.view;
  if (!compared) throw notShown();
  return cyclesCompared(compared, found);
}

function cyclesCompared({ metric, x }: ComparedBy, { referenceCycle, cycles, metrics }: CellCycles): CellCycles {
  const named = x !== null && isMetricName(x) ? [metric, x] : [metric];
  return {
    referenceCycle,
    metrics: Object.fromEntries(named.flatMap((name) => (metrics[name] ? [[name, metrics[name]]] : []))),
    // Of an efficiency it follows from capacities, which are not shown.
    uncertainties: [...(metricUncertainties(metric, metrics) ?? [])],
    cycles: cycles.map((one) => cycleCompared(x, one)),
    warnings: [],
  };
}

function cycleCompared(x: ComparedBy["x"], { cycle, isComplete, isPartial, isExcluded, ...one }: PageCycle): PageCycle {
  return {
    ...{ cycle, isComplete, isPartial, isExcluded },
    startedAtMs: x === "days" ? one.startedAtMs : 0,
    underTestS: x === "testTime" ? one.underTestS : null,
    ...{ test: "", endedAtMs: 0, sampleCount: 0, tags: [], warnings: [] },
  };
}
