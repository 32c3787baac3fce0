import { columnDecimals, decimalsFor, formatFixed, formatSigned } from "@/app/_charts/frame/prepare-numbers";
import { indexAtOrAfter } from "@/app/_charts/groups/prepare-series";
import type { StatusTone } from "@/app/_components/status-dot";
import { coulombicEfficiencyDecimals } from "@/server/domain/cycles/quality/capacity-grade";
import type { DeviationRow } from "@/server/domain/groups/groups-view";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { Verdict } from "@/server/domain/groups/statistics";

/** A cell of the deep dive as it is printed. */
export type DeviationText = {
  cellId: number;
  cell: string;
  value: string;
  /** At most about ± this; null where the metric has none. */
  uncertainty: string | null;
  relative: string;
  sigmas: string;
  percent: string;
  robust: string;
  persists: string;
  verdict: { word: string; tone: StatusTone };
};

const VERDICTS: Record<Verdict, DeviationText["verdict"]> = {
  ok: { word: "ok", tone: "good" },
  stray: { word: "stray", tone: "bad" },
  too_few_cells: { word: "too few cells", tone: "quiet" },
  no_value: { word: "no value", tone: "quiet" },
};

const PERSISTENCE_OF = 10;

export function prepareDeviations(rows: readonly DeviationRow[], metric: MetricDescription): DeviationText[] {
  const shown = rows.map(({ value }) => (value === null ? null : value * metric.scale));
  const decimals = columnDecimals(shown, metric.significantDigits);
  const hasUncertainties = rows.some(({ uncertainty }) => uncertainty !== null);
  return rows.map((row, index) => ({
    cellId: row.cellId,
    cell: row.cell,
    value: formatFixed(shown[index] ?? null, Math.min(decimals, supportedDecimals(row, metric))),
    uncertainty: hasUncertainties ? uncertaintyText(row.uncertainty, metric) : null,
    relative: formatSigned(row.relativeDeviation === null ? null : 100 * row.relativeDeviation, 2),
    sigmas: formatSigned(row.sigmas, 2),
    percent: formatSigned(row.percentDeviation, 1),
    robust: formatSigned(row.robustScore, 2),
    persists: `${row.persistence} / ${PERSISTENCE_OF}`,
    verdict: VERDICTS[row.verdict],
  }));
}

/** Decimals of a value as it is shown that its uncertainty supports, where it is an efficiency whose uncertainty is known. */
function supportedDecimals({ uncertainty }: DeviationRow, { isEfficiency, scale }: MetricDescription): number {
  if (!isEfficiency || uncertainty === null) return Number.POSITIVE_INFINITY;
  return Math.max(0, coulombicEfficiencyDecimals(uncertainty) - Math.log10(scale));
}

const UNCERTAINTY_DIGITS = 2;

function uncertaintyText(uncertainty: number | null, { scale }: MetricDescription): string {
  const shown = uncertainty === null ? null : uncertainty * scale;
  return formatFixed(shown, shown === null ? 0 : decimalsFor(shown, UNCERTAINTY_DIGITS));
}

/** "5.123 ± 0.045 Ah (0.9 %), 29 of 30 cells": the group at the cycle asked for. */
export function groupSummary(
  at: { mean: number; std: number | null; n: number; cells: number },
  metric: MetricDescription,
): string {
  const decimals = columnDecimals([at.mean], metric.significantDigits);
  const share = at.std === null || metric.unit === "%" || at.mean === 0 ? null : (100 * at.std) / Math.abs(at.mean);
  const spread = at.std === null ? "" : ` ± ${formatFixed(at.std, decimals)}`;
  const relative = share === null ? "" : ` (${formatFixed(share, 1)} %)`;
  return `mean ${formatFixed(at.mean, decimals)}${spread} ${metric.unit}${relative}, ${at.n} of ${at.cells} cells`;
}

/** The finished cycles before and after one, and its own index. */
export function neighbours(cycles: readonly number[], cycle: number) {
  const index = indexAtOrAfter(cycles, cycle);
  const isThere = cycles[index] === cycle;
  return {
    before: cycles[index - 1] ?? null,
    at: isThere ? index : null,
    after: cycles[isThere ? index + 1 : index] ?? null,
  };
}
