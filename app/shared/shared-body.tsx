"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { AnswerState, Placeholder } from "@/app/_components/answer-state";
import { changeQueryOfAddress } from "@/app/_components/browser/use-address";
import { useTRPC } from "@/app/_trpc/trpc";
import { CellPage } from "@/app/labs/[labSlug]/cells/[cellName]/cell-page";
import { pinsNow } from "@/app/labs/[labSlug]/_share/prepare-share";
import { CompareBody } from "@/app/labs/[labSlug]/compare/compare-body";
import { readCompareState, writeCompareState } from "@/app/labs/[labSlug]/compare/compare-state";
import { Pins } from "@/app/labs/[labSlug]/compare/pins";
import { useCompareState } from "@/app/labs/[labSlug]/compare/use-compare-state";
import { useLines } from "@/app/labs/[labSlug]/compare/use-lines";
import { GroupsPanel } from "@/app/labs/[labSlug]/groups/_panel/groups-panel";
import { useDashboardState } from "@/app/labs/[labSlug]/groups/use-dashboard-state";
import type { SharedOpening } from "@/server/domain/labs/granted-view";
import classes from "./shared-page.module.css";

/** Stands for the lab's name, which the server does not need here and nobody shall read. */
const NO_LAB = "shared";
const NOBODY = { labSlug: NO_LAB, role: "viewer" } as const;

/** The page that is shared, drawn by its own parts. */
export function SharedBody({ opened }: { opened: SharedOpening }) {
  const isAtView = useAddressOf(queryNow(opened));
  if (!isAtView) return <Placeholder className={classes.waiting} />;
  if (opened.page === "cell") return <SharedCell opened={opened} />;
  if (opened.page === "compare") return <SharedComparison opened={opened} />;
  return <SharedGroups opened={opened} />;
}

/** Puts the query of the view into the address, where its parts read what they show. */
function useAddressOf(query: string): boolean {
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    changeQueryOfAddress(query, false);
    setShown(query);
  }, [query]);
  return shown === query;
}

/** Cells may have other names by now. */
function queryNow({ page, query, cells }: SharedOpening): string {
  const params = new URLSearchParams(query);
  if (page === "compare") {
    const state = readCompareState(params);
    return writeCompareState({ ...state, pins: pinsNow(state.pins, cells) });
  }
  if (page === "groups" && cells[0]) params.set("referenceCell", cells[0]);
  return params.toString();
}

function SharedGroups({ opened: { splits } }: { opened: SharedOpening }) {
  const [state, change] = useDashboardState();
  const [split] = splits;
  const [metric = "dischargeCapacityAh"] = split?.metrics ?? [];
  if (!split) return null;
  const shown = { ...split, defaultMetric: metric };
  return <GroupsPanel {...NOBODY} split={shown} metricName={metric} state={state} onChange={change} />;
}

function SharedComparison({ opened: { splits } }: { opened: SharedOpening }) {
  const [state, change] = useCompareState();
  const groupings = splits.map(({ groupingId, name }) => ({ id: groupingId, name }));
  const pinned = useLines(NO_LAB, state, { groupings });
  return (
    <>
      <Pins labSlug={NO_LAB} pinned={pinned} state={state} onChange={change} />
      <CompareBody pinned={pinned} state={state} onChange={change} />
    </>
  );
}

function SharedCell({ opened: { cells, timeZone } }: { opened: SharedOpening }) {
  const trpc = useTRPC();
  const [cell] = cells;
  const query = useQuery(trpc.cellPage.head.queryOptions({ labSlug: NO_LAB, cell: cell ?? "" }));
  if (!query.data) return <AnswerState query={query} skeleton={<Placeholder className={classes.waiting} />} />;
  return <CellPage key={cell} {...NOBODY} timeZone={timeZone} initial={query.data} serverNowMs={Date.now()} />;
}
