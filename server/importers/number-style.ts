import type { NumberStyle } from "./parse-number";

/** Thousands apart, with decimals behind them, or in more than one group. */
const GROUPED = /^[+-]?\d{1,3}(?:([.,\s'’])\d{3})+[.,]\d+$|^[+-]?\d{1,3}(?:([.,\s'’])\d{3}){2,}$/;

/**
 * Which marks the numbers of a table have, by the first cells that show it.
 * @param decimalComma as a person said, if so
 */
export function numberStyleOf(cells: readonly string[], decimalComma: boolean | undefined): NumberStyle {
  const decimal = (decimalComma ?? hasOnlyCommas(cells)) ? "," : ".";
  const marks = cells.find((cell) => GROUPED.test(cell))?.replaceAll(/[\d+-]/g, "") ?? "";
  const group = groupMarkOf(marks[0]);
  if (group === "") return { decimal, group };
  const last = marks.at(-1);
  if (new Set(marks).size > 1) return { decimal: last === "," ? "," : ".", group };
  if (group === ",") return { decimal: ".", group };
  return { decimal: group === "." ? "," : decimal, group };
}

function hasOnlyCommas(cells: readonly string[]): boolean {
  const shows = (mark: string) =>
    cells.some((cell) => new RegExp(`^[+-]?\\d+${mark}\\d+(?:[eE][+-]?\\d+)?$`).test(cell));
  return shows(",") && !shows("\\.");
}

function groupMarkOf(mark: string | undefined): NumberStyle["group"] {
  if (mark === undefined) return "";
  if (mark === "," || mark === ".") return mark;
  return mark === "'" || mark === "’" ? "'" : " ";
}
