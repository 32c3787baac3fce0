"use client";

import { Button, CloseButton, NativeSelect } from "@mantine/core";
import dynamic from "next/dynamic";
import { useCallback } from "react";
import type { CycleRange } from "@/app/_charts/cell-metrics/prepare-metric-series";
import { AnswerState, Placeholder } from "@/app/_components/answer-state";
import { FailingPart } from "@/app/_components/failing-part";
import type { CellCycles } from "@/server/domain/cells/cell-page";
import { isMetricName, METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import { CycleSteps } from "../../../groups/cycle-steps";
import { MAX_PANELS } from "../cell-page-state";
import { PageSection } from "../page-section";
import { cyclesAround } from "../prepare-cycles-around";
import classes from "./charts.module.css";
import { preparePanels } from "./prepare-panels";
import type { SectionProps } from "./section-props";

// Charts are the heaviest scripts: they come apart, while the rest of the page is there.
const MetricPanels = dynamic(
  () => import("@/app/_charts/cell-metrics/metric-panels").then(({ MetricPanels: panels }) => panels),
  { ssr: false, loading: () => <Placeholder className={classes.panels} /> },
);

/** Metrics of the cell over cycle number, one above the other. */
export function MetricsSection({ cycles: query, state, onChange }: SectionProps) {
  const found = query.data;
  return (
    <PageSection
      title="Over cycle number"
      controls={found && <Controls found={found} state={state} onChange={onChange} />}
    >
      {found ? (
        <Panels found={found} state={state} onChange={onChange} />
      ) : (
        <AnswerState query={query} skeleton={<Placeholder className={classes.panels} />} />
      )}
    </PageSection>
  );
}

type LoadedProps = Pick<SectionProps, "state" | "onChange"> & { found: CellCycles };

function Panels({ found, state, onChange }: LoadedProps) {
  const { drawn, awaited } = preparePanels(found, state.metrics);
  const choose = useCallback((cycle: number) => onChange({ cycle }), [onChange]);
  const zoom = useCallback((range: CycleRange) => onChange(range), [onChange]);
  return (
    <div>
      <FailingPart title="These metrics cannot be drawn" shownKey={`${drawn.join(" ")} ${state.from} ${state.to}`}>
        {drawn.length > 0 && (
          <MetricPanels
            found={found}
            shown={drawn}
            from={state.from}
            to={state.to}
            chosen={state.cycle}
            onChoose={choose}
            onRange={zoom}
          />
        )}
      </FailingPart>
      {awaited.map((name) => (
        <p key={name} className={classes.awaited}>
          <strong>{METRICS[name].label}</strong> {awaitedText(name, found)}
        </p>
      ))}
    </div>
  );
}

function awaitedText(name: MetricName, { cycles }: CellCycles): string {
  if (!cycles.some(({ isComplete }) => isComplete)) return "is drawn here when the first cycle is finished.";
  return `has no value in any cycle: ${METRICS[name].formula}.`;
}

function Controls({ found, state, onChange }: LoadedProps) {
  const { drawn, awaited } = preparePanels(found, state.metrics);
  const shown = [...drawn, ...awaited];
  const others = (name: MetricName | null) =>
    METRIC_OPTIONS.filter(({ value }) => value === name || !shown.includes(value));
  const put = (metrics: readonly MetricName[]) => onChange({ metrics });
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
      {(state.from !== null || state.to !== null) && (
        <Button variant="subtle" size="compact-sm" onClick={() => onChange({ from: null, to: null })}>
          All cycles
        </Button>
      )}
      <div className={classes.metrics}>
        {shown.map((name, index) => (
          <span key={name} className={classes.metric}>
            <NativeSelect
              size="xs"
              aria-label={`Metric of panel ${index + 1}`}
              value={name}
              data={others(name)}
              onChange={({ currentTarget: { value } }) =>
                isMetricName(value) && put(shown.map((one) => (one === name ? value : one)))
              }
            />
            {shown.length > 1 && (
              <CloseButton
                size="sm"
                aria-label={`Remove ${METRICS[name].label}`}
                onClick={() => put(shown.filter((one) => one !== name))}
              />
            )}
          </span>
        ))}
        {shown.length < MAX_PANELS && (
          <NativeSelect
            size="xs"
            className={classes.add}
            aria-label="Add a panel"
            value=""
            data={[{ value: "", label: "Add…" }, ...others(null)]}
            onChange={({ currentTarget: { value } }) => isMetricName(value) && put([...shown, value])}
          />
        )}
      </div>
    </>
  );
}

const METRIC_OPTIONS = Object.entries(METRICS).flatMap(([value, { label }]) =>
  isMetricName(value) ? [{ value, label }] : [],
);
