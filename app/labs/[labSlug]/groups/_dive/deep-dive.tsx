"use client";

import { Button, Switch } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { Link } from "@/app/_components/link";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import type { GroupStyle } from "@/app/_charts/groups/style/group-style";
import { GroupSwatch } from "@/app/_charts/groups/style/group-swatch";
import type { PreparedSeries } from "@/app/_charts/groups/prepare-series";
import { FailedNotice, TableSkeleton } from "@/app/_components/answer-state";
import { useIsShared } from "@/app/_components/use-is-shared";
import { useShortcut } from "@/app/_components/browser/use-shortcut";
import { failureOf, useTRPC } from "@/app/_trpc/trpc";
import type { GroupsQuestion } from "@/app/_trpc/use-live-groups";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { CellLine } from "@/server/domain/groups/groups-view";
import type { Role } from "@/server/domain/labs/permissions";
import { compareHref, type Pin } from "../../compare/compare-state";
import { viewOfDive } from "../../_share/prepare-share";
import { ShareButton } from "../../_share/share-button";
import type { DashboardState, Split } from "../dashboard-state";
import type { ChangeDashboard } from "../use-dashboard-state";
import { CycleSteps } from "./cycle-steps";
import classes from "./deep-dive.module.css";
import { DiveCells } from "./dive-cells";
import { neighbours, prepareDeviations, summaryOf } from "./prepare-deviations";

const GroupAgeing = dynamic(() => import("./group-ageing").then((loaded) => loaded.GroupAgeing), { ssr: false });

type DeepDiveProps = {
  role: Role;
  split: Split;
  question: GroupsQuestion;
  metric: MetricDescription;
  series: PreparedSeries;
  style: GroupStyle;
  cycle: number;
  /** Whether the cycle is the group's latest one, and not one that was asked for. */
  isFollowing: boolean;
  /** The curves of the group's cells; none while they are not known. */
  lines: readonly CellLine[];
  state: DashboardState;
  onChange: ChangeDashboard;
};

/** The cells of one group at one cycle, by how far they stray. */
export const DeepDive = memo(function DeepDive(props: DeepDiveProps) {
  const { question, metric, series, style, state, onChange } = props;
  const { cycle, holders, isBehind, release } = useHeldCycle(props);
  const { before, at, after } = useMemo(() => neighbours(series.cycle, cycle), [series.cycle, cycle]);
  const goTo = useCycleSteps(props, cycle);
  const query = useDeviations(question, series.key, cycle);
  const isShared = useIsShared();
  const rows = useMemo(() => query.cells && prepareDeviations(query.cells, metric), [query.cells, metric]);
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
        <ShareButton
          labSlug={question.labSlug}
          role={props.role}
          view={() => viewOfDive({ split: props.split, metric: question.metric, state }, { ...series, cycle })}
        />
        {rows && !isShared && (
          <Button variant="default" size="compact-sm" component={Link} href={comparisonOf(props, rows)}>
            Compare
          </Button>
        )}
        <Switch
          className={classes.scores}
          size="xs"
          label="All scores"
          checked={state.scores}
          onChange={({ currentTarget }) => onChange({ scores: currentTarget.checked })}
        />
        <AgeingSwitch {...props} />
        <CycleSteps before={before} cycle={cycle} after={after} onGo={goTo} />
      </header>
      {query.error && <FailedNotice failure={failureOf(query.error)} onRetry={query.retry} />}
      {!query.error && rows && (
        <DiveCells {...props} labSlug={question.labSlug} cycle={cycle} rows={rows} isStale={query.isStale} />
      )}
      {!query.error && !rows && <TableSkeleton rows={Math.min(series.cells, 12)} />}
      <OpenedAgeing {...props} />
    </section>
  );
});

/** Nobody who has a link asks for more than what it shows. */
function AgeingSwitch({ state, onChange }: DeepDiveProps) {
  const isShared = useIsShared();
  if (isShared) return null;
  return (
    <Switch
      className={classes.scores}
      size="xs"
      label="Ageing"
      checked={state.ageing}
      onChange={({ currentTarget }) => onChange({ ageing: currentTarget.checked })}
    />
  );
}

function OpenedAgeing({ state, question, series }: DeepDiveProps) {
  const isShared = useIsShared();
  return state.ageing && !isShared ? <GroupAgeing choice={question} group={series} /> : null;
}

/** How the cells of the group deviate; undefined while it is not known. */
function useDeviations(question: GroupsQuestion, group: string, cycle: number) {
  const trpc = useTRPC();
  const asked = { ...question, cycle, group };
  const query = useQuery(trpc.groups.deviations.queryOptions(asked, { placeholderData: keepPreviousData }));
  const { data } = query;
  // The previous result, kept while the next loads, must not appear under another unit, group or filter.
  const filter = data?.filter ?? null;
  const isOfThis =
    data?.metric === question.metric &&
    data.group === group &&
    (filter?.tags[0] ?? null) === question.tag &&
    (filter?.rateC ?? null) === question.rateC;
  return {
    cells: isOfThis ? data.cells : undefined,
    isStale: query.isPlaceholderData,
    error: query.isError ? query.error : null,
    retry: () => void query.refetch(),
  };
}

/** Steps from cycle to cycle, by keys too. */
function useCycleSteps({ series, onChange }: DeepDiveProps, cycle: number) {
  // The cycle of the last step: the next key press may come before the page is rendered again.
  const reached = useRef(cycle);
  useEffect(() => {
    reached.current = cycle;
  }, [cycle]);
  const goTo = (next: number | null) => {
    if (next === null) return;
    reached.current = next;
    onChange({ group: series.key, cycle: next });
  };
  useShortcut("ArrowLeft", () => goTo(neighbours(series.cycle, reached.current).before));
  useShortcut("ArrowRight", () => goTo(neighbours(series.cycle, reached.current).after));
  return goTo;
}

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

/** The group beside the cell that is looked at in it, else the one that strays most; of the same cycles, over the same axis. */
function comparisonOf({ question, series, state }: DeepDiveProps, rows: readonly { cell: string }[]): string {
  const { labSlug, metric, tag, rateC } = question;
  const cell = state.cell ?? rows[0]?.cell;
  const { groupingId, by, where } = question;
  const group: Pin = { kind: "group", groupingId, by, where, key: series.key };
  const pins: Pin[] = cell === undefined ? [group] : [group, { kind: "cell", cell }];
  return compareHref(labSlug, pins, { metric, x: state.x, tag, rateC });
}
