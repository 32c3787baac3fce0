"use client";

import { useMemo } from "react";
import type { Crosshair } from "@/app/_charts/frame/pointer/crosshair";
import type { Domain } from "@/app/_charts/frame/prepare-axis";
import type { Zoom } from "@/app/_charts/frame/prepare-projection";
import { UnderFirstDrawing } from "@/app/_charts/first/first-drawing";
import { GroupMultiplesChart } from "@/app/_charts/small/group-multiples-chart";
import { GroupChart, type GroupChartProps } from "@/app/_charts/groups/group-chart";
import type { GroupAxis } from "@/app/_charts/groups/prepare-group-axes";
import { AnswerState, Placeholder } from "@/app/_components/answer-state";
import { FailingPart } from "@/app/_components/failing-part";
import type { ValueStore } from "@/app/_components/browser/value-store";
import { useGroupsOverX } from "@/app/_trpc/use-groups-over-x";
import { type GroupsQuestion, useLiveGroups } from "@/app/_trpc/use-live-groups";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import type { CellLine } from "@/server/domain/groups/groups-view";
import type { OtherX } from "@/server/domain/groups/x-axes";
import { useCellLines } from "@/app/_trpc/use-cell-lines";
import classes from "./chart-stack.module.css";
import type { DashboardState } from "../dashboard-state";
import { overXView } from "../prepare-view";
import { useAbout } from "./use-about";
import { type PanelView, usePanelGroups } from "./use-panel-groups";

export type ChartStackProps = {
  main: GroupChartProps;
  panels: readonly MetricName[];
  /** Whether each group has a small chart of its own. */
  small: boolean;
  below: Omit<MetricPanelProps, "metricName" | "isLast">;
};

/** The chart, and others of more metrics below it: one plot area wide, with one crosshair. */
export function ChartStack({ main, panels, small, below }: ChartStackProps) {
  return (
    <div className={classes.stack} data-panels={panels.length}>
      <div className={classes.main}>
        <FailingPart title="This chart cannot be drawn" shownKey={`${main.viewKey} ${main.x[0]} ${main.x[1]}`}>
          {small ? (
            <GroupMultiplesChart
              groups={main.groups}
              metric={main.metric}
              axis={main.axis}
              about={main.about ?? NOTHING}
              chosenKey={main.chosen?.group ?? null}
              highlight={main.highlight}
              onChoose={below.onChoose}
            />
          ) : (
            <UnderFirstDrawing>
              <GroupChart {...main} withXTitle={panels.length === 0} />
            </UnderFirstDrawing>
          )}
        </FailingPart>
      </div>
      {panels.map((metricName, index) => (
        <div key={metricName} className={classes.panel} data-panel={metricName}>
          <MetricPanel {...below} metricName={metricName} isLast={index === panels.length - 1} />
        </div>
      ))}
    </div>
  );
}

const NOTHING: readonly string[] = [];

type MetricPanelProps = {
  question: GroupsQuestion;
  metricName: MetricName;
  state: DashboardState;
  fieldCount: number;
  axis: GroupAxis;
  x: Domain;
  isTurning: boolean;
  isLast: boolean;
  viewKey: string;
  crosshair: Crosshair;
  chosen: { group: string; cycle: number } | null;
  onChoose: (groupKey: string, cycle: number | null) => void;
  onZoom: (zoom: Zoom | null) => void;
  highlight: ValueStore<string | null>;
};

/** Another metric of the same groups, read when it is shown. */
function MetricPanel(props: MetricPanelProps) {
  const { state, metricName, question } = props;
  const asked = useMemo(() => ({ ...question, metric: metricName }), [question, metricName]);
  return state.x === null ? (
    <LivePanel {...props} question={asked} />
  ) : (
    <OverXPanel {...props} question={asked} over={state.x} />
  );
}

function LivePanel(props: MetricPanelProps) {
  const query = useLiveGroups(props.question);
  return query.data ? (
    <DrawnPanel {...props} view={query.data} />
  ) : (
    <AnswerState query={query} skeleton={<Waiting />} />
  );
}

function OverXPanel({ over, ...props }: MetricPanelProps & { over: OtherX }) {
  const query = useGroupsOverX(props.question, over);
  const view = useMemo(() => query.data && overXView(query.data), [query.data]);
  return view ? <DrawnPanel {...props} view={view} /> : <AnswerState query={query} skeleton={<Waiting />} />;
}

const Waiting = () => <Placeholder className={classes.waiting} />;
const NO_LINES: readonly CellLine[] = [];
const WHOLE_VALUES = { from: null, to: null };

function DrawnPanel(props: MetricPanelProps & { view: PanelView }) {
  const { question, state, metricName, chosen, isLast, viewKey, onZoom } = props;
  const cell = state.referenceCell;
  const reference = useCellLines(question, { group: null, cell, isEnabled: cell !== null });
  const {
    metric,
    drawn,
    running,
    reference: comparedWith,
  } = usePanelGroups({
    ...{ view: props.view, metricName, state, fieldCount: props.fieldCount },
    ...{ referenceLine: reference?.lines[0] ?? null, chosenKey: chosen?.group ?? null },
  });
  const about = useAbout(metricName, state, comparedWith);
  // The values of the address are those of the chart above.
  const zoomX = useMemo(() => (zoom: Zoom | null) => (zoom?.axis === "y" ? undefined : onZoom(zoom)), [onZoom]);
  if (drawn.every(({ series }) => series.cycle.length === 0)) {
    return <p className={classes.empty}>No cycle with {METRICS[metricName].label.toLowerCase()} yet.</p>;
  }
  return (
    <FailingPart title="This chart cannot be drawn" shownKey={`${metricName} ${viewKey}`}>
      <GroupChart
        viewKey={`${metricName} ${metric.unit} ${viewKey}`}
        groups={drawn}
        running={running}
        cellLines={NO_LINES}
        cellInFocus={null}
        metric={metric}
        axis={props.axis}
        x={props.x}
        isTurning={props.isTurning}
        withXTitle={isLast}
        withCounts={false}
        withBars={state.bars}
        chosen={chosen}
        onChoose={props.onChoose}
        values={WHOLE_VALUES}
        onZoom={zoomX}
        crosshair={props.crosshair}
        highlight={props.highlight}
        about={about}
      />
    </FailingPart>
  );
}
