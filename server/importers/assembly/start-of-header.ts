import type { ImportOptions } from "../cycler-file";
import { ClockParser } from "../time/clock-parser";
import { dateOrderOf, SeenDates } from "../time/date-order";
import { parseTimeField } from "../time/parse-time-field";
import type { FoundTable } from "../table/find-table";
import type { TablePlan } from "../table/table-plan";
import type { ProblemList } from "../text/problem-list";
import type { ZoneClock } from "../time/zone-clock";
import { warnOfOrder } from "./warn-of-order";

type Head = { found: FoundTable; plan: TablePlan; zone: ZoneClock; problems: ProblemList };

/** When test time was 0, from the lines above the table. */
export function startOfHeader(head: Head, options: ImportOptions): number | null {
  const { preamble, format } = head.found;
  const text = format.startOf?.(preamble) ?? null;
  if (text !== null) return momentOf(text, head, options);
  const date = dateAbove(preamble);
  const { dayless } = head.plan;
  if (date === null || dayless === null) return null;
  const us = momentOf(`${date} ${dayless.timeOfDay}`, head, options);
  const testS = testTimeS(dayless.testTime, head.plan);
  if (us === null || Number.isNaN(testS)) return null;
  const message = `The start is the date above the table, ${date}, at the first row's "${dayless.heading}", ${dayless.timeOfDay}. If the test began on another day, give startedAt.`;
  head.problems.warn("date above", null, message);
  return us - Math.round(testS * 1e6);
}

const DATE_ABOVE =
  /(?:^|[\t,;#"])\s{0,9}(?:date of test|test date|start date|date started|testdatum|startdatum)"?\s{0,9}[:=\t,;]\s{0,9}"?(\d[^\t;"]{5,30})/i;

/** The date on which a test began, where a line says so. Other dates above a table may be those of its export. */
function dateAbove(preamble: readonly string[]): string | null {
  for (const line of preamble) {
    const date = DATE_ABOVE.exec(line.slice(0, 500))?.[1]?.trim().replace(/,$/, "");
    if (date && !date.includes(":")) return date;
  }
  return null;
}

function momentOf(text: string, { found, zone, problems }: Head, { mapping, answers }: ImportOptions): number | null {
  const { format } = found;
  const usual = format.dateOrder === undefined ? undefined : format.dateOrder === "dmy";
  const { order, others } = dateOrderOf([text], { answered: answers?.dateOrder, dayFirst: mapping?.dayFirst, usual });
  const clock = new ClockParser(order);
  const bytes = new TextEncoder().encode(text);
  if (!clock.read(bytes, 0, bytes.length)) return null;
  const dates = new SeenDates();
  dates.see(clock.faceUs);
  if (dates.ordersLeft({ order, others }).length > 1) {
    const why = "and nothing above the table shows the order";
    const remedy = "give dateOrder, or the time of its test time 0 as startedAt";
    warnOfOrder(problems, { text, line: null, order, why, remedy });
  }
  return clock.isMoment ? clock.faceUs : zone.nearest(clock.faceUs, Number.NEGATIVE_INFINITY);
}

/** 0 where the rows have no test time, and begin at their first time of day. */
function testTimeS(text: string, { columns, numberStyle }: TablePlan): number {
  const column = columns.find(({ field }) => field === "testTime");
  if (!column || text === "") return 0;
  const bytes = new TextEncoder().encode(text);
  return parseTimeField(bytes, 0, bytes.length, numberStyle, column);
}
