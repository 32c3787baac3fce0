"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import { useCallback, useMemo } from "react";
import { prepareOverlaid, type ToldTraces } from "@/app/_charts/time-series/prepare-overlaid";
import { AnswerState, Placeholder } from "@/app/_components/answer-state";
import { FailingPart } from "@/app/_components/failing-part";
import { PageSection } from "../page-section";
import { useCellTraces } from "../use-cell-queries";
import classes from "./charts.module.css";
import { cyclesOfFamily } from "./prepare-curves-view";
import type { TimeSectionProps } from "./section-props";
import { TimePlace, TimeSelect } from "./time-parts";

const OverlaidChart = dynamic(
  () => import("@/app/_charts/time-series/overlaid-chart").then(({ OverlaidChart: chart }) => chart),
  { ssr: false, loading: () => <Placeholder className={classes.whole} /> },
);

const NO_TRACES: readonly ToldTraces[] = [];

/** Which step of each cycle; null for all of it. */
const modeOf = (time: TimeSectionProps["state"]["time"]) =>
  time === "charges" ? "charge" : time === "discharges" ? "discharge" : null;

/** The cycles that have curves above, laid over each other. */
export function Overlaid(props: TimeSectionProps) {
  const { page, cycles, state, onChange, hasTemperature } = props;
  const { time, cycle, begin, end } = state;
  const mode = modeOf(time);
  const query = useCellTraces(page, { mode, cycles: cyclesOfFamily(cycles.data?.cycles, state) });
  const told = query.data?.curves;
  const isAmong = told?.some((one) => one.cycle === cycle) ?? true;
  const alone = useCellTraces(page, cycle === null || isAmong ? null : { mode, cycles: String(cycle) });
  const own = cycle === null || isAmong ? NO_TRACES : (alone.data?.curves ?? NO_TRACES);
  const panels = useMemo(() => told && prepareOverlaid(told, { own, cycle }), [told, own, cycle]);
  const zoomed = useMemo(() => ({ from: begin, to: end }), [begin, end]);
  const isZoomed = begin !== null || end !== null;
  const zoom = useCallback(
    (range: { from: number; to: number } | null) => onChange({ begin: range?.from ?? null, end: range?.to ?? null }),
    [onChange],
  );
  const choose = useCallback((next: number) => onChange({ cycle: next }), [onChange]);
  const count = panels?.[0]?.family.curves.length ?? 0;
  return (
    <PageSection
      title="Over time"
      aside={panels && `${count} ${count === 1 ? "curve" : "curves"}`}
      controls={
        <>
          {isZoomed && (
            <Button variant="subtle" size="compact-sm" onClick={() => zoom(null)}>
              All of it
            </Button>
          )}
          <TimeSelect state={state} onChange={onChange} />
        </>
      }
    >
      {!panels && (
        <AnswerState
          query={{ ...query, isPending: true }}
          skeleton={
            <TimePlace hasTemperature={hasTemperature}>
              <Placeholder className={classes.whole} />
            </TimePlace>
          }
        />
      )}
      {panels && count === 0 && <p className={classes.nothing}>These cycles have no samples that could be drawn.</p>}
      {panels && count > 0 && (
        <TimePlace hasTemperature={hasTemperature}>
          <FailingPart title="These cycles cannot be drawn" shownKey={`${time} ${state.first} ${state.last}`}>
            <OverlaidChart
              viewKey={`${time} ${state.first} ${state.last}`}
              panels={panels}
              chosenCycle={cycle}
              zoomed={zoomed}
              onChoose={choose}
              onZoom={zoom}
            />
          </FailingPart>
        </TimePlace>
      )}
    </PageSection>
  );
}
