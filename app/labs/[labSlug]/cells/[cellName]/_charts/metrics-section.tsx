"use client";

import { Button, CloseButton, NativeSelect } from "@mantine/core";
import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useMemo } from "react";
import type { CycleRange } from "@/app/_charts/cell-metrics/prepare-metric-series";
import { UnderFirstDrawing, useFirstDrawing, useFirstInPieces } from "@/app/_charts/first/first-drawing";
import { titleOver } from "@/app/_charts/frame/prepare-numbers";
import type { Region } from "@/app/_charts/frame/regions";
import { AnswerState, Placeholder } from "@/app/_components/answer-state";
import { FormulaHint } from "@/app/_components/guide-hint";
import { FailingPart } from "@/app/_components/failing-part";
import type { CellCycles } from "@/server/domain/cells/cell-page";
import { isMetricName, METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import { may, type Role } from "@/server/domain/labs/permissions";
import { CycleSteps } from "../../../groups/_dive/cycle-steps";
import { MAX_PANELS } from "../cell-page-state";
import { PageSection } from "../page-section";
import { cyclesAround } from "../prepare-cycles-around";
import classes from "./charts.module.css";
import { ExcludeCycles } from "./exclude-cycles";
import { preparePanels } from "./prepare-panels";
import type { SectionProps } from "./section-props";

// Charts are the heaviest scripts: they come apart, while the rest of the page and what is drawn are on their way.
const loadPanels = () => import("@/app/_charts/cell-metrics/metric-panels").then(({ MetricPanels: panels }) => panels);
const MetricPanels = dynamic(loadPanels, { ssr: false, loading: () => <Waiting /> });
if (typeof window !== "undefined") void loadPanels().catch(() => {}); // asked for again where they are drawn

/** Metrics of the cell over cycle number, one above the other. */
export function MetricsSection(props: SectionProps & { regions: readonly Region[]; role: Role }) {
  const { page, cycles: query, state, onChange, regions, role } = props;
  const found = useFirstInPieces(query.data);
  // Also between the answer and its pieces: what stands here keeps its room until then.
  const waiting = { ...query, isPending: true };
  const exclude = may(role, "exclude") && (
    <ExcludeCycles page={page} state={state} cycles={found?.cycles ?? NO_CYCLES.cycles} />
  );
  return (
    <PageSection
      title="Over cycle number"
      controls={<Controls found={found} state={state} onChange={onChange} exclude={exclude} />}
    >
      {found ? (
        <Panels cell={page.cell} regions={regions} found={found} state={state} onChange={onChange} />
      ) : (
        <AnswerState query={waiting} skeleton={<Waiting />} />
      )}
    </PageSection>
  );
}

/** What the server drew, or the room for it. */
function Waiting() {
  const { chart } = useFirstDrawing();
  return chart ? <div className={classes.panels}>{chart}</div> : <Placeholder className={classes.panels} />;
}

type LoadedProps = Pick<SectionProps, "state" | "onChange"> & { found: CellCycles };

type PanelsProps = LoadedProps & { cell: string; regions: readonly Region[] };

function Panels({ cell, regions, found, state, onChange }: PanelsProps) {
  const { drawn, awaited } = usePanels(found, state.metrics);
  const choose = useCallback((cycle: number) => onChange({ cycle }), [onChange]);
  const zoom = useCallback((range: CycleRange) => onChange(range), [onChange]);
  const titleOf = useCallback(
    (name: MetricName, unit: string) => (
      <PanelTitle name={name} unit={unit} shown={[...drawn, ...awaited]} onChange={onChange} />
    ),
    [drawn, awaited, onChange],
  );
  return (
    <div className={classes.drawn}>
      <FailingPart title="These metrics cannot be drawn" shownKey={`${drawn.join(" ")} ${state.from} ${state.to}`}>
        {drawn.length > 0 && (
          <UnderFirstDrawing>
            <MetricPanels
              name={cell}
              regions={regions}
              found={found}
              shown={drawn}
              from={state.from}
              to={state.to}
              chosen={state.cycle}
              onChoose={choose}
              onRange={zoom}
              titleOf={titleOf}
            />
          </UnderFirstDrawing>
        )}
      </FailingPart>
      {awaited.map((name) => (
        <div key={name} className={classes.awaited}>
          <PanelTitle name={name} unit={METRICS[name].unit} shown={[...drawn, ...awaited]} onChange={onChange} />
          <p>{awaitedText(name, found)}</p>
        </div>
      ))}
    </div>
  );
}

/** The same lists while the same panels are shown: a sample that arrives is no reason to draw others. */
function usePanels(found: CellCycles, requested: SectionProps["state"]["metrics"]) {
  const { drawn, awaited } = preparePanels(found, requested);
  const key = `${drawn.join(" ")},${awaited.join(" ")}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that is in them
  return useMemo(() => ({ drawn, awaited }), [key]);
}

function awaitedText(name: MetricName, { cycles }: CellCycles): string {
  const { label, formula } = METRICS[name];
  if (!cycles.some(({ isComplete }) => isComplete)) return `${label} is drawn here when the first cycle is finished.`;
  return `${label} has no value in any cycle: ${formula}.`;
}

type PanelTitleProps = Pick<SectionProps, "onChange"> & {
  name: MetricName;
  unit: string;
  shown: readonly MetricName[];
};

/** The metric of a panel, which may be changed for another one, or taken away. */
function PanelTitle({ name, unit, shown, onChange }: PanelTitleProps) {
  const put = (metrics: readonly MetricName[]) => onChange({ metrics });
  return (
    <span className={classes.metric}>
      <NativeSelect
        size="xs"
        variant="unstyled"
        aria-label="Metric of this panel"
        value={name}
        data={optionsBeside(shown, name).map((option) =>
          option.value === name ? { ...option, label: titleOver(option.label, unit) } : option,
        )}
        onChange={({ currentTarget: { value } }) =>
          isMetricName(value) && put(shown.map((one) => (one === name ? value : one)))
        }
      />
      <FormulaHint name={name} />
      {shown.length > 1 && (
        <CloseButton
          size="xs"
          aria-label={`Remove ${METRICS[name].label}`}
          onClick={() => put(shown.filter((one) => one !== name))}
        />
      )}
    </span>
  );
}

type ControlsProps = Omit<LoadedProps, "found"> & { found: CellCycles | undefined; exclude: ReactNode };

/** There before the cycles are, so that nothing moves when they come. */
function Controls({ found = NO_CYCLES, state, onChange, exclude }: ControlsProps) {
  const { drawn, awaited } = preparePanels(found, state.metrics);
  const shown = [...drawn, ...awaited];
  const { before, after } = cyclesAround(found.cycles, state.cycle);
  return (
    <>
      {state.cycle !== null && (
        <CycleSteps
          before={before}
          cycle={state.cycle}
          after={after}
          onGo={(cycle) => cycle !== null && onChange({ cycle })}
        />
      )}
      {exclude}
      {(state.from !== null || state.to !== null) && (
        <Button variant="subtle" size="compact-sm" onClick={() => onChange({ from: null, to: null })}>
          All cycles
        </Button>
      )}
      {shown.length < MAX_PANELS && (
        <NativeSelect
          size="xs"
          className={classes.add}
          aria-label="Add a panel"
          value=""
          data={[{ value: "", label: "Add a metric" }, ...optionsBeside(shown, null)]}
          onChange={({ currentTarget: { value } }) => isMetricName(value) && onChange({ metrics: [...shown, value] })}
        />
      )}
    </>
  );
}

const NO_CYCLES: CellCycles = { referenceCycle: null, cycles: [], metrics: {}, warnings: [] };

/** Those that no other panel shows. */
const optionsBeside = (shown: readonly MetricName[], own: MetricName | null) =>
  METRIC_OPTIONS.filter(({ value }) => value === own || !shown.includes(value));

const METRIC_OPTIONS = Object.entries(METRICS).flatMap(([value, { label }]) =>
  isMetricName(value) ? [{ value, label }] : [],
);
