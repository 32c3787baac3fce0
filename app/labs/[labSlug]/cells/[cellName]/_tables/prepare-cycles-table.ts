import { columnDecimals, formatFixed, formatMoment } from "@/app/_charts/frame/prepare-numbers";
import { supportedDecimals } from "@/app/_charts/frame/prepare-uncertainty";
import { metricOfCell } from "@/app/_charts/frame/prepare-unit";
import type { CellCycles, PageCycle } from "@/server/domain/cells/cell-page";
import { metricUncertainties } from "@/server/domain/cycles/quality/metric-uncertainty";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import { tagText } from "../../_panel/prepare-tag-text";

/** A column of numbers: formatted row by row, for only the rows in sight are drawn. */
export type MetricColumn = {
  name: MetricName;
  /** With its unit. */
  head: string;
  formula: string;
  textAt: (index: number) => string;
  /** Over its figure on a phone's cards, which have room for three; null: left out there. */
  label: string | null;
};

/** In reading order: how much, how well, at which voltage, at what cost. Others of a cell's size stand beside what they are made of. */
const COLUMNS: readonly MetricName[] = [
  "dischargeCapacityAh",
  "dischargeCapacityUncertaintyAh",
  "chargeCapacityAh",
  "chargeCapacityUncertaintyAh",
  "capacityRetention",
  "coulombicEfficiency",
  "energyEfficiency",
  "specificDischargeCapacityMahG",
  "arealDischargeCapacityMahCm2",
  "meanDischargeVoltageV",
  "meanChargeVoltageV",
  "voltageHysteresisV",
  "internalResistanceOhm",
  "constantVoltageShare",
  "dischargeRateC",
  "equivalentFullCycles",
  "maxTemperatureC",
];

/** What a phone shows of a cycle, with names that fit: the first three that there are. */
const FIGURES: ReadonlyMap<MetricName, string> = new Map([
  ["dischargeCapacityAh", "Discharge"],
  ["capacityRetention", "Retention"],
  ["coulombicEfficiency", "CE"],
  ["chargeCapacityAh", "Charge"],
  ["meanDischargeVoltageV", "Mean voltage"],
]);
const MAX_FIGURES = 3;

/** The metrics that any cycle has, each with as many decimals as its largest value needs. */
export function metricColumns({ metrics }: Pick<CellCycles, "metrics">): MetricColumn[] {
  const figures = [...FIGURES.keys()].filter((name) => metrics[name]).slice(0, MAX_FIGURES);
  return COLUMNS.flatMap((name) => {
    const values = metrics[name];
    if (!values) return [];
    const metric = metricOfCell(METRICS[name], values);
    const shown = values.map((value) => value && value * metric.scale);
    const decimals = columnDecimals(shown, metric.significantDigits);
    const bounds = metricUncertainties(name, metrics);
    const textAt = (index: number) => {
      const bound = bounds?.[index] ?? null;
      return formatFixed(
        shown[index] ?? null,
        Math.min(decimals, supportedDecimals(bound && bound * metric.scale, metric)),
      );
    };
    const unit = metric.unit === "1" ? "" : ` / ${metric.unit}`;
    const head = `${metric.label}${unit}`;
    const label = figures.includes(name) ? `${FIGURES.get(name)}${unit}` : null;
    return [{ name, head, formula: metric.formula, textAt, label }];
  });
}

/** Indexes of the cycles in the order of the table. */
export function rowOrder(cycles: readonly PageCycle[], order: "newest" | "oldest"): number[] {
  const indexes = cycles.map((_, index) => index);
  return order === "newest" ? indexes.reverse() : indexes;
}

/** What is to be known of a cycle beside its numbers: whether it counts, its tags, its test. */
export function cycleNotes(cycle: PageCycle): string[] {
  return [
    ...(cycle.isComplete ? [] : ["under way"]),
    ...(cycle.isPartial ? ["partial"] : []),
    ...(cycle.isExcluded ? ["excluded"] : []),
    ...cycle.tags.map(tagText),
    ...(cycle.test === "" ? [] : [`test ${cycle.test}`]),
    ...(cycle.warnings.length === 0
      ? []
      : [cycle.warnings.length === 1 ? "1 warning" : `${cycle.warnings.length} warnings`]),
  ];
}

/** "2026-03-01 14:05" in the lab's time zone. */
export const minuteText = (atMs: number, timeZone: string) =>
  formatMoment(atMs, timeZone).slice(0, "2026-03-01 14:05".length);
