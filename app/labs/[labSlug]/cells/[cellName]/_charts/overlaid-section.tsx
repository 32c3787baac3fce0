"use client";

import { Button, NativeSelect } from "@mantine/core";
import dynamic from "next/dynamic";
import { useCallback, useMemo } from "react";
import { type OverlaidPanel, prepareOverlaid, type LoadedTraces } from "@/app/_charts/time-series/prepare-overlaid";
import { AnswerState, Placeholder } from "@/app/_components/answer-state";
import { FailingPart } from "@/app/_components/failing-part";
import { PageSection } from "../page-section";
import { type TracesQuestion, useCellSteps, useCellTraces } from "../use-cell-queries";
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

const NO_TRACES: readonly LoadedTraces[] = [];

/** Which step of each cycle; null for all of it. */
const modeOf = (time: TimeSectionProps["state"]["time"]) =>
  time === "charges" ? "charge" : time === "discharges" ? "discharge" : null;

/** The cycles that have curves above, laid over each other. */
export function Overlaid(props: TimeSectionProps) {
  const { state, onChange, hasTemperature } = props;
  const { query, panels, hasNoSteps } = usePanels(props);
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
          {state.time === "step" && <StepSelect {...props} />}
          <SamplesMenu page={props.page} tests={props.tests} />
        </>
      }
    >
      <FewerCycles parameters={query.data?.parameters} />
      {hasNoSteps && <p className={classes.hint}>No step of this cycle has a number in the cycler's program.</p>}
      {panels ? (
        <Chart {...props} panels={panels} onZoom={zoom} />
      ) : hasNoSteps ? null : (
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

/** The numbers in the program of the steps of the cycle that is looked at, in their order, and the one that is laid over itself. */
function useProgramSteps({ page, state: { time, cycle, step } }: Pick<TimeSectionProps, "page" | "state">) {
  const { data } = useCellSteps(page, time === "step" ? cycle : null);
  const numbers = [...new Set(data?.steps.flatMap((one) => one.step ?? []) ?? [])];
  return { numbers, step: step ?? numbers[0] ?? null, isKnown: data !== undefined };
}

function StepSelect(props: TimeSectionProps) {
  const { numbers, step } = useProgramSteps(props);
  const offered = step === null || numbers.includes(step) ? numbers : [step, ...numbers];
  return (
    <NativeSelect
      size="xs"
      aria-label="Step of the program"
      value={String(step ?? "")}
      disabled={offered.length === 0}
      data={offered.length === 0 ? [""] : offered.map((number) => ({ value: String(number), label: `Step ${number}` }))}
      onChange={({ currentTarget: { value } }) => props.onChange({ step: Number(value), begin: null, end: null })}
    />
  );
}

/** What is drawn; undefined while it loads. */
function usePanels(props: TimeSectionProps) {
  const { page, cycles } = props;
  const { time, cycle, first, last } = props.state;
  const program = useProgramSteps(props);
  const mode = modeOf(time);
  const step = time === "step" ? program.step : null;
  const isReady = time !== "step" || step !== null;
  const family: TracesQuestion = { mode, step, cycles: cyclesOfFamily(cycles.data?.cycles, { first, last }) };
  const query = useCellTraces(page, isReady ? family : null);
  const loaded = query.data?.curves;
  const isAmong = loaded?.some((one) => one.cycle === cycle) ?? true;
  const isAlone = cycle !== null && !isAmong;
  const alone = useCellTraces(page, isAlone ? { mode, step, cycles: String(cycle) } : null);
  const own = isAlone ? (alone.data?.curves ?? NO_TRACES) : NO_TRACES;
  const panels = useMemo(() => loaded && prepareOverlaid(loaded, { own, cycle }), [loaded, own, cycle]);
  return { query, panels, hasNoSteps: !isReady && program.isKnown };
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
