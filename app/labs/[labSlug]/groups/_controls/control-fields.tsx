"use client";

import { NativeSelect } from "@mantine/core";
import { useId } from "react";
import { GROUP_AXES, GROUP_AXIS_NAMES } from "@/app/_charts/groups/prepare-group-axes";
import { FormulaHint, GuideHint } from "@/app/_components/guide-hint";
import { isMetricName, METRIC_NAMES, METRICS } from "@/server/domain/cycles/metrics";
import { INTERPOLATION, OTHER_X_AXES } from "@/server/domain/groups/x-axes";
import classes from "./control-fields.module.css";
import type { ControlsProps } from "./controls";
import { DrawFields } from "./draw-fields";
import { FilterFields } from "./filter-fields";
import { GroupByFields } from "./group-by-fields";
import { MenuButton } from "@/app/_components/menu/menu-button";
import { drawSummary, filterSummary } from "./prepare-summaries";
import { RangeFields } from "./range-fields";

const METRIC_OPTIONS = METRIC_NAMES.map((name) => ({ value: name, label: METRICS[name].label }));
const AXIS_OPTIONS = GROUP_AXIS_NAMES.map((name) => ({ value: name, label: GROUP_AXES[name].label }));

/** Everything above the chart, in reading order; what is chosen rarely lies in menus, or open in a sheet. */
export function ControlFields({ isInSheet = false, ...props }: ControlsProps & { isInSheet?: boolean }) {
  const { state } = props;
  return (
    <>
      <GroupByFields {...props} />
      <MenuButton label="Filter" shortcut="f" summary={filterSummary(state)} isOpen={isInSheet}>
        <FilterFields {...props} />
      </MenuButton>
      <MetricField {...props} />
      <AxisField {...props} />
      <MenuButton label="Draw" summary={drawSummary(state)} isOpen={isInSheet}>
        <DrawFields {...props} />
      </MenuButton>
      <RangeFields {...props} />
    </>
  );
}

function MetricField({ metric, split, onChange }: ControlsProps) {
  return (
    <div className={classes.field}>
      <span className={classes.inSheet} aria-hidden="true">
        Metric
      </span>
      <NativeSelect
        aria-label="Metric"
        className={classes.select}
        value={metric}
        data={METRIC_OPTIONS}
        onChange={({ currentTarget: { value } }) =>
          isMetricName(value) &&
          // Values of one metric mean nothing in another.
          onChange({ metric: value === split?.defaultMetric ? null : value, low: null, high: null })
        }
      />
      <FormulaHint name={metric} />
    </div>
  );
}

function AxisField({ state, onChange }: ControlsProps) {
  const id = useId();
  return (
    <div className={classes.field}>
      <label htmlFor={id}>over</label>
      <NativeSelect
        id={id}
        aria-label="X axis"
        className={classes.axis}
        value={state.x ?? "cycle"}
        data={AXIS_OPTIONS}
        // Places on one axis mean nothing on another.
        onChange={({ currentTarget: { value } }) =>
          onChange({ x: OTHER_X_AXES.find((one) => one === value) ?? null, from: null, to: null })
        }
      />
      <GuideHint label="How cells are compared over other axes" to="otherAxes" isSmall>
        <p>Over another axis than the cycle number, {INTERPOLATION.replaceAll("`", "")}.</p>
      </GuideHint>
    </div>
  );
}
