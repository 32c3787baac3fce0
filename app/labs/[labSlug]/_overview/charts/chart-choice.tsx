"use client";

import { Button, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { isMetricName, METRIC_NAMES, METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import type { PinnedChart } from "@/server/domain/labs/input-pinned-charts";
import classes from "./chart-choice.module.css";
import type { ChartGrouping } from "./prepare-pinned-charts";

type ChartChoiceProps = {
  choice: readonly ChartGrouping[];
  /** What the button does with the chart. */
  verb: string;
  onChoose: (chart: PinnedChart) => void;
};

/** A chart by its grouping and metric. */
export function ChartChoice({ choice, verb, onChoose }: ChartChoiceProps) {
  const [groupingId, setGroupingId] = useState(choice[0]?.id ?? 0);
  const [metric, setMetric] = useState<MetricName>(choice[0]?.defaultMetric ?? "dischargeCapacityAh");
  return (
    <div className={classes.fields}>
      <NativeSelect
        size="xs"
        label="Grouping"
        value={String(groupingId)}
        data={choice.map(({ id, name }) => ({ value: String(id), label: name }))}
        onChange={({ currentTarget }) => setGroupingId(Number(currentTarget.value))}
      />
      <NativeSelect
        size="xs"
        label="Metric"
        value={metric}
        data={METRIC_NAMES.map((name) => ({ value: name, label: METRICS[name].label }))}
        onChange={({ currentTarget: { value } }) => isMetricName(value) && setMetric(value)}
      />
      <Button size="xs" onClick={() => onChoose({ groupingId, metric })}>
        {verb}
      </Button>
    </div>
  );
}
