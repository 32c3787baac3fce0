import { floatAt } from "../../domain/samples/sample-columns";
import type { DateOrder } from "./parse-clock";
import type { RowBlock } from "../table/row-block";

/** The order of the parts of dates, and whether it is certain. */
export type OrderOfDates = { order: DateOrder; isCertain: boolean };

/** Successive rows are days apart at most: an order that spreads them over so many times more days is the wrong one. */
const DECISIVE = 4;

/**
 * The order of dates: as the dates show; else as a person said; else the order in which the rows are closer together; else day first with
 * points; else month first with AM and PM; else the habit of the format, or month first as in most exports. A habit alone is not certain.
 * @param given whether the day comes first, where a person said so
 * @param usual the same by the habit of the format
 */
export function dateOrderOf(
  values: readonly string[],
  given: boolean | undefined,
  usual: boolean | undefined,
): OrderOfDates {
  const dates = values
    .map((value) => /^\D*(\d{1,4})\D(\d{1,2})\D(\d{2,4})/.exec(value))
    .filter((parts) => parts !== null);
  const shownOrder = orderShownBy(dates);
  if (shownOrder !== null) return { order: shownOrder, isCertain: true };
  const shown = dates.map(([, first, second, year]) => [Number(first), Number(second), Number(year)] as const);
  const isDayFirst = given ?? isCloserExchanged(shown) ?? hasPoints(values);
  if (isDayFirst !== undefined) return { order: isDayFirst ? "dmy" : "mdy", isCertain: true };
  const hasHalves = values.some((value) => /\d\s*[ap]\.?\s*m\b/i.test(value));
  if (hasHalves) return { order: "mdy", isCertain: usual === false };
  return { order: usual === true ? "dmy" : "mdy", isCertain: dates.length === 0 };
}

/** The order that a year of four digits or a number over 12 shows; null where no date does. */
function orderShownBy(dates: readonly RegExpExecArray[]): DateOrder | null {
  if (dates.some(([, first]) => first?.length === 4)) return "ymd";
  if (dates.some(([, first]) => Number(first) > 12)) return "dmy";
  return dates.some(([, , second]) => Number(second) > 12) ? "mdy" : null;
}

/** `19.06.2023`; undefined without points, which decides nothing. */
const hasPoints = (values: readonly string[]) => values.some((value) => /^\D*\d+\.\d+\.\d{2}/.test(value)) || undefined;

type ShownDate = readonly [month: number, day: number, year: number];

/** Whether dates are closer together with month and day exchanged; undefined where that does not decide, as for a single day. */
function isCloserExchanged(dates: readonly ShownDate[]): boolean | undefined {
  const asShown = spreadOf(dates.map(([month, day, year]) => Date.UTC(year, month - 1, day)));
  const exchanged = spreadOf(dates.map(([month, day, year]) => Date.UTC(year, day - 1, month)));
  if (exchanged * DECISIVE <= asShown && asShown > 0) return true;
  return asShown * DECISIVE <= exchanged && exchanged > 0 ? false : undefined;
}

const spreadOf = (times: readonly number[]) =>
  times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY) -
  times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);

/** Dates seldom change from row to row. */
const LOOK_EVERY = 64;
const US_PER_DAY = 86_400e6;

/** The days in a file whose first rows do not show the order of dates. */
export class SeenDates {
  private readonly days = new Set<number>();

  add({ columns: { clock }, length }: RowBlock): void {
    for (let row = 0; row < length; row += LOOK_EVERY) this.see(floatAt(clock, row));
    this.see(floatAt(clock, length - 1));
  }

  see(clockUs: number): void {
    this.days.add(Math.floor(clockUs / US_PER_DAY));
  }

  /** Whether they are also possible in the other order, and no further apart; "closer" where that order is likelier. */
  get inOtherOrder(): "none" | "as well" | "closer" {
    const dates = [...this.days].filter(Number.isFinite).map((day): ShownDate => {
      const date = new Date((day * US_PER_DAY) / 1000);
      return [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCFullYear()];
    });
    if (dates.some(([, day]) => day > 12) || dates.every(([month, day]) => month === day)) return "none";
    const isCloser = isCloserExchanged(dates);
    if (isCloser === undefined) return "as well";
    return isCloser ? "closer" : "none";
  }
}
