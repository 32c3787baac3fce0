import type { ProblemList } from "../text/problem-list";
import type { DateOrder } from "../time/parse-clock";

export const ORDER_WORDS: Record<DateOrder, string> = { ymd: "year first", dmy: "day first", mdy: "month first" };

/** Says which order of a date only a habit decided. */
export function warnOfOrder(
  problems: ProblemList,
  read: { text: string; line: number | null; order: DateOrder; why: string; remedy: string },
): void {
  const message = `"${read.text}" was read ${ORDER_WORDS[read.order]}, ${read.why}. If that is wrong, ${read.remedy}.`;
  problems.warn("order of dates", read.line, message);
}
