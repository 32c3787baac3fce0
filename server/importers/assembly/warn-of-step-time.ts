import type { TablePlan } from "../table/table-plan";
import type { ProblemList } from "../text/problem-list";
import { unlikeRates } from "./settle-units";
import type { Witnesses } from "./witnesses";

/** Says that test time and step time, whose headings both name a unit, pass at rates that differ by one. */
export function warnOfStepTime({ columns }: TablePlan, { stepFactor }: Witnesses, problems: ProblemList): void {
  const [test, step] = (["testTime", "stepTime"] as const).map((field) =>
    columns.find((column) => column.field === field && column.namesUnit),
  );
  if (!test || !step || stepFactor === null || stepFactor === 1) return;
  const message = `${unlikeRates(test.heading, step.heading, stepFactor)}.`;
  problems.warn("step time", null, message, "severe");
}
