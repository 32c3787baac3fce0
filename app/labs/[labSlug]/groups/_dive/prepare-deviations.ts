import type { PreparedSeries } from "@/app/_charts/groups/prepare-series";
import { withoutNoise } from "@/app/_charts/frame/prepare-axis";
import { columnDecimals, formatFixed, formatSigned, withUnit } from "@/app/_charts/frame/prepare-numbers";
import {
  boundTextWithGrade,
  boundWithGrade,
  decimalsOf,
  supportedDecimals,
} from "@/app/_charts/frame/prepare-uncertainty";
import { indexAtOrAfter } from "@/app/_charts/groups/prepare-series";
import type { StatusTone } from "@/app/_components/status-dot";
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
  /** By which rows are ordered and filtered, as they are printed. */
  numbers: {
    value: number | null;
    uncertainty: number | null;
    relative: number | null;
    sigmas: number | null;
    percent: number | null;
    robust: number | null;
    persists: number;
  };
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
    value: formatFixed(shown[index] ?? null, Math.min(decimals, supportedDecimals(shownBound(row, metric), metric))),
    uncertainty: hasUncertainties ? boundTextWithGrade(shown[index] ?? null, shownBound(row, metric), metric) : null,
    relative: formatSigned(relativePercent(row), 2),
    sigmas: formatSigned(row.sigmas, 2),
    percent: formatSigned(row.percentDeviation, 1),
    robust: formatSigned(row.robustScore, 2),
    persists: `${row.persistence} / ${PERSISTENCE_OF}`,
    verdict: VERDICTS[row.verdict],
    // As they are filtered, ordered and saved: 4.56 is no 4.5600000000000005 there.
    numbers: {
      value: cleared(shown[index] ?? null),
      uncertainty: cleared(shownBound(row, metric)),
      relative: cleared(relativePercent(row)),
      sigmas: row.sigmas,
      percent: row.percentDeviation,
      robust: row.robustScore,
      persists: row.persistence,
    },
  }));
}

const cleared = (value: number | null) => value && withoutNoise(value);

const relativePercent = ({ relativeDeviation }: DeviationRow) =>
  relativeDeviation === null ? null : 100 * relativeDeviation;

const shownBound = ({ uncertainty }: DeviationRow, { scale }: MetricDescription) =>
  uncertainty === null ? null : uncertainty * scale;

/** "mean 5.123 ± 0.045 Ah (0.9 %), at most about ± 0.0012 Ah, grade B, 29 of 30 cells": the group at the cycle asked for. */
export function groupSummary(
  at: { mean: number; std: number | null; n: number; cells: number; uncertainty: number | null },
  metric: MetricDescription,
): string {
  const decimals = decimalsOf(at.mean, at.uncertainty, metric);
  const share = at.std === null || metric.unit === "%" || at.mean === 0 ? null : (100 * at.std) / Math.abs(at.mean);
  const spread = at.std === null ? "" : ` ± ${formatFixed(at.std, decimals)}`;
  const relative = share === null ? "" : ` (${formatFixed(share, 1)} %)`;
  const bound = at.uncertainty === null ? "" : `, at most about ± ${boundWithGrade(at.mean, at.uncertainty, metric)}`;
  const value = withUnit(`${formatFixed(at.mean, decimals)}${spread}`, metric.unit);
  return `mean ${value}${relative}${bound}, ${at.n} of ${at.cells} cells`;
}

/** As `groupSummary`, of a group at the point of its series. */
export function summaryOf(
  { mean, std, n, cells, uncertainty }: PreparedSeries,
  at: number | null,
  metric: MetricDescription,
): string {
  if (at === null) return "no finished cycle of this number";
  return groupSummary(
    { mean: mean[at] ?? 0, std: std[at] ?? null, n: n[at] ?? 0, cells, uncertainty: uncertainty?.[at] ?? null },
    metric,
  );
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
