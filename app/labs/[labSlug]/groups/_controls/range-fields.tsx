"use client";

import { Button } from "@mantine/core";
import { GROUP_AXES } from "@/app/_charts/groups/prepare-group-axes";
import { WHOLE } from "../dashboard-state";
import classes from "./control-fields.module.css";
import type { ControlsProps } from "./controls";
import { CycleField } from "./cycle-field";

/** The part of the axis that is shown, and the way back to all of it. */
export function RangeFields({ state, onChange }: ControlsProps) {
  const { from, to, low, high } = state;
  const hasValueZoom = low !== null || high !== null;
  const isOfChart = hasValueZoom || state.x !== null;
  return (
    <div className={classes.field}>
      {state.x === null ? (
        <>
          <span>Cycles</span>
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
        </>
      ) : (
        (from !== null || to !== null) && (
          <span>
            {placeText(from, state.x, "start")} – {placeText(to, state.x, "end")}
          </span>
        )
      )}
      <Button
        className={classes.reset}
        variant="subtle"
        size="compact-sm"
        disabled={from === null && to === null && !hasValueZoom}
        title="A double click on the chart goes one step back"
        aria-label={isOfChart ? "Whole chart" : "All cycles"}
        onClick={() => onChange(WHOLE)}
      >
        {isOfChart ? "Whole" : "All"}
      </Button>
    </div>
  );
}

const placeText = (place: number | null, x: keyof typeof GROUP_AXES, end: string) =>
  place === null ? end : GROUP_AXES[x].textOf(place);
