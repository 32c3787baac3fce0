import type { DateOrder } from "./parse-clock";

/** The order of the parts of dates, and whether something tells it. */
export type OrderOfDates = { order: DateOrder; isSure: boolean };

/**
 * How dates are written: as the dates show; else as told, or as the format has it; else the month first, as most exports write strokes.
 * @param dayFirst as a person or the format says, if so
 */
export function dateOrderOf(cells: readonly string[], dayFirst: boolean | undefined): OrderOfDates {
  const dates = cells.map((cell) => /^\D*(\d{1,4})\D(\d{1,2})\D(\d{2,4})/.exec(cell)).filter((parts) => parts !== null);
  if (dates.some(([, first]) => first?.length === 4)) return { order: "ymd", isSure: true };
  if (dates.some(([, first]) => Number(first) > 12)) return { order: "dmy", isSure: true };
  if (dates.some(([, , second]) => Number(second) > 12)) return { order: "mdy", isSure: true };
  if (dayFirst !== undefined) return { order: dayFirst ? "dmy" : "mdy", isSure: true };
  if (cells.some((cell) => /^\D*\d+\.\d+\.\d{2}/.test(cell))) return { order: "dmy", isSure: true };
  return { order: "mdy", isSure: dates.every(([, first, second]) => first === second) };
}
