"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import { useCallback, useMemo } from "react";
import type { TimeWindow } from "@/app/_charts/time-series/time-series-chart";
import { AnswerState, Placeholder } from "@/app/_components/answer-state";
import { FailingPart } from "@/app/_components/failing-part";
import type { PageCycle } from "@/server/domain/cells/cell-page";
import { CLOCK_SCALE, elapsedScale, testTimeScale } from "@/app/_charts/time-series/time-scale";
import type { TimeView } from "../cell-page-state";
import { GuideLink } from "@/app/_components/guide-hint";
import { PageSection } from "../page-section";
import { type PageCell, useCellSamples, useCellSteps, useCellTestClock } from "../use-cell-queries";
import classes from "./charts.module.css";
import { stepSpans } from "./prepare-step-spans";
import { resolutionText, wholeOf } from "./prepare-time-view";
import { SamplesMenu } from "./samples-menu";
import type { TimeSectionProps } from "./section-props";
import { TimePlace, TimeSelect } from "./time-parts";

const TimeSeriesChart = dynamic(() => import("./lower-charts").then(({ TimeSeriesChart: chart }) => chart), {
  ssr: false,
  loading: () => <Placeholder className={classes.whole} />,
});

// For whoever lays cycles over each other.
const Overlaid = dynamic(() => import("./overlaid-section").then((loaded) => loaded.Overlaid), {
  ssr: false,
  loading: () => <Placeholder className={classes.whole} />,
});

const NO_CYCLES: PageCycle[] = [];

/** Voltage, current and temperature over time: from all of the cell's life to single samples, or its cycles laid over each other. */
export function TimeSection(props: TimeSectionProps) {
  const { time } = props.state;
  return time === "clock" || time === "elapsed" || time === "test" ? <Life {...props} /> : <Overlaid {...props} />;
}

function Life(props: TimeSectionProps) {
  const { page, cycles, state, onChange, timeZone, hasTemperature } = props;
  const window = useMemo<TimeWindow>(() => ({ fromMs: state.since, toMs: state.until }), [state.since, state.until]);
  const query = useCellSamples(page, window);
  const { data: found } = useCellSteps(page, state.cycle);
  const steps = useMemo(() => stepSpans(found?.steps ?? []), [found]);
  const all = cycles.data?.cycles ?? NO_CYCLES;
  const whole = useMemo(() => wholeOf(all), [all]);
  const zoom = useCallback(({ fromMs, toMs }: TimeWindow) => onChange({ since: fromMs, until: toMs }), [onChange]);
  const isZoomed = state.since !== null || state.until !== null;
  const points = query.data?.points;
  const chosen = all.find(({ cycle }) => cycle === state.cycle);
  const originMs = whole?.[0] ?? points?.time[0] ?? null;
  const { scale, lacksTestTime } = useTimeScale(page, state.time, originMs);
  const isReady = points !== undefined && scale !== null;
  return (
    <PageSection
      title="Over time"
      aside={query.data && resolutionText(query.data)}
      controls={
        <>
          <ZoomControls chosen={chosen} isZoomed={isZoomed} onZoom={zoom} />
          <TimeSelect state={state} onChange={onChange} />
          <SamplesMenu page={page} tests={props.tests} />
          <GuideLink to="vit">Definition</GuideLink>
        </>
      }
    >
      {!isReady && (
        <AnswerState
          query={{ ...query, isPending: true }}
          skeleton={
            <TimePlace hasTemperature={hasTemperature}>
              <Placeholder className={classes.whole} />
            </TimePlace>
          }
        />
      )}
      <Hints lacksTestTime={lacksTestTime} isEmpty={points?.time.length === 0} />
      {isReady && points.time.length > 0 && (
        <TimePlace hasTemperature={hasTemperature}>
          <FailingPart title="These samples cannot be drawn" shownKey={`${state.time} ${state.since} ${state.until}`}>
            <TimeSeriesChart
              name={page.cell}
              regions={props.regions}
              viewKey={`${state.time} ${isZoomed}`}
              points={points}
              scale={scale}
              timeZone={timeZone}
              window={window}
              wholeMs={whole}
              cycles={all}
              chosen={state.cycle}
              steps={steps}
              onWindow={zoom}
            />
          </FailingPart>
        </TimePlace>
      )}
    </PageSection>
  );
}

function Hints({ lacksTestTime, isEmpty }: { lacksTestTime: boolean; isEmpty: boolean }) {
  return (
    <>
      {lacksTestTime && (
        <p className={classes.hint}>No sample of this cell carries test time: time goes by the clock.</p>
      )}
      {isEmpty && (
        <p className={classes.hint}>
          No sample lies in this stretch of time. A double click, or “All of it”, shows all.
        </p>
      )}
    </>
  );
}

/** What the axis counts; null while that is not known. */
function useTimeScale(page: PageCell, time: TimeView, originMs: number | null) {
  const { data: clock } = useCellTestClock(page, time === "test");
  const scale = useMemo(() => {
    if (time === "clock") return CLOCK_SCALE;
    if (time === "test" && clock === undefined) return null;
    return time === "test" && clock ? testTimeScale(clock) : elapsedScale(originMs ?? 0);
  }, [time, clock, originMs]);
  return { scale, lacksTestTime: time === "test" && clock === null };
}

type ZoomControlsProps = {
  chosen: PageCycle | undefined;
  isZoomed: boolean;
  onZoom: (window: TimeWindow) => void;
};

function ZoomControls({ chosen, isZoomed, onZoom }: ZoomControlsProps) {
  return (
    <>
      {chosen && (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => onZoom({ fromMs: Math.floor(chosen.startedAtMs), toMs: Math.ceil(chosen.endedAtMs) })}
        >
          Zoom to cycle {chosen.cycle}
        </Button>
      )}
      {isZoomed && (
        <Button
          variant="subtle"
          size="compact-sm"
          title="Also by a double click on the chart"
          onClick={() => onZoom({ fromMs: null, toMs: null })}
        >
          All of it
        </Button>
      )}
    </>
  );
}
