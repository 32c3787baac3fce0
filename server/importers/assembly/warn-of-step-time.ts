import type { TablePlan } from "../table/table-plan";
import type { ProblemList } from "../text/problem-list";
import type { Witnesses } from "./witnesses";

/** Says that test time and step time, whose headings both name a unit, pass at rates that differ by one. */
export function warnOfStepTime({ columns }: TablePlan, { stepFactor }: Witnesses, problems: ProblemList): void {
  const [test, step] = (["testTime", "stepTime"] as const).map((field) =>
    columns.find((column) => column.field === field && column.namesUnit),
  );
  if (!test || !step || stepFactor === null || stepFactor === 1) return;
  const times = Math.round(Math.max(stepFactor, 1 / stepFactor)).toLocaleString("en");
  const [faster, slower] = stepFactor > 1 ? [test, step] : [step, test];
  const message = `"${faster.heading}" passes ${times} times as fast as "${slower.heading}": the unit of one of them is wrong. If it is that of both or of the test time, give timeUnit.`;
  problems.warn("step time", null, message, "severe");
}
