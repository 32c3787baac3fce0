"use client";

import { useMemo } from "react";
import type { MetricName } from "@/server/domain/cycles/metrics";
import type { ChangeDashboard } from "./use-dashboard-state";

/** What a click on the chart or its legend leads to. */
export function useLinks(onChange: ChangeDashboard) {
  return useMemo(
    () => ({
      choose: (group: string, cycle: number | null) => onChange({ group, cycle, cell: null }),
      goToStray: (group: string, metric: MetricName) =>
        onChange({ group, metric, cycle: null, cell: null, low: null, high: null }),
      compare: (reference: string | null) => onChange({ reference, referenceCell: null, low: null, high: null }),
      makeSmall: () => onChange({ small: true }),
      setTails: (tails: boolean) => onChange({ tails }),
      setHidden: (hidden: readonly string[]) => onChange({ hidden }),
    }),
    [onChange],
  );
}
