"use client";

import { NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import { TIME_VIEWS, type TimeView } from "../cell-page-state";
import classes from "./charts.module.css";
import type { SectionProps } from "./section-props";

/** Keeps the place of the panels while they load. */
export function TimePlace({ hasTemperature, children }: { hasTemperature: boolean; children: ReactNode }) {
  return (
    <div className={classes.time} data-panels={hasTemperature ? 3 : 2}>
      {children}
    </div>
  );
}

const LABELS: Record<TimeView, string> = {
  clock: "By the clock",
  elapsed: "Since the first sample",
  test: "Test time, without pauses",
  cycles: "Cycles overlaid",
  charges: "Charges overlaid",
  discharges: "Discharges overlaid",
  step: "One step overlaid",
};

/** Over which time it is drawn. */
export function TimeSelect({ state, onChange }: Pick<SectionProps, "state" | "onChange">) {
  return (
    <NativeSelect
      size="xs"
      aria-label="Over which time"
      value={state.time}
      data={TIME_VIEWS.map((value) => ({ value, label: LABELS[value] }))}
      onChange={({ currentTarget: { value } }) => {
        const time = TIME_VIEWS.find((one) => one === value);
        if (time) onChange({ time, begin: null, end: null });
      }}
    />
  );
}
