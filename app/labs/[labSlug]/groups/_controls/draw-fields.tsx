"use client";

import { Button, Checkbox, NativeSelect, SegmentedControl } from "@mantine/core";
import { SMOOTHINGS } from "@/app/_charts/groups/prepare-smoothed";
import { BANDS, LINES } from "@/app/_charts/groups/prepare-band";
import { isMetricName, METRICS } from "@/server/domain/cycles/metrics";
import { type DashboardState, MAX_PANELS } from "../dashboard-state";
import type { ControlsProps } from "./controls";
import classes from "./draw-fields.module.css";
import { BAND_WORDS, panelOptions } from "./prepare-summaries";

const LINE_OPTIONS = [
  { value: "mean", label: "Mean" },
  { value: "median", label: "Median" },
];
const BAND_OPTIONS = BANDS.map((value) => ({ value, label: BAND_WORDS[value] }));

const SMOOTHING_OPTIONS = [
  { value: "", label: "None" },
  ...SMOOTHINGS.map((points) => ({ value: String(points), label: `Running median of ${points} points` })),
];

type Switch = "bars" | "cells" | "unfinished" | "counts" | "tails" | "small";
const SWITCHES: readonly { name: Switch; label: string; says: string }[] = [
  { name: "bars", label: "Band as error bars", says: "At points that lie far enough from each other" },
  { name: "cells", label: "Each cell's own line", says: "Thin, in the colour of its group; over cycle number" },
  { name: "unfinished", label: "Unfinished", says: "Cycles that are under way, as dashed points" },
  { name: "counts", label: "n under the axis", says: "How many cells each point rests on" },
  { name: "tails", label: "Ends with few cells", says: "Means of under half of the cells say nothing of the others" },
  { name: "small", label: "A small chart for each group", says: "Readable with many groups" },
];

/** What is drawn, in one place. */
export function DrawFields({ metric, state, onChange }: ControlsProps) {
  return (
    <>
      <SegmentedControl
        aria-label="Line"
        size="xs"
        value={state.line}
        data={LINE_OPTIONS}
        onChange={(value) => onChange({ line: LINES.find((line) => line === value) ?? "mean" })}
      />
      <NativeSelect
        label="Band"
        value={state.band}
        data={BAND_OPTIONS}
        onChange={({ currentTarget: { value } }) => onChange({ band: BANDS.find((one) => one === value) ?? "std" })}
      />
      <NativeSelect
        label="Smoothing"
        description="Of lines and bands; statistics stay as they are"
        value={state.smoothing === null ? "" : String(state.smoothing)}
        data={SMOOTHING_OPTIONS}
        onChange={({ currentTarget: { value } }) =>
          onChange({ smoothing: SMOOTHINGS.find((points) => String(points) === value) ?? null })
        }
      />
      {SWITCHES.map(({ name, label, says }) => (
        <Checkbox
          key={name}
          size="xs"
          label={label}
          title={says}
          disabled={name === "cells" && state.x !== null}
          checked={state[name]}
          onChange={({ currentTarget }) => onChange(switched(name, currentTarget.checked))}
        />
      ))}
      <Panels metric={metric} state={state} onChange={onChange} />
    </>
  );
}

const switched = (name: Switch, isOn: boolean): Partial<DashboardState> => ({ [name]: isOn });

/** Metrics that are stacked below, over the same axis. */
function Panels({ metric, state: { panels }, onChange }: Pick<ControlsProps, "metric" | "state" | "onChange">) {
  return (
    <div className={classes.panels}>
      {panels.map((name) => (
        <Button
          key={name}
          variant="default"
          size="compact-xs"
          aria-label={`Remove the panel of ${METRICS[name].label.toLowerCase()}`}
          onClick={() => onChange({ panels: panels.filter((one) => one !== name) })}
        >
          {METRICS[name].label} ×
        </Button>
      ))}
      {panels.length < MAX_PANELS && (
        <NativeSelect
          label="Panel below"
          value=""
          data={[{ value: "", label: "Add a metric" }, ...panelOptions(metric, panels)]}
          onChange={({ currentTarget: { value } }) => isMetricName(value) && onChange({ panels: [...panels, value] })}
        />
      )}
    </div>
  );
}
