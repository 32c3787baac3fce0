import type { TableColumn } from "@/app/_components/table/prepare-table";
import { withoutNoise } from "@/app/_charts/frame/prepare-axis";
import { columnDecimals, formatFixed, formatMoment } from "@/app/_charts/frame/prepare-numbers";
import { supportedDecimals } from "@/app/_charts/frame/prepare-uncertainty";
import { metricOfCell } from "@/app/_charts/frame/prepare-unit";
import type { CellCycles, PageCycle } from "@/server/domain/cells/cell-page";
import { metricUncertainties } from "@/server/domain/cycles/quality/metric-uncertainty";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import { tagText } from "../../_panel/prepare-tag-text";

/** A cycle, and where its metrics stand in their columns. */
export type CycleRow = { cycle: PageCycle; index: number };

/** A column of numbers: formatted row by row, for only the rows in sight are drawn. */
export type MetricColumn = TableColumn<CycleRow> & { name: MetricName };

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

/** As people type them. */
const SHORT: ReadonlyMap<MetricName, readonly string[]> = new Map([
  ["dischargeCapacityAh", ["capacity", "discharge"]],
  ["chargeCapacityAh", ["charge"]],
  ["capacityRetention", ["retention"]],
  ["coulombicEfficiency", ["CE"]],
  ["energyEfficiency", ["EE"]],
  ["dischargeRateC", ["rate"]],
  ["maxTemperatureC", ["temperature"]],
]);

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
    const textOf = ({ index }: CycleRow) => {
      const bound = bounds?.[index] ?? null;
      const value = shown[index] ?? null;
      return value === null
        ? ""
        : formatFixed(value, Math.min(decimals, supportedDecimals(bound && bound * metric.scale, metric)));
    };
    const valueIn = ({ index }: CycleRow) => {
      const value = shown[index] ?? null;
      return value && withoutNoise(value);
    };
    const unit = metric.unit === "1" ? "" : ` / ${metric.unit}`;
    const head = `${metric.label}${unit}`;
    const label = figures.includes(name) ? `${FIGURES.get(name)}${unit}` : undefined;
    const names = [name, ...(SHORT.get(name) ?? [])];
    return [{ name, key: name, head, names, label, isNumber: true, valueIn, textOf }];
  });
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
