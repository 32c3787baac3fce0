import type { ChartTable, Field } from "../export/chart-picture";
import { fieldOf } from "../export/prepare-chart-table";
import type { Domain } from "../frame/prepare-axis";
import { type Quantity, quantityTitle } from "./quantity";

/** The points in sight, in the units shown; times of the clock are UTC, others seconds since the first sample. */
export function timeTable(panels: readonly Quantity[], [from, to]: Domain, isClock: boolean): ChartTable {
  const times = panels[0]?.trace.time ?? new Float64Array();
  const rows = Array.from(times).flatMap((time, index): Field[][] => {
    if (!(time >= from && time <= to)) return [];
    const at = isClock ? new Date(time).toISOString() : fieldOf(time);
    return [[at, ...panels.map(({ trace }) => fieldOf(trace.value[index]))]];
  });
  return {
    columns: [isClock ? "Time (UTC)" : "Time / s", ...panels.map(quantityTitle)],
    rows,
    nameAt: null,
    xAt: 0,
    valuesAt: panels.map((_, index) => 1 + index),
  };
}
