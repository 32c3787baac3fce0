import type { MetricDescription } from "@/server/domain/cycles/metrics";
import { capacityGrade, coulombicEfficiencyDecimals } from "@/server/domain/cycles/quality/capacity-grade";
import { decimalsFor, formatFixed, withUnit } from "./prepare-numbers";

/**
 * How many decimals of a value as it is shown its uncertainty supports, where it is an efficiency.
 * @param uncertainty in the unit shown; null where it is not known
 */
export function supportedDecimals(uncertainty: number | null, { isEfficiency, scale }: MetricDescription): number {
  if (!isEfficiency || uncertainty === null) return Number.POSITIVE_INFINITY;
  return Math.max(0, coulombicEfficiencyDecimals(uncertainty / scale) - Math.log10(scale));
}

/** The decimals that a value is shown with: its metric's, and no more than its uncertainty supports. */
export const decimalsOf = (value: number, uncertainty: number | null, metric: MetricDescription): number =>
  Math.min(decimalsFor(value, metric.significantDigits), supportedDecimals(uncertainty, metric));

/** A value to the digits that its uncertainty supports, where it is an efficiency; any other as it is. */
export function supportedValue(
  value: number | null,
  uncertainty: number | null,
  metric: MetricDescription,
): number | null {
  const decimals = supportedDecimals(uncertainty, metric);
  return value === null || !Number.isFinite(decimals) ? value : Number(value.toFixed(decimals));
}

const DIGITS = 2;

/** A bound as it is printed. @param uncertainty in the unit shown */
export const boundText = (uncertainty: number | null): string =>
  formatFixed(uncertainty, uncertainty === null ? 0 : decimalsFor(uncertainty, DIGITS));

/** "0.0012 B": as a column of one unit has it. An efficiency has no grade. Both in the unit shown. */
export function boundTextWithGrade(
  value: number | null,
  uncertainty: number | null,
  metric: Pick<MetricDescription, "isEfficiency">,
): string {
  const grade = metric.isEfficiency || value === null ? null : capacityGrade(uncertainty, value);
  return grade === null ? boundText(uncertainty) : `${boundText(uncertainty)} ${grade}`;
}

/** "2.345 ± 0.0012 Ah, grade B", or without a bound "2.345 Ah". Both in the unit shown. */
export function valueWithBound(value: number, uncertainty: number | null, metric: MetricDescription): string {
  const text = formatFixed(value, decimalsOf(value, uncertainty, metric));
  return uncertainty === null ? withUnit(text, metric.unit) : `${text} ± ${boundWithGrade(value, uncertainty, metric)}`;
}

/** "0.0012 Ah, grade B": at most about ± this. An efficiency has no grade: its digits say how sure it is. Both in the unit shown. */
export function boundWithGrade(value: number, uncertainty: number, metric: MetricDescription): string {
  const grade = metric.isEfficiency ? null : capacityGrade(uncertainty, value);
  return `${withUnit(boundText(uncertainty), metric.unit)}${grade === null ? "" : `, grade ${grade}`}`;
}

/** The row of a hover that tells by how much a value may be off at most, where that is known. */
export const boundRows = (value: number | null, uncertainty: number | null, metric: MetricDescription) =>
  value === null || uncertainty === null
    ? []
    : [{ label: "at most ±", value: boundWithGrade(value, uncertainty, metric) }];
