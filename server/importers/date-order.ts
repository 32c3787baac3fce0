import type { DateOrder } from "./parse-clock";

/** The order of the parts of dates, and whether something tells it. */
export type OrderOfDates = { order: DateOrder; isSure: boolean };

/** Rows that follow each other lie days apart at most: the order in which they spread over so many times more days is the wrong one. */
const TELLING = 4;

/**
 * How dates are written: as the dates show; else as a person said; else in the order in which the rows lie closer together; else as the
 * format has it; else the month first, as most exports write strokes.
 * @param told whether the day stands first, as a person said, if so
 * @param usual the same as the format has it
 */
export function dateOrderOf(
  cells: readonly string[],
  told: boolean | undefined,
  usual: boolean | undefined,
): OrderOfDates {
  const dates = cells.map((cell) => /^\D*(\d{1,4})\D(\d{1,2})\D(\d{2,4})/.exec(cell)).filter((parts) => parts !== null);
  if (dates.some(([, first]) => first?.length === 4)) return { order: "ymd", isSure: true };
  if (dates.some(([, first]) => Number(first) > 12)) return { order: "dmy", isSure: true };
  if (dates.some(([, , second]) => Number(second) > 12)) return { order: "mdy", isSure: true };
  const isDayFirst = told ?? isCloserDayFirst(dates) ?? usual;
  if (isDayFirst !== undefined) return { order: isDayFirst ? "dmy" : "mdy", isSure: true };
  if (cells.some((cell) => /^\D*\d+\.\d+\.\d{2}/.test(cell))) return { order: "dmy", isSure: true };
  return { order: "mdy", isSure: dates.every(([, first, second]) => first === second) };
}

/** Undefined where the dates do not tell, as where all are one. */
function isCloserDayFirst(dates: readonly RegExpExecArray[]): boolean | undefined {
  const numbers = dates.map(([, first, second, year]) => [Number(first), Number(second), Number(year)] as const);
  const dayFirst = spreadOf(numbers.map(([day, month, year]) => Date.UTC(year, month - 1, day)));
  const monthFirst = spreadOf(numbers.map(([month, day, year]) => Date.UTC(year, month - 1, day)));
  if (dayFirst * TELLING <= monthFirst && monthFirst > 0) return true;
  return monthFirst * TELLING <= dayFirst && dayFirst > 0 ? false : undefined;
}

const spreadOf = (times: readonly number[]) =>
  times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY) -
  times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
