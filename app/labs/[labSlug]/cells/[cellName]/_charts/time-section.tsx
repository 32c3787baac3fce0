"use client";

import { Button, SegmentedControl } from "@mantine/core";
import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useMemo } from "react";
import type { TimeWindow } from "@/app/_charts/time-series/time-series-chart";
import { AnswerState, Placeholder } from "@/app/_components/answer-state";
import { FailingPart } from "@/app/_components/failing-part";
import type { PageCycle } from "@/server/domain/cells/cell-page";
import { PageSection } from "../page-section";
import { useCellSamples } from "../use-cell-queries";
import classes from "./charts.module.css";
import { resolutionText, wholeOf } from "./prepare-time-view";
import type { SectionProps } from "./section-props";

const TimeSeriesChart = dynamic(
  () => import("@/app/_charts/time-series/time-series-chart").then(({ TimeSeriesChart: chart }) => chart),
  { ssr: false, loading: () => <Placeholder className={classes.whole} /> },
);

const NO_CYCLES: PageCycle[] = [];

type TimeSectionProps = SectionProps & {
  timeZone: string;
  /** Of the last sample: as many panels are kept free while the chart loads. */
  hasTemperature: boolean;
};

/** Voltage, current and temperature over time, from all of the cell's life to single samples. */
export function TimeSection(props: TimeSectionProps) {
  const { page, cycles, state, onChange, timeZone, hasTemperature } = props;
  const window = useMemo<TimeWindow>(() => ({ fromMs: state.since, toMs: state.until }), [state.since, state.until]);
  const query = useCellSamples(page, window);
  const all = cycles.data?.cycles ?? NO_CYCLES;
  const whole = useMemo(() => wholeOf(all), [all]);
  const zoom = useCallback(({ fromMs, toMs }: TimeWindow) => onChange({ since: fromMs, until: toMs }), [onChange]);
  const isZoomed = state.since !== null || state.until !== null;
  const points = query.data?.points;
  const chosen = all.find(({ cycle }) => cycle === state.cycle);
  return (
    <PageSection
      title="Over time"
      aside={query.data && resolutionText(query.data)}
      controls={<TimeControls state={state} chosen={chosen} isZoomed={isZoomed} onChange={onChange} onZoom={zoom} />}
    >
      {!points && (
        <AnswerState
          query={query}
          skeleton={
            <TimePlace hasTemperature={hasTemperature}>
              <Placeholder className={classes.whole} />
            </TimePlace>
          }
        />
      )}
      {points?.time.length === 0 && (
        <p className={classes.hint}>
          No sample lies in this stretch of time. A double click, or “All of it”, shows all.
        </p>
      )}
      {points && points.time.length > 0 && (
        <TimePlace hasTemperature={hasTemperature}>
          <FailingPart title="These samples cannot be drawn" shownKey={`${state.time} ${state.since} ${state.until}`}>
            <TimeSeriesChart
              viewKey={`${state.time} ${isZoomed}`}
              points={points}
              originMs={state.time === "clock" ? null : originOf(whole, points.time)}
              timeZone={timeZone}
              window={window}
              wholeMs={whole}
              cycles={all}
              chosen={state.cycle}
              onWindow={zoom}
            />
          </FailingPart>
        </TimePlace>
      )}
    </PageSection>
  );
}

/** The first sample of all, or of what is shown. */
const originOf = (whole: ReturnType<typeof wholeOf>, times: readonly number[]) => whole?.[0] ?? times[0] ?? null;

function TimePlace({ hasTemperature, children }: { hasTemperature: boolean; children: ReactNode }) {
  return (
    <div className={classes.time} data-panels={hasTemperature ? 3 : 2}>
      {children}
    </div>
  );
}

type TimeControlsProps = Pick<SectionProps, "state" | "onChange"> & {
  chosen: PageCycle | undefined;
  isZoomed: boolean;
  onZoom: (window: TimeWindow) => void;
};

function TimeControls({ state, chosen, isZoomed, onChange, onZoom }: TimeControlsProps) {
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
      <SegmentedControl
        size="xs"
        aria-label="Times"
        value={state.time}
        data={[
          { value: "clock", label: "Clock" },
          { value: "elapsed", label: "Since first sample" },
        ]}
        onChange={(time) => onChange({ time })}
      />
    </>
  );
}
