"use client";

import { Button, CloseButton } from "@mantine/core";
import { useState } from "react";
import { Refusal } from "@/app/_components/refusal";
import { useGroupings } from "@/app/_trpc/use-groupings";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import { MAX_PINNED_CHARTS } from "@/server/domain/labs/pinned-charts";
import { choosable } from "../../groups/dashboard-state";
import { Card } from "../cards/card";
import { ChartChoice } from "./chart-choice";
import { MiniChart } from "./mini-chart";
import classes from "./pinned-charts.module.css";
import { type ChartGrouping, shownCharts } from "./prepare-pinned-charts";
import { usePins } from "./use-pins";

const titleOf = (metric: MetricName, grouping: string) => `${METRICS[metric].label} by ${grouping}`;

/** The charts that the lab pinned; without any, its first grouping. */
export function PinnedCharts({ labSlug, mayChoose }: { labSlug: string; mayChoose: boolean }) {
  const groupings = useGroupings(labSlug);
  const pins = usePins(labSlug);
  const [isAdding, setIsAdding] = useState(false);
  const choice: readonly ChartGrouping[] = groupings.data ? choosable(groupings.data) : [];
  const pinned = pins.pinned ?? [];
  const isKnown = groupings.data !== undefined && pins.pinned !== undefined;
  const shown = isKnown ? shownCharts(choice, pinned) : [];
  return (
    <section className={classes.section} aria-label="Charts">
      {!isKnown && (
        <Card title="Charts" isWide isLoading>
          {null}
        </Card>
      )}
      {shown.map(({ grouping, metric, at }) => (
        <MiniChart key={`${grouping.id} ${metric}`} labSlug={labSlug} grouping={grouping} metric={metric}>
          {mayChoose && at !== null && (
            <CloseButton
              size="sm"
              aria-label={`Unpin ${titleOf(metric, grouping.name)}`}
              onClick={() => pins.unpin(at, titleOf(metric, grouping.name))}
            />
          )}
        </MiniChart>
      ))}
      {mayChoose && pinned.length < MAX_PINNED_CHARTS && (
        <div className={classes.add}>
          {isAdding ? (
            <ChartChoice
              choice={choice}
              verb="Pin"
              onChoose={(chart) => {
                const grouping = choice.find(({ id }) => id === chart.groupingId);
                pins.pin(chart, titleOf(chart.metric, grouping?.name ?? ""));
                setIsAdding(false);
              }}
            />
          ) : (
            <Button size="xs" variant="subtle" disabled={!isKnown} onClick={() => setIsAdding(true)}>
              Pin a chart
            </Button>
          )}
          <Refusal error={pins.error} />
        </div>
      )}
    </section>
  );
}
