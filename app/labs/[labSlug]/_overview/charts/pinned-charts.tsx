"use client";

import { Button, CloseButton } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Refusal } from "@/app/_components/refusal";
import { useTRPC } from "@/app/_trpc/trpc";
import { useGroupings } from "@/app/_trpc/use-groupings";
import { METRICS } from "@/server/domain/cycles/metrics";
import { MAX_PINNED_CHARTS } from "@/server/domain/labs/pinned-charts";
import type { PinnedChart } from "@/server/domain/labs/input-pinned-charts";
import { choosable } from "../../groups/dashboard-state";
import { Card } from "../cards/card";
import { ChartChoice } from "./chart-choice";
import { MiniChart } from "./mini-chart";
import classes from "./pinned-charts.module.css";
import { type ChartGrouping, shownCharts } from "./prepare-pinned-charts";
import { useLabSettings } from "../use-overview";

/** The charts that the lab pinned; without any, its first grouping. */
export function PinnedCharts({ labSlug, mayChoose }: { labSlug: string; mayChoose: boolean }) {
  const groupings = useGroupings(labSlug);
  const settings = useLabSettings(labSlug);
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const queryKey = trpc.labs.settings.queryKey({ labSlug });
  const update = useMutation(
    trpc.labs.update.mutationOptions({ onSettled: () => queryClient.invalidateQueries({ queryKey }) }),
  );
  const [isAdding, setIsAdding] = useState(false);
  const choice: readonly ChartGrouping[] = groupings.data ? choosable(groupings.data) : [];
  const pinned = settings.data?.pinnedCharts ?? [];
  const pin = (pinnedCharts: PinnedChart[]) => update.mutate({ labSlug, changes: { pinnedCharts } });
  const isKnown = groupings.data !== undefined && settings.data !== undefined;
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
              aria-label={`Unpin ${METRICS[metric].label} by ${grouping.name}`}
              onClick={() => pin(pinned.filter((_, index) => index !== at))}
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
                pin([...pinned, chart]);
                setIsAdding(false);
              }}
            />
          ) : (
            <Button size="xs" variant="subtle" disabled={!isKnown} onClick={() => setIsAdding(true)}>
              Pin a chart
            </Button>
          )}
          <Refusal error={update.error} />
        </div>
      )}
    </section>
  );
}
