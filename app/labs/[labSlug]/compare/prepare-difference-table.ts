import type { ChartTable } from "@/app/_charts/export/chart-picture";
import { fieldOf } from "@/app/_charts/export/prepare-chart-table";
import { metricTitle, titleOver } from "@/app/_charts/frame/prepare-numbers";
import { boundAt, type PreparedSeries } from "@/app/_charts/groups/prepare-series";
import type { GroupAxis } from "@/app/_charts/groups/prepare-group-axes";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { Difference } from "./prepare-differences";

type Shown = {
  metric: MetricDescription;
  axis: GroupAxis;
  at: number;
  digits: readonly number[];
  reference: number;
  bounds: Bounds;
};

/** Of each row by how much its value may be off at most; null where none is known. */
type Bounds = readonly (number | null)[] | null;

export const AT_MOST = "At most ±";

/** Of rows without a value there there is none. */
export function boundsAt(
  series: readonly Pick<PreparedSeries, "x" | "uncertainty">[],
  rows: readonly Pick<Difference, "value">[],
  at: number,
): Bounds {
  const bounds = series.map((one, place) => ((rows[place]?.value ?? null) === null ? null : boundAt(one, at)));
  return bounds.some((bound) => bound !== null) ? bounds : null;
}

/** Of what differs from a reference, in its own unit: the difference of two shares is told apart from the share that it is of one. */
export const differenceTitle = (what: string, unit: string): string =>
  titleOver(what, unit === "%" ? "percentage points" : unit);

const PERCENT = 100;

/**
 * The table of differences as a file has it: in the units shown, and of an efficiency no more digits than are sure.
 * @param shown `digits`: of each row, how many decimals the page gives its value
 */
export function differencesTable(rows: readonly Difference[], shown: Shown): ChartTable {
  const { metric, axis, at, digits, reference, bounds } = shown;
  const limited = (value: number | null, place: number) =>
    fieldOf(value === null || !metric.isEfficiency ? value : Number(value.toFixed(digits[place] ?? 0)));
  const share = (value: number | null) => fieldOf(value === null ? null : value * PERCENT);
  return {
    columns: [
      "Name",
      axis.columnTitle,
      "n",
      metricTitle(metric),
      titleOver("± std", metric.unit),
      "Since its start / %",
      "Reference",
      differenceTitle("Difference", metric.unit),
      "Difference / %",
      ...(bounds ? [titleOver(AT_MOST, metric.unit)] : []),
    ],
    rows: rows.map(({ name, n, value, std, change, difference, relative }, place) => [
      ...[name, fieldOf(at), n, limited(value, place), fieldOf(std), share(change)],
      rows[reference]?.name ?? null,
      limited(difference, (digits[place] ?? 0) < (digits[reference] ?? 0) ? place : reference),
      share(relative),
      ...(bounds ? [fieldOf(bounds[place])] : []),
    ]),
    ...{ nameAt: 0, xAt: 1, valuesAt: [3] },
  };
}
