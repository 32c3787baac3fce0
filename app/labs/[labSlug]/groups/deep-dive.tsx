"use client";

import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import type { GroupStyle } from "@/app/_charts/groups/group-style";
import { GroupSwatch } from "@/app/_charts/groups/group-swatch";
import { indexAtOrAfter, type PreparedSeries } from "@/app/_charts/groups/prepare-series";
import { useShortcut } from "@/app/_components/use-shortcut";
import { FailedNotice, TableSkeleton } from "@/app/_components/answer-state";
import { failureOf, useTRPC } from "@/app/_trpc/trpc";
import type { MetricDescription, MetricName } from "@/server/domain/cycles/metrics";
import type { CycleKind } from "@/server/domain/tags/cycle-tags";
import { CycleSteps } from "./cycle-steps";
import classes from "./deep-dive.module.css";
import { DeviationTable } from "./deviation-table";
import { groupSummary, prepareDeviations } from "./prepare-deviations";

type DeepDiveProps = {
  labSlug: string;
  groupingId: number;
  metricName: MetricName;
  kind: CycleKind | null;
  metric: MetricDescription;
  series: PreparedSeries;
  style: GroupStyle;
  cycle: number;
  /** Whether the cycle is the group's latest one, and not one that was asked for. */
  isFollowing: boolean;
  onChoose: (groupKey: string, cycle: number) => void;
};

/** The cells of one group at one cycle, by how far they stray. */
export const DeepDive = memo(function DeepDive(props: DeepDiveProps) {
  const { labSlug, groupingId, metricName, kind, metric, series, style, onChoose } = props;
  const { cycle, holders, isBehind, release } = useHeldCycle(props);
  const trpc = useTRPC();
  const { before, at, after } = useMemo(() => neighbours(series.cycle, cycle), [series.cycle, cycle]);
  // The cycle of the last step: the next key press may come before the page is rendered again.
  const reached = useRef(cycle);
  useEffect(() => {
    reached.current = cycle;
  }, [cycle]);
  const goTo = (next: number | null) => {
    if (next === null) return;
    reached.current = next;
    onChoose(series.key, next);
  };
  useShortcut("ArrowLeft", () => goTo(neighbours(series.cycle, reached.current).before));
  useShortcut("ArrowRight", () => goTo(neighbours(series.cycle, reached.current).after));

  const question = { labSlug, groupingId, metric: metricName, kind, cycle, group: series.key };
  const query = useQuery(trpc.groups.deviations.queryOptions(question, { placeholderData: keepPreviousData }));
  // The previous result, kept while the next loads, must not appear under another unit or group.
  const isOfThis =
    query.data?.metric === metricName && query.data.group === series.key && kindOf(query.data.filter) === kind;
  const cells = isOfThis ? query.data?.cells : undefined;
  const rows = useMemo(() => cells && prepareDeviations(cells, metric), [cells, metric]);
  return (
    <section className={classes.dive} aria-label="Cells of a group at a cycle" {...holders}>
      <header className={classes.head}>
        <h2 className={classes.title}>
          <GroupSwatch style={style} />
          <span>
            Group {series.name} at cycle {cycle}
          </span>
        </h2>
        <p className={classes.summary}>{summaryOf(series, at, metric)}</p>
        {isBehind && (
          <Button variant="default" size="compact-sm" onClick={release}>
            Go on to cycle {props.cycle}
          </Button>
        )}
        <CycleSteps before={before} cycle={cycle} after={after} onGo={goTo} />
      </header>
      {query.isError && <FailedNotice failure={failureOf(query.error)} onRetry={() => void query.refetch()} />}
      {!query.isError && rows && (
        <DeviationTable labSlug={labSlug} cycle={cycle} rows={rows} metric={metric} isStale={query.isPlaceholderData} />
      )}
      {!query.isError && !rows && <TableSkeleton rows={Math.min(series.cells, 12)} />}
    </section>
  );
});

const kindOf = (filter: { tags: readonly string[] } | null) => filter?.tags[0] ?? null;

/** While nobody chose a cycle it goes on with the group, but not under the pointer that looks at it. */
function useHeldCycle({ cycle, isFollowing, series: { key } }: DeepDiveProps) {
  const [held, setHeld] = useState<{ key: string; cycle: number } | null>(null);
  const release = () => setHeld(null);
  const isHeld = isFollowing && held?.key === key;
  const holders = {
    // A pointer that only rests where the page came to lie looks at nothing.
    onPointerMove: () => setHeld((before) => (before?.key === key ? before : { key, cycle })),
    onPointerLeave: release,
  };
  return { cycle: isHeld ? held.cycle : cycle, holders, isBehind: isHeld && held.cycle !== cycle, release };
}

function summaryOf({ mean, std, n, cells }: PreparedSeries, at: number | null, metric: MetricDescription): string {
  if (at === null) return "no finished cycle of this number";
  return groupSummary({ mean: mean[at] ?? 0, std: std[at] ?? null, n: n[at] ?? 0, cells }, metric);
}

/** The finished cycles before and after one, and its own index. */
function neighbours(cycles: readonly number[], cycle: number) {
  const index = indexAtOrAfter(cycles, cycle);
  const isThere = cycles[index] === cycle;
  return {
    before: cycles[index - 1] ?? null,
    at: isThere ? index : null,
    after: cycles[isThere ? index + 1 : index] ?? null,
  };
}
