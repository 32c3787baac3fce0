"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import { useCallback, useMemo } from "react";
import { type OverlaidPanel, prepareOverlaid, type ToldTraces } from "@/app/_charts/time-series/prepare-overlaid";
import { AnswerState, Placeholder } from "@/app/_components/answer-state";
import { FailingPart } from "@/app/_components/failing-part";
import { PageSection } from "../page-section";
import { useCellTraces } from "../use-cell-queries";
import classes from "./charts.module.css";
import { FewerCycles } from "./fewer-cycles";
import { cyclesOfFamily } from "./prepare-curves-view";
import { SamplesMenu } from "./samples-menu";
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
  const { state, onChange, hasTemperature } = props;
  const { query, panels } = usePanels(props);
  const zoom = useCallback(
    (range: { from: number; to: number } | null) => onChange({ begin: range?.from ?? null, end: range?.to ?? null }),
    [onChange],
  );
  return (
    <PageSection
      title="Over time"
      aside={panels && countText(panels)}
      controls={
        <>
          {(state.begin !== null || state.end !== null) && (
            <Button variant="subtle" size="compact-sm" onClick={() => zoom(null)}>
              All of it
            </Button>
          )}
          <TimeSelect state={state} onChange={onChange} />
          <SamplesMenu page={props.page} tests={props.tests} />
        </>
      }
    >
      <FewerCycles parameters={query.data?.parameters} />
      {panels ? (
        <Chart {...props} panels={panels} onZoom={zoom} />
      ) : (
        <AnswerState
          query={{ ...query, isPending: true }}
          skeleton={
            <TimePlace hasTemperature={hasTemperature}>
              <Placeholder className={classes.whole} />
            </TimePlace>
          }
        />
      )}
    </PageSection>
  );
}

/** What is drawn; undefined while it loads. */
function usePanels({ page, cycles, state: { time, cycle, first, last } }: TimeSectionProps) {
  const mode = modeOf(time);
  const query = useCellTraces(page, { mode, cycles: cyclesOfFamily(cycles.data?.cycles, { first, last }) });
  const told = query.data?.curves;
  const isAmong = told?.some((one) => one.cycle === cycle) ?? true;
  const isAlone = cycle !== null && !isAmong;
  const alone = useCellTraces(page, isAlone ? { mode, cycles: String(cycle) } : null);
  const own = isAlone ? (alone.data?.curves ?? NO_TRACES) : NO_TRACES;
  const panels = useMemo(() => told && prepareOverlaid(told, { own, cycle }), [told, own, cycle]);
  return { query, panels };
}

const countOf = (panels: readonly OverlaidPanel[]) => panels[0]?.family.curves.length ?? 0;
const countText = (panels: readonly OverlaidPanel[]) =>
  `${countOf(panels)} ${countOf(panels) === 1 ? "curve" : "curves"}`;

type ChartProps = TimeSectionProps & {
  panels: readonly OverlaidPanel[];
  onZoom: (range: { from: number; to: number } | null) => void;
};

function Chart({ page, state, onChange, hasTemperature, panels, onZoom }: ChartProps) {
  const { time, cycle, first, last, begin, end } = state;
  const zoomed = useMemo(() => ({ from: begin, to: end }), [begin, end]);
  const choose = useCallback((next: number) => onChange({ cycle: next }), [onChange]);
  if (countOf(panels) === 0) {
    return <p className={classes.nothing}>These cycles have no samples that could be drawn.</p>;
  }
  return (
    <TimePlace hasTemperature={hasTemperature}>
      <FailingPart title="These cycles cannot be drawn" shownKey={`${time} ${first} ${last}`}>
        <OverlaidChart
          name={page.cell}
          viewKey={`${time} ${first} ${last}`}
          panels={panels}
          chosenCycle={cycle}
          zoomed={zoomed}
          onChoose={choose}
          onZoom={onZoom}
        />
      </FailingPart>
    </TimePlace>
  );
}
