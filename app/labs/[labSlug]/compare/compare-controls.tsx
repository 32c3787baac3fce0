"use client";

import { Button, NativeSelect, SegmentedControl, Switch } from "@mantine/core";
import { GROUP_AXES, GROUP_AXIS_NAMES } from "@/app/_charts/groups/prepare-group-axes";
import { FormulaHint } from "@/app/_components/guide-hint";
import { isMetricName, METRIC_NAMES, METRICS } from "@/server/domain/cycles/metrics";
import { OTHER_X_AXES } from "@/server/domain/groups/x-axes";
import classes from "./compare-page.module.css";
import { isFiltered } from "../groups/dashboard-state";
import type { CompareState } from "./compare-state";
import type { ChangeCompare } from "./use-compare-state";

type CompareControlsProps = { state: CompareState; onChange: ChangeCompare };

const METRIC_OPTIONS = METRIC_NAMES.map((value) => ({ value, label: METRICS[value].label }));
const AXIS_OPTIONS = GROUP_AXIS_NAMES.map((value) => ({
  value,
  label: GROUP_AXES[value].label,
}));
/** What means something on one axis only. */
const OF_AXIS = { from: null, to: null, at: null } as const;

/** What is compared of them, in reading order. */
export function CompareControls({ state, onChange }: CompareControlsProps) {
  return (
    <div className={classes.controls}>
      <NativeSelect
        className={classes.select}
        aria-label="Metric"
        value={state.metric}
        data={METRIC_OPTIONS}
        onChange={({ currentTarget: { value } }) => isMetricName(value) && onChange({ metric: value })}
      />
      <FormulaHint name={state.metric} />
      <span className={classes.word}>over</span>
      <NativeSelect
        className={classes.axis}
        aria-label="Axis"
        value={state.x ?? "cycle"}
        data={AXIS_OPTIONS}
        onChange={({ currentTarget: { value } }) =>
          onChange({ x: OTHER_X_AXES.find((one) => one === value) ?? null, ...OF_AXIS })
        }
      />
      <SegmentedControl
        aria-label="How they are drawn"
        value={state.isSideBySide ? "side" : "over"}
        data={[
          { value: "over", label: "Overlaid" },
          { value: "side", label: "Side by side" },
        ]}
        onChange={(value) => onChange({ isSideBySide: value === "side" })}
      />
      <Switch
        label="Normalised"
        title="Each as a share of its reference cycle, a group of the mean of its cells' reference cycles; what has none is a share of its first value, and says so"
        checked={state.isNormalised}
        onChange={({ currentTarget }) => onChange({ isNormalised: currentTarget.checked })}
      />
      {isFiltered(state) && (
        <Button variant="subtle" size="compact-sm" onClick={() => onChange({ tag: null, rateC: null, at: null })}>
          All cycles
        </Button>
      )}
      {(state.from !== null || state.to !== null) && (
        <Button variant="subtle" size="compact-sm" onClick={() => onChange({ from: null, to: null })}>
          All of it
        </Button>
      )}
    </div>
  );
}
