"use client";

import { useRef } from "react";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import type { LabOverview } from "@/server/domain/cells/lab-overview";
import { may, type Role } from "@/server/domain/labs/permissions";
import type { LabSummary } from "../lab-summary";
import { useListedStrays } from "../_frame/use-listed-strays";
import { FirstRun } from "../start/first-run";
import { CellsSection } from "./cells/cells-section";
import { ChannelsCard } from "./cards/channels-card";
import { FinishedCard } from "./cards/finished-card";
import { NowCard } from "./cards/now-card";
import classes from "./overview.module.css";
import { PinnedCharts } from "./charts/pinned-charts";
import type { ListedStray } from "./cards/prepare-stray-list";
import { StraysCard } from "./cards/strays-card";
import type { CellFilter } from "./overview-view";
import { StateFilter } from "./cells/state-filter";
import { useOverview } from "./use-overview";
import { useOverviewView } from "./use-overview-view";

type OverviewProps = { lab: LabSummary & { role: Role } };

/** What runs, what strays, what stopped. A lab without cells shows the ways to a first one instead. */
export function Overview({ lab }: OverviewProps) {
  const query = useOverview(lab.slug);
  const { data } = query;
  if (data?.cells.length === 0) return <FirstRun lab={lab} role={lab.role} isOverview />;
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>Overview</h1>
      {data === undefined && query.error !== null ? (
        <AnswerState query={query} skeleton={null} />
      ) : (
        <Sections lab={lab} overview={data ?? null} readAtMs={query.dataUpdatedAt} />
      )}
    </div>
  );
}

type SectionsProps = OverviewProps & { overview: LabOverview | null; readAtMs: number };

function Sections({ lab: { slug, role, timeZone }, overview, readAtMs }: SectionsProps) {
  const view = useOverviewView();
  const list = useRef<HTMLDivElement>(null);
  const showOnly = (only: readonly CellFilter[]) => {
    view.setOnly(only);
    bringIntoSight(list.current);
  };
  const { groupingId, strays } = useListedStrays(slug);
  const skewMs = skewOf(overview, readAtMs);
  return (
    <>
      <div className={classes.states}>
        {overview !== null && (
          <StateFilter
            cells={overview.cells}
            strays={strays?.length ?? null}
            only={view.only}
            onToggle={(filter) => showOnly(toggled(view.only, filter))}
          />
        )}
      </div>
      <div className={classes.cards}>
        <StraysCard
          labSlug={slug}
          groupingId={groupingId}
          strays={strays}
          onShowAll={() => {
            view.onTable({ filter: "", order: { key: "deviation", isFalling: false } });
            showOnly(["stray"]);
          }}
        />
        <NowCard overview={overview} skewMs={skewMs} timeZone={timeZone} />
        <FinishedCard labSlug={slug} timeZone={timeZone} />
        <ChannelsCard labSlug={slug} mayChoose={may(role, "editLab")} overview={overview} />
        <PinnedCharts labSlug={slug} mayChoose={may(role, "editLab")} />
      </div>
      <div ref={list} className={classes.list}>
        {overview === null ? (
          <TableSkeleton rows={12} />
        ) : (
          <CellsSection
            labSlug={slug}
            timeZone={timeZone}
            overview={overview}
            strays={strays ?? NO_STRAYS}
            skewMs={skewMs}
            view={view}
          />
        )}
      </div>
    </>
  );
}

const toggled = (only: readonly CellFilter[], filter: CellFilter) =>
  only.includes(filter) ? only.filter((one) => one !== filter) : [...only, filter];

const IN_SIGHT = 0.7;

/** What was asked for at the top of the page is listed further down; on a screen that shows it already, nothing moves. */
function bringIntoSight(list: HTMLElement | null): void {
  if (list && list.getBoundingClientRect().top > IN_SIGHT * window.innerHeight) list.scrollIntoView({ block: "start" });
}

const NO_STRAYS: readonly ListedStray[] = [];
/** Clocks that differ by less count as equal: an answer takes that long to arrive. */
const CLOCK_TOLERANCE_MS = 5_000;

/** How far this computer's clock is ahead of the server's. */
function skewOf(overview: LabOverview | null, readAtMs: number): number {
  const skewMs = overview === null ? 0 : readAtMs - overview.nowMs;
  return Math.abs(skewMs) > CLOCK_TOLERANCE_MS ? skewMs : 0;
}
