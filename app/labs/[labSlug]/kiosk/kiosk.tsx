"use client";

import { UnstyledButton } from "@mantine/core";
import { useDisclosure, useFullscreenDocument } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import { changeQueryOfAddress, useQueryOfAddress } from "@/app/_components/browser/use-address";
import { useShortcut } from "@/app/_components/browser/use-shortcut";
import { useTRPC } from "@/app/_trpc/trpc";
import { useGroupings } from "@/app/_trpc/use-groupings";
import type { Role } from "@/server/domain/labs/permissions";
import { Overview } from "../_overview/overview";
import type { ChartGrouping } from "../_overview/charts/prepare-pinned-charts";
import { useLabSettings } from "../_overview/use-overview";
import { choosable, chosenGrouping } from "../groups/dashboard-state";
import type { LabSummary } from "../lab-summary";
import classes from "./kiosk.module.css";
import { useUnattended } from "./use-unattended";
import { KioskChart } from "./kiosk-chart";
import type { SavedKioskView } from "./kiosk-saved";
import { type KioskView, readKioskState, viewKey, writeKioskState } from "./kiosk-state";
import { useTurns } from "./use-turns";

const MS_PER_S = 1000;
/** Saved views are no part of what a lab hears of. */
const VIEWS_READ_EVERY_MS = 10 * 60 * MS_PER_S;
const ChooseViews = dynamic(() => import("./choose-views").then(({ ChooseViews: dialog }) => dialog), { ssr: false });
const KioskSaved = dynamic(() => import("./kiosk-saved").then(({ KioskSaved: view }) => view), { ssr: false });

type LabOfKiosk = LabSummary & { role: Role };

/**
 * What a lab wants on its wall, in turn. It needs the network for what is new only: everything that is shown is there from the start and
 * stays, so that a night without it ends with the next sample.
 */
export function Kiosk({ lab }: { lab: LabOfKiosk }) {
  const query = useQueryOfAddress();
  const state = useMemo(() => readKioskState(new URLSearchParams(query)), [query]);
  const groupings = useGroupings(lab.slug);
  const choice = useMemo(() => (groupings.data ? choosable(groupings.data) : []), [groupings.data]);
  const usual = useUsualViews(lab.slug, choice);
  const views = state.views.length > 0 ? state.views : usual;
  const [isChoosing, { open, close }] = useDisclosure(false);
  const saved = useSavedViews(lab.slug, isChoosing || views.some(({ kind }) => kind === "saved"));
  const turn = useTurns(views.length, state.everyS * MS_PER_S);
  const { toggle } = useFullscreenDocument();
  useShortcut("v", () => void toggle());
  useUnattended();
  return (
    <div className={classes.kiosk} data-kiosk={turn}>
      {views.map((view, index) => (
        <View key={viewKey(view)} lab={lab} view={view} saved={saved} isShown={index === turn} />
      ))}
      <p className={classes.foot}>
        <span>
          {turn + 1} of {views.length}, every {state.everyS} s
        </span>
        <span className={classes.keys}>
          <UnstyledButton className={classes.choose} onClick={open}>
            Choose views
          </UnstyledButton>
          , ← → go by hand, v full screen
        </span>
      </p>
      {isChoosing && (
        <ChooseViews
          state={{ views, everyS: state.everyS }}
          choice={choice}
          saved={saved ?? NONE}
          onChoose={(chosen) => changeQueryOfAddress(writeKioskState(chosen), true)}
          onClose={close}
        />
      )}
    </div>
  );
}

const NONE: [] = [];

type ViewProps = { lab: LabOfKiosk; view: KioskView; saved: readonly SavedKioskView[] | undefined; isShown: boolean };

function View({ lab, view, saved, isShown }: ViewProps) {
  if (view.kind === "chart") {
    const { groupingId, metric } = view;
    return <KioskChart labSlug={lab.slug} groupingId={groupingId} metricName={metric} isShown={isShown} />;
  }
  if (view.kind === "overview") {
    return (
      isShown && (
        <div className={classes.overview}>
          <Overview lab={lab} />
        </div>
      )
    );
  }
  const found = saved?.find(({ id }) => id === view.id);
  if (found) return <KioskSaved labSlug={lab.slug} timeZone={lab.timeZone} view={found} isShown={isShown} />;
  return isShown && <p className={classes.waiting}>{saved ? "This saved view was removed." : "Loading"}</p>;
}

/** The lab's saved views, while any is shown or may be chosen; undefined before they are known. */
function useSavedViews(labSlug: string, isEnabled: boolean): readonly SavedKioskView[] | undefined {
  const trpc = useTRPC();
  const options = { enabled: isEnabled, staleTime: VIEWS_READ_EVERY_MS, refetchInterval: VIEWS_READ_EVERY_MS };
  return useQuery(trpc.views.list.queryOptions({ labSlug }, options)).data?.views;
}

/** The charts that the lab pinned, else its first grouping; then the overview. */
function useUsualViews(labSlug: string, choice: readonly ChartGrouping[]): KioskView[] {
  const settings = useLabSettings(labSlug);
  return useMemo(() => {
    const pinned = (settings.data?.pinnedCharts ?? []).filter(({ groupingId }) =>
      choice.some(({ id }) => id === groupingId),
    );
    const first = chosenGrouping(choice, { groupingId: null });
    const charts = pinned.length > 0 ? pinned : first ? [{ groupingId: first.id, metric: first.defaultMetric }] : [];
    return [...charts.map((chart): KioskView => ({ kind: "chart", ...chart })), { kind: "overview" }];
  }, [choice, settings.data]);
}
