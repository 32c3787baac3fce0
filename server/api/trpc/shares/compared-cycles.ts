import { type CellCycles, oneANumber, type PageCycle } from "../../../domain/cells/cell-page";
import { isMetricName, type MetricName } from "../../../domain/cycles/metrics";
import { metricUncertainties } from "../../../domain/cycles/quality/metric-uncertainty";
import type { ComparedBy } from "../../../domain/labs/granted-view";
import { passes, toCycleFilter } from "../../../domain/tags/cycle-filter";
import { notShown, type Share } from "./share";

/** The cycles of a cell as far as a link shows them: of one that is compared, what its line is drawn from. */
export function cyclesShown(share: Share | null, found: CellCycles): CellCycles {
  if (share === null || share.view.page === "cell") return found;
  const { compared } = share.view;
  if (!compared) throw notShown();
  return cyclesCompared(compared, found);
}

function cyclesCompared(compared: ComparedBy, { referenceCycle, cycles, metrics }: CellCycles): CellCycles {
  const { metric, x, rateC } = compared;
  const named = [metric, ...(x !== null && isMetricName(x) ? [x] : []), ...(rateC === null ? [] : [RATE])];
  // Whose test started later is not told: it is sorted out here.
  const counted = oneANumber(cycles);
  const isShown = cycles.map((one, index) => isCompared(compared, one, metrics[RATE]?.[index] ?? null));
  // What the others are counted from, or shares of, is told with them.
  const shown = cycles.flatMap((one, index) =>
    counted.has(one) && (isShown[index] || one.cycle === referenceCycle) ? [index] : [],
  );
  const bounds = metricUncertainties(metric, metrics);
  const pick = <Value>(values: readonly Value[]) => shown.flatMap((index) => values.slice(index, index + 1));
  return {
    referenceCycle,
    metrics: Object.fromEntries(named.flatMap((name) => (metrics[name] ? [[name, pick(metrics[name])]] : []))),
    // Of an efficiency it follows from capacities, which are not shown.
    uncertainties: pick(bounds ?? []),
    cycles: shown.flatMap((index) => {
      const one = cycles[index];
      const tags = compared.tag !== null && isShown[index] ? [compared.tag] : [];
      return one ? [{ ...cycleCompared(x, one), tags }] : [];
    }),
    warnings: [],
  };
}

const RATE: MetricName = "dischargeRateC";

function isCompared({ tag, rateC }: ComparedBy, { tags }: PageCycle, dischargeRateC: number | null): boolean {
  const filter = toCycleFilter(tag === null ? [] : [tag], rateC);
  return filter === null || passes(filter, { tags, dischargeRateC });
}

function cycleCompared(x: ComparedBy["x"], { cycle, isComplete, isPartial, isExcluded, ...one }: PageCycle): PageCycle {
  return {
    ...{ cycle, isComplete, isPartial, isExcluded },
    startedAtMs: x === "days" ? one.startedAtMs : 0,
    underTestS: x === "testTime" ? one.underTestS : null,
    ...{ test: "", endedAtMs: 0, sampleCount: 0, tags: [], warnings: [] },
  };
}
