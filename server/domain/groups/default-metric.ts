import type { MetricName } from "../cycles/metrics";
import { type CellMetadata, groupOf } from "./groupings";
import type { GroupingDefinition } from "./input-groupings";

/** Nominal capacities within a group that differ by more make its spread in Ah one of sizes, in which no cell can stray. */
const LIKE_SHARE = 1.05;

type NominalCell = { nominalCapacityAh: number | null; metadata: CellMetadata };

/** What a grouping shows unless asked otherwise: capacity, or retention where cells of different sizes share a group. */
export function defaultMetric(definition: GroupingDefinition, cells: readonly NominalCell[]): MetricName {
  const extents = new Map<string, { least: number; most: number }>();
  for (const { nominalCapacityAh, metadata } of cells) {
    const key = nominalCapacityAh === null ? undefined : groupOf(definition, metadata)?.key;
    if (key === undefined || nominalCapacityAh === null) continue;
    const { least, most } = extents.get(key) ?? { least: nominalCapacityAh, most: nominalCapacityAh };
    extents.set(key, { least: Math.min(least, nominalCapacityAh), most: Math.max(most, nominalCapacityAh) });
  }
  const isMixed = [...extents.values()].some(({ least, most }) => most > LIKE_SHARE * least);
  return isMixed ? "capacityRetention" : "dischargeCapacityAh";
}
