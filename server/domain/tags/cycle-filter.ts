import { isNearRate } from "./discharge-rates";

/** Which statistics cycles are asked for. A cycle has to have one of the tags, and the rate. */
export type CycleFilter = {
  /** In rising order, each once; none: every tag. */
  tags: readonly string[];
  /** Discharge rate, 1/h, ±10 %; null: every rate. */
  rateC: number | null;
};

/** Null where nothing is left out. */
export function toCycleFilter(tags: readonly string[], rateC: number | null): CycleFilter | null {
  return tags.length === 0 && rateC === null ? null : { tags: [...new Set(tags)].sort(), rateC };
}

/** Two filters that leave out the same have one key; no filter has "". */
export const filterKey = (filter: CycleFilter | null): string => (filter === null ? "" : JSON.stringify(filter));

/** Whether a filter lets a cycle pass. */
export function passes(
  { tags, rateC }: CycleFilter,
  cycle: { tags: readonly string[]; dischargeRateC: number | null },
): boolean {
  const hasTag = tags.length === 0 || tags.some((tag) => cycle.tags.includes(tag));
  return hasTag && (rateC === null || isNearRate(cycle.dischargeRateC ?? Number.NaN, rateC));
}
