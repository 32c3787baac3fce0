import { decimalsFor, formatFixed } from "../frame/prepare-numbers";

const DIGITS = 4;

/** A number of a quantity with its unit; "–" where it was not measured. */
export const quantityText = (value: number, { unit }: { unit: string }) =>
  Number.isFinite(value) ? `${formatFixed(value, decimalsFor(value, DIGITS))} ${unit}` : "–";

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

/** Time since a start: "12.5 s", "3 min 20 s", "2 h 05 min", "4 d 3 h". */
export function elapsedText(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  const sign = seconds < 0 ? "−" : "";
  const size = Math.abs(seconds);
  if (size < MINUTE_S) return `${sign}${Number(size.toFixed(3))} s`;
  if (size < HOUR_S) return `${sign}${Math.floor(size / MINUTE_S)} min ${Math.floor(size % MINUTE_S)} s`;
  if (size < DAY_S) {
    return `${sign}${Math.floor(size / HOUR_S)} h ${String(Math.floor((size % HOUR_S) / MINUTE_S)).padStart(2, "0")} min`;
  }
  return `${sign}${Math.floor(size / DAY_S)} d ${Math.floor((size % DAY_S) / HOUR_S)} h`;
}
