import { useMemo } from "react";
import type { MetricName } from "@/server/domain/cycles/metrics";
import { aboutGroups } from "../_controls/prepare-summaries";
import type { DashboardState } from "../dashboard-state";

/** What a chart's table says of its numbers: the same list while it says the same. @param reference what they are compared with; null: nothing */
export function useAbout(metric: MetricName, { where, tag, rateC }: DashboardState, reference: string | null) {
  return useMemo(() => aboutGroups({ metric, where, tag, rateC, reference }), [metric, where, tag, rateC, reference]);
}
