import { floatAt } from "../../domain/samples/sample-columns";
import type { RowBlock } from "../table/row-block";
import type { DateOrder } from "./parse-clock";

/** The order of the parts of dates, and the other orders that nothing rules out. */
export type OrderOfDates = { order: DateOrder; others: readonly DateOrder[] };

/** What else decides: what a person said, and the habit of the format; undefined where it has none. */
type Decisive = { answered?: DateOrder | undefined; dayFirst?: boolean | undefined; usual?: boolean | undefined };

/** Successive rows are days apart at most: an order that spreads them over so many times more days is the wrong one. */
const DECISIVE = 4;
/** Years of two digits that cyclers' files are of, if a date can be read as one of these and as another. */
const [FIRST_YEAR, LAST_YEAR] = [2008, 2039];
const SOME_DATES = 64;

type Triple = readonly [number, number, number];
type CalendarDay = { year: number; month: number; day: number };

/**
 * The order of dates: as a person answered; as the dates show; as a mapping says; the order in which the rows are closer together; the one with
 * a likely year; day first with points; month first with AM and PM; else the habit of the format, or month first as in most exports.
 */
export function dateOrderOf(values: readonly string[], { answered, dayFirst, usual }: Decisive): OrderOfDates {
  if (answered !== undefined) return { order: answered, others: [] };
  const written = values.map(partsOf).filter((parts) => parts !== null);
  const possible = narrowed(
    written.map(({ numbers }) => numbers),
    ordersShownBy(written),
  );
  const likely = likelyYears(written, possible);
  const [only = "mdy"] = likely;
  if (likely.length <= 1) return { order: only, others: [] };
  if (likely.includes("ymd")) return { order: "ymd", others: likely.filter((order) => order !== "ymd") };
  const isDayFirst = dayFirst ?? (values.some(hasPoints) || undefined);
  return isDayFirst === undefined ? byHabit(values, usual) : { order: isDayFirst ? "dmy" : "mdy", others: [] };
}

/** Month first with AM and PM; else the habit of the format, or month first. Only both together are sure. */
function byHabit(values: readonly string[], usual: boolean | undefined): OrderOfDates {
  const hasHalves = values.some((value) => /\d\s?[ap]\.?\s?m\b/i.test(value.slice(0, SOME_DATES)));
  if (hasHalves) return { order: "mdy", others: usual === false ? [] : ["dmy"] };
  return usual === true ? { order: "dmy", others: ["mdy"] } : { order: "mdy", others: ["dmy"] };
}

type Written = { numbers: Triple; widths: Triple };

function partsOf(value: string): Written | null {
  const parts = /^\D{0,8}(\d{1,4})\D(\d{1,2})\D(\d{2,4})/.exec(value.slice(0, SOME_DATES));
  const [, first = "", second = "", third = ""] = parts ?? [];
  if (first === "") return null;
  return {
    numbers: [Number(first), Number(second), Number(third)],
    widths: [first.length, second.length, third.length],
  };
}

/** `19.06.2023` */
const hasPoints = (value: string) => /^\D{0,8}\d{1,4}\.\d{1,4}\.\d{2}/.test(value.slice(0, SOME_DATES));

/** The orders by the widths of the parts: a year of four digits shows where it is, and years of two in front come with months of two. */
function ordersShownBy(written: readonly Written[]): readonly DateOrder[] {
  if (written.some(({ widths: [first] }) => first === 4)) return ["ymd"];
  const mayBeginWithYear = written.every(({ widths }) => widths.every((width) => width === 2));
  return mayBeginWithYear && written.length > 0 ? ["ymd", "mdy", "dmy"] : ["mdy", "dmy"];
}

/** The orders in which all dates are dates, and lie close together; of orders that mean the same, one. */
function narrowed(dates: readonly Triple[], orders: readonly DateOrder[]): readonly DateOrder[] {
  const possible = orders.filter((order) => dates.every((date) => isCalendarDay(read(date, order))));
  const spreads = possible.map((order) => spreadOf(dates.map((date) => dayOf(read(date, order)))));
  const least = Math.min(...spreads);
  const close = possible.filter((_, at) => {
    const spread = spreads[at] ?? 0;
    return spread === least || spread < DECISIVE * Math.max(least, 1);
  });
  return close.filter((order, at) => !close.slice(0, at).some((other) => areSameDays(dates, order, other)));
}

function likelyYears(written: readonly Written[], orders: readonly DateOrder[]): readonly DateOrder[] {
  const [first] = written;
  if (!first || !orders.includes("ymd")) return orders;
  const isLikely = (order: DateOrder) => {
    const { year } = read(first.numbers, order);
    return year >= FIRST_YEAR && year <= LAST_YEAR;
  };
  const likely = orders.filter(isLikely);
  return likely.length > 0 ? likely : orders.filter((order) => order !== "ymd");
}

function read([first, second, third]: Triple, order: DateOrder): CalendarDay {
  const fullYear = (year: number) => (year < 100 ? 2000 + year : year);
  if (order === "ymd") return { year: fullYear(first), month: second, day: third };
  return order === "mdy"
    ? { year: fullYear(third), month: first, day: second }
    : { year: fullYear(third), month: second, day: first };
}

const dayOf = ({ year, month, day }: CalendarDay) => Date.UTC(year, month - 1, day) / 86_400e3;
const isCalendarDay = ({ month, day }: CalendarDay) => month >= 1 && month <= 12 && day >= 1 && day <= 31;
const areSameDays = (dates: readonly Triple[], left: DateOrder, right: DateOrder) =>
  dates.every((date) => dayOf(read(date, left)) === dayOf(read(date, right)));

const spreadOf = (days: readonly number[]) =>
  days.reduce((most, day) => Math.max(most, day), Number.NEGATIVE_INFINITY) -
  days.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);

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
    if (Number.isFinite(clockUs)) this.days.add(Math.floor(clockUs / US_PER_DAY));
  }

  /** The orders that the days allow, the one they were read in among them where it is one of these. */
  ordersLeft({ order, others }: OrderOfDates): readonly DateOrder[] {
    const dates = [...this.days].map((day): Triple => {
      const date = new Date((day * US_PER_DAY) / 1000);
      const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
      // As they are written: a year of four digits is in its place in all of the orders.
      const written = order === "ymd" || others.includes("ymd") ? year % 100 : year;
      if (order === "ymd") return [written, month, dayOfMonth];
      return order === "mdy" ? [month, dayOfMonth, written] : [dayOfMonth, month, written];
    });
    return narrowed(dates, [order, ...others]);
  }
}
