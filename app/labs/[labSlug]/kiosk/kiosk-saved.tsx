"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { AnswerState, Placeholder } from "@/app/_components/answer-state";
import { type Address, OwnAddressContext } from "@/app/_components/browser/use-address";
import { ShortcutsContext } from "@/app/_components/browser/use-shortcut";
import { FailingPart } from "@/app/_components/failing-part";
import { SharedPageContext } from "@/app/_components/use-is-shared";
import { useTRPC } from "@/app/_trpc/trpc";
import { useGroupings } from "@/app/_trpc/use-groupings";
import { CellPage } from "../cells/[cellName]/cell-page";
import { CompareBody } from "../compare/compare-body";
import { Pins } from "../compare/pins";
import { useCompareState } from "../compare/use-compare-state";
import { useChoices, useLines } from "../compare/use-lines";
import { choosable, chosenSplit } from "../groups/dashboard-state";
import { GroupsPanel } from "../groups/_panel/groups-panel";
import { useDashboardState } from "../groups/use-dashboard-state";
import classes from "./kiosk.module.css";

export type SavedKioskView = {
  id: number;
  name: string;
  page: "groups" | "cell" | "compare";
  cell: string | null;
  query: string;
};

/** Nobody changes anything there. */
const OF_WALL = { role: "viewer" } as const;

type KioskSavedProps = { labSlug: string; timeZone: string; view: SavedKioskView; isShown: boolean };

/** A saved view on a wall: the page itself, from the query that it was saved with. It stays, so that it is there without network, too. */
export function KioskSaved({ labSlug, timeZone, view, isShown }: KioskSavedProps) {
  // The page of a cell has its own.
  const Title = view.page === "cell" ? "p" : "h1";
  return (
    <section className={classes.view} aria-label={view.name} hidden={!isShown} data-saved={view.id}>
      <Title className={classes.title}>{view.name}</Title>
      <div className={classes.page}>
        <FailingPart title="This view cannot be drawn" shownKey={`${view.id} ${view.query}`}>
          <OnWall key={view.query} query={view.query}>
            {view.page === "groups" && <Groups labSlug={labSlug} />}
            {view.page === "compare" && <Comparison labSlug={labSlug} />}
            {view.cell !== null && <Cell labSlug={labSlug} timeZone={timeZone} cell={view.cell} />}
          </OnWall>
        </FailingPart>
      </div>
    </section>
  );
}

/** Parts of pages with a query of their own, the keys left to the wall, and names that lead nowhere. */
function OnWall({ query: saved, children }: { query: string; children: ReactNode }) {
  const [query, setQuery] = useState(saved);
  const address = useMemo<Address>(() => ({ query, read: () => query, change: setQuery }), [query]);
  return (
    <SharedPageContext value={true}>
      <ShortcutsContext value={false}>
        <OwnAddressContext value={address}>{children}</OwnAddressContext>
      </ShortcutsContext>
    </SharedPageContext>
  );
}

function Groups({ labSlug }: { labSlug: string }) {
  const [state, change] = useDashboardState();
  const groupings = useGroupings(labSlug);
  const split = useMemo(
    () => (groupings.data ? chosenSplit(choosable(groupings.data), state) : null),
    [groupings.data, state],
  );
  if (!split) return <AnswerState query={groupings} skeleton={<Placeholder className={classes.waiting} />} />;
  const metric = state.metric ?? split.defaultMetric;
  return (
    <GroupsPanel {...OF_WALL} labSlug={labSlug} split={split} metricName={metric} state={state} onChange={change} />
  );
}

function Comparison({ labSlug }: { labSlug: string }) {
  const [state, change] = useCompareState();
  const pinned = useLines(labSlug, state, useChoices(labSlug));
  return (
    <>
      <Pins labSlug={labSlug} pinned={pinned} state={state} onChange={change} />
      <CompareBody pinned={pinned} state={state} onChange={change} />
    </>
  );
}

function Cell({ labSlug, timeZone, cell }: { labSlug: string; timeZone: string; cell: string }) {
  const trpc = useTRPC();
  const head = useQuery(trpc.cellPage.head.queryOptions({ labSlug, cell }));
  if (!head.data) return <AnswerState query={head} skeleton={<Placeholder className={classes.waiting} />} />;
  return (
    <CellPage
      key={cell}
      labSlug={labSlug}
      {...OF_WALL}
      timeZone={timeZone}
      initial={head.data}
      serverNowMs={Date.now()}
    />
  );
}
