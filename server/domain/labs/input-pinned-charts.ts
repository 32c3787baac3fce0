import { z } from "zod";
import { id } from "../cells/input-text";
import { METRIC_NAMES } from "../cycles/metrics";
import { MAX_PINNED_CHARTS } from "./pinned-charts";

/** A grouping over cycle number in one metric. Id 0 is the built-in grouping of all cells. */
export const pinnedCharts = z
  .array(z.strictObject({ groupingId: id.or(z.literal(0)), metric: z.enum(METRIC_NAMES) }))
  .max(MAX_PINNED_CHARTS);
export type PinnedChart = z.output<typeof pinnedCharts>[number];
