import type { ClockWitness } from "../checks/time-against-clock";
import type { Answers, Choice, Question } from "../cycler-file";
import type { TablePlan } from "../table/table-plan";
import type { Settlement } from "./settle-units";

const TEST_TIME: Choice = { parameter: "timeFrom", value: "testTime", words: "test time is right" };
const CLOCK: Choice = { parameter: "timeFrom", value: "clock", words: "the clock is right" };

/** What has to be asked where clock and test time contradict each other by more than a unit; a test of decades is one in another unit. */
export function settleClock(plan: TablePlan, clocks: readonly ClockWitness[], answers: Answers): Settlement {
  const column = plan.columns.find(({ field }) => field === "testTime")?.heading ?? null;
  const ask = (message: string, question: Question): Settlement => ({ kind: "ask", column, message, question });
  if (clocks.some(({ isEndless }) => isEndless) && answers.timeUnit === undefined) {
    const asRead = plan.columns.find(({ field }) => field === "testTime")?.unit === "ms" ? "ms" : "s";
    return ask("by its test time the test lasts over ten years: its unit seems to be wrong.", {
      choices: [
        { parameter: "timeUnit", value: "ms", words: `"${column}" is in ms` },
        { parameter: "timeUnit", value: asRead, words: "as read" },
      ],
    });
  }
  if (answers.timeFrom !== undefined) return { kind: "as read" };
  const rate = clocks.map((clock) => rateOf(clock, answers)).find((each) => each !== null);
  if (rate) {
    const message = `the clock runs ${Number(rate.toPrecision(3))} times as fast as test time in nearly every row: one of them is wrong.`;
    return ask(message, { choices: [TEST_TIME, CLOCK] });
  }
  const leapDays = clocks.find(({ leapDays }) => leapDays !== null)?.leapDays;
  if (!leapDays) return { kind: "as read" };
  const message = `from one row to the next the clock leaps ahead by ${leapDays} days, and test time does not.`;
  return ask(message, { choices: [TEST_TIME, CLOCK] });
}

/** How many times as fast as test time the clock runs: by no unit, or by one that no cycler has. */
const rateOf = ({ steadyRate, factor }: ClockWitness, { timeUnit }: Answers) =>
  steadyRate ?? (factor === 1 || timeUnit !== undefined ? null : factor);
