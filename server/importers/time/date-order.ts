import { floatAt } from "../../domain/samples/sample-columns";
import type { DateOrder } from "./parse-clock";
import type { RowBlock } from "../table/row-block";

/** The order of the parts of dates, and whether something tells it. */
export type OrderOfDates = { order: DateOrder; isSure: boolean };

/** Rows that follow each other lie days apart at most: the order in which they spread over so many times more days is the wrong one. */
const TELLING = 4;

/**
 * How dates are written: as the dates show; else as a person said; else in the order in which the rows lie closer together; else by their
 * marks, for points stand behind days; else the month first where hours are counted in halves of the day, or as the format has it, or most
 * exports. A habit is nothing sure, but where both agree.
 * @param told whether the day stands first, as a person said, if so
 * @param usual the same as the format has it
 */
export function dateOrderOf(
  cells: readonly string[],
  told: boolean | undefined,
  usual: boolean | undefined,
): OrderOfDates {
  const dates = cells.map((cell) => /^\D*(\d{1,4})\D(\d{1,2})\D(\d{2,4})/.exec(cell)).filter((parts) => parts !== null);
  const shownOrder = orderShownBy(dates);
  if (shownOrder !== null) return { order: shownOrder, isSure: true };
  const shown = dates.map(([, first, second, year]) => [Number(first), Number(second), Number(year)] as const);
  const isDayFirst = told ?? isCloserTurned(shown) ?? hasPoints(cells);
  if (isDayFirst !== undefined) return { order: isDayFirst ? "dmy" : "mdy", isSure: true };
  const hasHalves = cells.some((cell) => /\d\s*[ap]\.?\s*m\b/i.test(cell));
  if (hasHalves) return { order: "mdy", isSure: usual === false };
  return { order: usual === true ? "dmy" : "mdy", isSure: dates.length === 0 };
}

/** The order that a year of four digits or a number over 12 shows; null where no date does. */
function orderShownBy(dates: readonly RegExpExecArray[]): DateOrder | null {
  if (dates.some(([, first]) => first?.length === 4)) return "ymd";
  if (dates.some(([, first]) => Number(first) > 12)) return "dmy";
  return dates.some(([, , second]) => Number(second) > 12) ? "mdy" : null;
}

/** `19.06.2023`; undefined where none has points, which says nothing. */
const hasPoints = (cells: readonly string[]) => cells.some((cell) => /^\D*\d+\.\d+\.\d{2}/.test(cell)) || undefined;

type ShownDate = readonly [month: number, day: number, year: number];

/** Whether dates lie closer together with month and day exchanged; undefined where they do not tell, as where all are one. */
function isCloserTurned(dates: readonly ShownDate[]): boolean | undefined {
  const asShown = spreadOf(dates.map(([month, day, year]) => Date.UTC(year, month - 1, day)));
  const turned = spreadOf(dates.map(([month, day, year]) => Date.UTC(year, day - 1, month)));
  if (turned * TELLING <= asShown && asShown > 0) return true;
  return asShown * TELLING <= turned && turned > 0 ? false : undefined;
}

const spreadOf = (times: readonly number[]) =>
  times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY) -
  times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);

/** Dates hardly change from row to row. */
const LOOK_EVERY = 64;
const US_PER_DAY = 86_400e6;

/** The days that a file's clock showed, where its first rows do not tell the order of their parts. */
export class SeenDates {
  private readonly days = new Set<number>();

  add({ columns: { clock }, length }: RowBlock): void {
    for (let row = 0; row < length; row += LOOK_EVERY) this.see(floatAt(clock, row));
    this.see(floatAt(clock, length - 1));
  }

  see(clockUs: number): void {
    this.days.add(Math.floor(clockUs / US_PER_DAY));
  }

  /** Whether they are dates in the other order, too, and no further from each other; "closer" where that is more likely. */
  get inOtherOrder(): "none" | "as well" | "closer" {
    const dates = [...this.days].filter(Number.isFinite).map((day): ShownDate => {
      const date = new Date((day * US_PER_DAY) / 1000);
      return [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCFullYear()];
    });
    if (dates.some(([, day]) => day > 12) || dates.every(([month, day]) => month === day)) return "none";
    const isCloser = isCloserTurned(dates);
    if (isCloser === undefined) return "as well";
    return isCloser ? "closer" : "none";
  }
}
