import type { MetricDescription } from "@/server/domain/cycles/metrics";

/** Shown for a missing value. Never 0. */
const MISSING = "–";

/** As many as `toFixed` takes. */
const MAX_DECIMALS = 100;

/** Digits after the point that show a number of this size with so many significant digits. */
export function decimalsFor(magnitude: number, significantDigits: number): number {
  const size = Math.abs(magnitude);
  if (!Number.isFinite(size) || size === 0) return significantDigits - 1;
  return Math.min(MAX_DECIMALS, Math.max(0, significantDigits - 1 - Math.floor(Math.log10(size))));
}

/** Digits after the point for a column, taken from its largest number, so that the points stand below each other. */
export function columnDecimals(values: readonly (number | null)[], significantDigits: number): number {
  let largest = 0;
  for (const value of values) if (value !== null) largest = Math.max(largest, Math.abs(value));
  return decimalsFor(largest, significantDigits);
}

/** A number with a fixed count of decimals and a true minus sign; `–` for null. */
export function formatFixed(value: number | null, decimals: number): string {
  if (value === null || !Number.isFinite(value)) return MISSING;
  const digits = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(digits) !== 0 ? `−${digits}` : digits;
}

/** As `formatFixed`, with a plus sign where the number is positive. */
export function formatSigned(value: number | null, decimals: number): string {
  const text = formatFixed(value, decimals);
  return value !== null && value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A stored value as it is shown: scaled, with the metric's significant digits, without its unit. */
export function formatValue(stored: number | null, metric: MetricDescription): string {
  if (stored === null) return MISSING;
  const shown = stored * metric.scale;
  return formatFixed(shown, decimalsFor(shown, metric.significantDigits));
}

/** "11.14 Ah"; what counts or is a ratio, in the unit 1, stands alone. */
export const withUnit = (text: string, unit: string): string => (unit === "1" ? text : `${text} ${unit}`);

/** "Discharge capacity / Ah", "Discharge rate / (1/h)", "Equivalent full cycles": a quantity divided by its unit. */
export function titleOver(label: string, unit: string): string {
  if (unit === "1") return label;
  return `${label} / ${unit.includes("/") ? `(${unit})` : unit}`;
}

/** How axes and column headers name a metric. */
export const metricTitle = ({ label, unit }: Pick<MetricDescription, "label" | "unit">): string =>
  titleOver(label, unit);

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "0.4 s ago", "12 s ago", "4 min ago", "3 h ago". A clock that runs behind shows 0.0 s, not a time to come. */
export function formatAge(ageMs: number): string {
  const age = Math.max(0, ageMs);
  if (age < 10 * SECOND_MS) return `${(Math.floor(age / 100) / 10).toFixed(1)} s ago`;
  if (age < MINUTE_MS) return `${Math.floor(age / SECOND_MS)} s ago`;
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)} min ago`;
  return `${Math.floor(age / HOUR_MS)} h ago`;
}

/** As `formatAge` under a day, else the date in the lab's time zone: "2026-03-01". */
export function formatAgeOrDate(atMs: number, nowMs: number, timeZone: string): string {
  if (nowMs - atMs < DAY_MS) return formatAge(nowMs - atMs);
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone }).format(atMs);
}

/** A moment to the second in the lab's time zone, for hovers: "2026-03-01 14:05:09 (Europe/Berlin)". */
export function formatMoment(atMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone });
  return `${parts.format(atMs)} (${timeZone})`;
}
