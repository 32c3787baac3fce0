import type { TableColumn } from "@/app/_components/table/prepare-table";
import { withoutNoise } from "@/app/_charts/frame/prepare-axis";
import { columnDecimals, formatFixed, formatMoment, titleOver } from "@/app/_charts/frame/prepare-numbers";
import { supportedDecimals } from "@/app/_charts/frame/prepare-uncertainty";
import { metricOfCell } from "@/app/_charts/frame/prepare-unit";
import type { CellCycles, PageCycle } from "@/server/domain/cells/cell-page";
import { metricUncertainties } from "@/server/domain/cycles/quality/metric-uncertainty";
import { capacityGrade } from "@/server/domain/cycles/quality/capacity-grade";
import { METRIC_NAMES, METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import type { GuideAnchor } from "@/server/domain/guide/numbers-guide";
import { tagText } from "../../_panel/prepare-tag-text";

/** A cycle, and where its metrics stand in their columns. */
export type CycleRow = { cycle: PageCycle; index: number };

/** A column of numbers: formatted row by row, for only the rows in sight are drawn. */
export type MetricColumn = TableColumn<CycleRow> & { /** Its entry of the guide. */ name: GuideAnchor };

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

/** As a bound is called everywhere; see `UNCERTAINTY_LIMITS`. */
const HEADS: ReadonlyMap<MetricName, string> = new Map([
  ["dischargeCapacityUncertaintyAh", "Discharge capacity, at most about ±"],
  ["chargeCapacityUncertaintyAh", "Charge capacity, at most about ±"],
]);

/** What stands behind a bound: the grade of what it is of. */
const GRADED: ReadonlyMap<MetricName, Graded> = new Map([
  ["dischargeCapacityUncertaintyAh", { name: "dischargeCapacityAh", key: "dischargeCapacityGrade", short: "grade" }],
  ["chargeCapacityUncertaintyAh", { name: "chargeCapacityAh", key: "chargeCapacityGrade", short: "charge grade" }],
]);
type Graded = { name: "dischargeCapacityAh" | "chargeCapacityAh"; key: string; short: string };

type Metrics = CellCycles["metrics"];

/** The metrics that any cycle has, each with as many decimals as its largest value needs; those that few ask for wait to be chosen. */
export function metricColumns({ metrics }: Pick<CellCycles, "metrics">): MetricColumn[] {
  const figures = [...FIGURES.keys()].filter((name) => metrics[name]).slice(0, MAX_FIGURES);
  const extra = METRIC_NAMES.filter((name) => !COLUMNS.includes(name));
  return [
    ...COLUMNS.flatMap((name) => [
      ...metricColumn(name, metrics, figures.includes(name) ? FIGURES.get(name) : undefined),
      ...gradeColumn(GRADED.get(name), metrics),
    ]),
    ...extra.flatMap((name) => metricColumn(name, metrics).map((column) => ({ ...column, isExtra: true }))),
  ];
}

/** @param figure what it is called on a phone's card, where it is one of its figures */
function metricColumn(name: MetricName, metrics: Metrics, figure?: string): MetricColumn[] {
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
  const head = titleOver(HEADS.get(name) ?? metric.label, metric.unit);
  const label = figure === undefined ? undefined : titleOver(figure, metric.unit);
  const names = [name, metric.label, ...(SHORT.get(name) ?? [])];
  return [{ name, key: name, head, names, label, isNumber: true, valueIn, textOf }];
}

/** A to D, as it is told beside the bound that it follows from. */
function gradeColumn(graded: Graded | undefined, metrics: Metrics): MetricColumn[] {
  const [bounds, values] = graded ? [metricUncertainties(graded.name, metrics), metrics[graded.name]] : [];
  if (!graded || !bounds || !values) return [];
  const gradeOf = ({ index }: CycleRow) => capacityGrade(bounds[index] ?? null, values[index] ?? 0);
  return [
    {
      ...{ name: "uncertainty", key: graded.key, head: `Grade of ${METRICS[graded.name].label.toLowerCase()}` },
      ...{ names: [graded.key, graded.short], isNumber: false },
      valueIn: gradeOf,
      textOf: (row) => gradeOf(row) ?? "",
    },
  ];
}

/** What is to be known of a cycle beside its numbers: whether it counts, its tags, its test. */
export function cycleNotes(cycle: PageCycle): string[] {
  return [
    ...(cycle.isComplete ? [] : ["under way"]),
    ...(cycle.isPartial ? ["partial"] : []),
    ...(cycle.isExcluded ? ["excluded"] : []),
    ...cycle.tags.map(tagText),
    ...(cycle.test === "" ? [] : [`test ${cycle.test}`]),
    ...(cycle.olderFormulas === undefined ? [] : [`formulas ${cycle.olderFormulas}`]),
    ...(cycle.warnings.length === 0
      ? []
      : [cycle.warnings.length === 1 ? "1 warning" : `${cycle.warnings.length} warnings`]),
  ];
}

/** "2026-03-01 14:05" in the lab's time zone. */
export const minuteText = (atMs: number, timeZone: string) =>
  formatMoment(atMs, timeZone).slice(0, "2026-03-01 14:05".length);
