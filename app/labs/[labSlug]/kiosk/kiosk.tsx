"use client";

import { UnstyledButton } from "@mantine/core";
import { useDisclosure, useFullscreenDocument } from "@mantine/hooks";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import { changeQueryOfAddress, useQueryOfAddress } from "@/app/_components/browser/use-address";
import { useShortcut } from "@/app/_components/browser/use-shortcut";
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
import { type KioskView, readKioskState, viewKey, writeKioskState } from "./kiosk-state";
import { useTurns } from "./use-turns";

const MS_PER_S = 1000;
const ChooseViews = dynamic(() => import("./choose-views").then(({ ChooseViews: dialog }) => dialog), { ssr: false });

/**
 * What a lab wants on its wall, in turn. It needs the network for what is new only: everything that is shown is there from the start and
 * stays, so that a night without it ends with the next sample.
 */
export function Kiosk({ lab }: { lab: LabSummary & { role: Role } }) {
  const query = useQueryOfAddress();
  const state = useMemo(() => readKioskState(new URLSearchParams(query)), [query]);
  const groupings = useGroupings(lab.slug);
  const choice = useMemo(() => (groupings.data ? choosable(groupings.data) : []), [groupings.data]);
  const usual = useUsualViews(lab.slug, choice);
  const views = state.views.length > 0 ? state.views : usual;
  const turn = useTurns(views.length, state.everyS * MS_PER_S);
  const [isChoosing, { open, close }] = useDisclosure(false);
  const { toggle } = useFullscreenDocument();
  useShortcut("v", () => void toggle());
  useUnattended();
  return (
    <div className={classes.kiosk} data-kiosk={turn}>
      {views.map((view, index) =>
        view.kind === "chart" ? (
          <KioskChart
            key={viewKey(view)}
            labSlug={lab.slug}
            groupingId={view.groupingId}
            metricName={view.metric}
            isShown={index === turn}
          />
        ) : (
          index === turn && (
            <div key={viewKey(view)} className={classes.overview}>
              <Overview lab={lab} />
            </div>
          )
        ),
      )}
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
          onChoose={(chosen) => changeQueryOfAddress(writeKioskState(chosen), true)}
          onClose={close}
        />
      )}
    </div>
  );
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
