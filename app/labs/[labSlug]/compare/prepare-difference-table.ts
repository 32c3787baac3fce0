import type { ChartTable } from "@/app/_charts/export/chart-picture";
import { fieldOf } from "@/app/_charts/export/prepare-table";
import { metricTitle } from "@/app/_charts/frame/prepare-numbers";
import type { GroupAxis } from "@/app/_charts/groups/prepare-group-axes";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { Difference } from "./prepare-differences";

type Shown = { metric: MetricDescription; axis: GroupAxis; at: number; digits: readonly number[]; reference: number };

const PERCENT = 100;

/**
 * The table of differences as a file has it: in the units shown, and of an efficiency no more digits than are sure.
 * @param shown `digits`: of each row, how many decimals the page gives its value
 */
export function differencesTable(rows: readonly Difference[], shown: Shown): ChartTable {
  const { metric, axis, at, digits, reference } = shown;
  const limited = (value: number | null, place: number) =>
    fieldOf(value === null || !metric.isEfficiency ? value : Number(value.toFixed(digits[place] ?? 0)));
  const share = (value: number | null) => fieldOf(value === null ? null : value * PERCENT);
  return {
    columns: [
      "Name",
      axis.columnTitle,
      "n",
      metricTitle(metric),
      `± std / ${metric.unit}`,
      "Since its start / %",
      "Reference",
      `Difference / ${metric.unit}`,
      "Difference / %",
    ],
    rows: rows.map(({ name, n, value, std, change, difference, relative }, place) => [
      ...[name, fieldOf(at), n, limited(value, place), fieldOf(std), share(change)],
      rows[reference]?.name ?? null,
      limited(difference, (digits[place] ?? 0) < (digits[reference] ?? 0) ? place : reference),
      share(relative),
    ]),
    ...{ nameAt: 0, xAt: 1, valuesAt: [3] },
  };
}
