"use client";

import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { useId } from "react";
import { BANDS, type Band } from "@/app/_charts/groups/prepare-band";
import { isMetricName, METRIC_NAMES, METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import { CYCLE_KINDS, type CycleKind } from "@/server/domain/tags/cycle-tags";
import classes from "./control-fields.module.css";
import { CycleField } from "./cycle-field";
import { WHOLE, wholeNumber } from "./dashboard-state";
import { FormulaHint } from "./formula-hint";
import type { ChangeDashboard } from "./use-dashboard-state";

export type ControlsProps = {
  groupings: readonly { id: number; name: string }[];
  groupingId: number | null;
  metric: MetricName;
  /** What the grouping shows unless asked otherwise. */
  defaultMetric: MetricName;
  /** Which cycles enter the statistics; null: all. */
  kind: CycleKind | null;
  from: number | null;
  to: number | null;
  /** Whether the axis of values is zoomed into. */
  hasValueZoom: boolean;
  band: Band;
  unfinished: boolean;
  onChange: ChangeDashboard;
};

const BAND_LABELS: Record<Band, string> = { std: "± std", range: "Min to max", none: "None" };
const BAND_OPTIONS = BANDS.map((value) => ({ value, label: BAND_LABELS[value] }));
const KIND_LABELS: Record<CycleKind, string> = { formation: "Formation", check_up: "Check-ups", ageing: "Ageing" };
const KIND_OPTIONS = [
  { value: "", label: "All" },
  ...["check_up" as const, "ageing" as const, "formation" as const].map((value) => ({
    value,
    label: KIND_LABELS[value],
  })),
];
const METRIC_OPTIONS = METRIC_NAMES.map((name) => ({ value: name, label: METRICS[name].label }));

export function ControlFields({
  groupings,
  groupingId,
  metric,
  defaultMetric,
  kind,
  from,
  to,
  hasValueZoom,
  band,
  unfinished,
  onChange,
}: ControlsProps) {
  const id = useId();
  return (
    <>
      <div className={classes.field}>
        <label htmlFor={`${id}-grouping`}>Grouping</label>
        <NativeSelect
          id={`${id}-grouping`}
          className={classes.grouping}
          value={groupingId ?? ""}
          data={groupings.map(({ id: value, name }) => ({ value: String(value), label: name }))}
          disabled={groupings.length === 0}
          // Keys of one grouping mean nothing in another.
          onChange={({ currentTarget: { value } }) =>
            onChange({ groupingId: wholeNumber(value), group: null, cycle: null, hidden: [], low: null, high: null })
          }
        />
      </div>
      <div className={classes.field}>
        <label htmlFor={`${id}-metric`}>Metric</label>
        <NativeSelect
          id={`${id}-metric`}
          className={classes.select}
          value={metric}
          data={METRIC_OPTIONS}
          onChange={({ currentTarget: { value } }) =>
            isMetricName(value) &&
            // Values of one metric mean nothing in another.
            onChange({ metric: value === defaultMetric ? null : value, low: null, high: null })
          }
        />
        <FormulaHint name={metric} />
      </div>
      <div className={classes.field}>
        <label htmlFor={`${id}-band`}>Band</label>
        <NativeSelect
          id={`${id}-band`}
          className={classes.band}
          value={band}
          data={BAND_OPTIONS}
          onChange={({ currentTarget: { value } }) => onChange({ band: BANDS.find((one) => one === value) ?? "std" })}
        />
        <Checkbox
          size="xs"
          label="Unfinished"
          title="Cycles that are under way, as dashed points"
          checked={unfinished}
          onChange={({ currentTarget }) => onChange({ unfinished: currentTarget.checked })}
        />
      </div>
      <div className={classes.field}>
        <label htmlFor={`${id}-kind`}>Cycles</label>
        <NativeSelect
          id={`${id}-kind`}
          className={classes.band}
          value={kind ?? ""}
          data={KIND_OPTIONS}
          title="By the tags of cycles: by the lab's rules, or by hand on a cell"
          onChange={({ currentTarget: { value } }) =>
            onChange({ kind: CYCLE_KINDS.find((one) => one === value) ?? null, cycle: null })
          }
        />
        <CycleField
          label="First cycle shown"
          placeholder="first"
          value={from}
          onCommit={(value) => onChange({ from: value })}
        />
        <span aria-hidden="true">–</span>
        <CycleField
          label="Last cycle shown"
          placeholder="last"
          value={to}
          onCommit={(value) => onChange({ to: value })}
        />
        <Button
          className={classes.reset}
          variant="subtle"
          size="compact-sm"
          disabled={from === null && to === null && !hasValueZoom}
          title="Also by a double click on the chart"
          onClick={() => onChange(WHOLE)}
        >
          {hasValueZoom ? "Whole chart" : "All cycles"}
        </Button>
      </div>
    </>
  );
}
