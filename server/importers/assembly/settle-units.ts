import type { Answers, Choice, ImportField, Question } from "../cycler-file";
import type { PlannedColumn, TablePlan } from "../table/table-plan";
import { scaleOf, sizeOf } from "../numbers/units";
import {
  choiceOf,
  FIELDS,
  isUsualInterval,
  type Measured,
  measured,
  sizeOfUnit,
  UNITS,
  unitOfSize,
} from "../units/measured";
import { askByNominal } from "../units/ask-by-nominal";
import type { Witnesses } from "./witnesses";

/** What follows from the witnesses: units to read the columns in instead, by dimension, or what has to be asked, or nothing. */
export type Settlement =
  | { kind: "as read" }
  /** `evenNamed`: also where a heading names another. */
  | { kind: "take"; fields: readonly ImportField[]; of: Measured; unit: string; evenNamed?: boolean }
  | { kind: "ask"; row?: number | null; column: string | null; message: string; question: Question };

const AS_READ: Settlement = { kind: "as read" };

/** The witnesses of a file, with what its cell is known to hold, Ah. */
type HeardUnits = Witnesses & { nominalCapacityAh: number | null };

/**
 * Settles the units of time, current and counters by what clock, counters and headings say of each other. A unit that nothing names is taken as
 * the others show it; where a named one is contradicted, or two could be wrong, a person is asked.
 */
export function settleUnits(plan: TablePlan, witnesses: HeardUnits, answers: Answers): Settlement {
  const time = measured(plan, "time", answers);
  const hasTestTime = plan.columns.some(({ field }) => field === "testTime");
  const byClock = hasTestTime ? witnesses.clockFactor : witnesses.stepFactor;
  if (time && byClock !== null && byClock !== 1) return settleByClock(time, byClock, answers);
  const step = hasTestTime ? settleByStepTime(plan, witnesses.stepFactor, byClock === 1, answers) : AS_READ;
  if (step.kind !== "as read") return step;
  const current = settleCurrent(plan, byClock === 1 ? undefined : time, witnesses, answers);
  if (current.kind !== "as read") return current;
  const parts = settleTwoParts(plan, witnesses);
  return parts.kind === "as read" ? settleInterval(time, witnesses) : parts;
}

/** `23:59` may be minutes and seconds or hours and minutes; a person is asked where no other time, and no counter, shows which. */
function settleTwoParts({ columns }: TablePlan, { clockFactor, stepFactor, counterRatio }: Witnesses): Settlement {
  const isOpen = (column: PlannedColumn | undefined) => column?.hasTwoParts === true && !column.namesUnit;
  const columnOf = (field: ImportField) => columns.find((column) => column.field === field);
  const [test, step] = [columnOf("testTime"), columnOf("stepTime")];
  const requested = isOpen(test) ? test : test === undefined && isOpen(step) ? step : undefined;
  const byStepTime = test !== undefined && isOpen(step) ? null : stepFactor;
  if (!requested || clockFactor === 1 || byStepTime === 1 || counterRatio === 1) return AS_READ;
  const message = "its times have two parts with a colon, and nothing in the file shows what these are.";
  const choices: Question["choices"] = [
    { parameter: "timeUnit", value: "min", words: `"${requested.heading}" is in minutes and seconds` },
    { parameter: "timeUnit", value: "h", words: `"${requested.heading}" is in hours and minutes` },
  ];
  return { kind: "ask", column: requested.heading, message, question: { choices } };
}

/** Rows that are closer, or farther apart, than those of any cycler, where nothing names or shows the unit of time. */
const CLOSEST_S = 0.01;
const FARTHEST_S = 900;
function settleInterval(
  time: Measured | undefined,
  { clockFactor, stepFactor, counterRatio, intervalS }: Witnesses,
): Settlement {
  const isShown = [clockFactor, stepFactor, counterRatio].some((factor) => factor !== null);
  if (!time || time.isNamed || isShown || intervalS === null) return AS_READ;
  if (intervalS >= CLOSEST_S && intervalS <= FARTHEST_S) return AS_READ;
  const likely = UNITS.time.filter((unit) => {
    return isUsualInterval((intervalS / sizeOfUnit(time)) * sizeOf(scaleOf("time", unit)));
  });
  const [first, ...others] = likely
    .concat(time.unit)
    .flatMap((unit) => choiceOf(time, unit, `"${time.heading}" is in ${unit}`));
  if (!first) return AS_READ;
  const message = `rows are ${Number(intervalS.toPrecision(2))} s apart if it is in ${time.unit}, and nothing in the file names or shows its unit.`;
  return { kind: "ask", column: time.heading, message, question: { choices: [first, ...others] } };
}

function settleByClock(time: Measured, factor: number, answers: Answers): Settlement {
  const unit = unitOfSize(time, sizeOfUnit(time) * factor);
  if (answers.timeUnit !== undefined || unit === null) return AS_READ;
  return time.isNamed ? askTime(time, unit, factor) : taking(time, unit);
}

/** @param time where the clock does not vouch for its unit */
function settleCurrent(
  plan: TablePlan,
  time: Measured | undefined,
  witnesses: HeardUnits,
  answers: Answers,
): Settlement {
  const current = measured(plan, "current", answers);
  const capacity = measured(plan, "capacity", answers);
  const ratio = witnesses.counterRatio;
  if (ratio !== null && ratio !== 1 && capacity) return settleByCounter({ time, current, capacity }, ratio, answers);
  if (!current || current.isNamed || (ratio === 1 && capacity?.isNamed)) return AS_READ;
  const requested = askByNominal({ current, time }, witnesses);
  if (requested !== null) return { kind: "ask", column: current.heading, ...requested };
  return ratio === null ? askLargeCurrent(current, witnesses) : AS_READ;
}

/** A step time whose heading names no unit passes as test time does, and the other way round; where both name one, a person is asked. */
function settleByStepTime(
  { columns }: TablePlan,
  factor: number | null,
  isByClock: boolean,
  { timeUnit }: Answers,
): Settlement {
  const columnOf = (field: ImportField) => columns.find((column) => column.field === field);
  const [test, step] = [columnOf("testTime"), columnOf("stepTime")];
  if (!test || !step || factor === null || factor === 1) return AS_READ;
  if (!step.namesUnit) return takingOne(step, factor);
  if (timeUnit !== undefined) return evenNamed(takingOne(step, factor));
  return test.namesUnit || isByClock ? askStepTime(test, step, factor, isByClock) : takingOne(test, 1 / factor);
}

const evenNamed = (settlement: Settlement): Settlement =>
  settlement.kind === "take" ? { ...settlement, evenNamed: true } : settlement;

function askStepTime(test: PlannedColumn, step: PlannedColumn, factor: number, isByClock: boolean): Settlement {
  const of: Measured = { dimension: "time", unit: test.unit ?? "s", isNamed: true, heading: test.heading };
  const other = isByClock ? null : unitOfSize(of, sizeOfUnit(of) / factor);
  const asRead = choiceOf(of, of.unit, `"${test.heading}" is in ${of.unit}, and "${step.heading}" is wrong`);
  const [first, ...others] = [...(other === null ? [] : choiceOf(of, other)), ...asRead];
  if (!first) return AS_READ;
  const message = `${unlikeRates(test.heading, step.heading, factor)}.`;
  return { kind: "ask", column: test.heading, message, question: { choices: [first, ...others] } };
}

/** @param factor seconds of test time in a second of step time */
export function unlikeRates(test: string, step: string, factor: number): string {
  const times = Math.round(Math.max(factor, 1 / factor)).toLocaleString("en");
  const [faster, slower] = factor > 1 ? [test, step] : [step, test];
  return `"${faster}" passes ${times} times as fast as "${slower}": the unit of one of them is wrong`;
}

function takingOne({ field, unit: asRead, heading }: PlannedColumn, factor: number): Settlement {
  const of: Measured = { dimension: "time", unit: asRead ?? "s", isNamed: false, heading };
  const unit = unitOfSize(of, sizeOfUnit(of) * factor);
  return unit === null ? AS_READ : { ...taking(of, unit), fields: [field] };
}

/** A cell that takes more is rarer than a column in mA whose heading does not say so. */
const LARGE_A = 20;
const SURELY_SMALL_A = 1000;

function askLargeCurrent(current: Measured, { largestA }: Witnesses): Settlement {
  if (current.unit !== "A" || largestA < LARGE_A) return AS_READ;
  const units = largestA < SURELY_SMALL_A ? ["mA", "A"] : ["mA", "uA", "A"];
  const [likely, ...others] = units.flatMap((unit) => choiceOf(current, unit, `"${current.heading}" is in ${unit}`));
  if (!likely) return AS_READ;
  const message = `currents of up to ${Number(largestA.toPrecision(4))} A, and no heading names their unit.`;
  return { kind: "ask", column: current.heading, message, question: { choices: [likely, ...others] } };
}

type Three = { time: Measured | undefined; current: Measured | undefined; capacity: Measured };

/** @param ratio of our sums to the cycler's counters */
function settleByCounter({ time, current, capacity }: Three, ratio: number, answers: Answers): Settlement {
  if (answers.currentUnit !== undefined && answers.timeUnit !== undefined) return AS_READ;
  const other = [
    ...otherUnit(time, 1 / ratio),
    ...otherUnit(current, 1 / ratio),
    ...(capacity.isNamed ? [] : otherUnit(capacity, ratio)),
  ];
  const open = other.filter(({ of }) => !of.isNamed);
  const [only] = open;
  if (only && open.length === 1) return taking(only.of, only.unit);
  if (answers.currentUnit !== undefined || answers.timeUnit !== undefined) return AS_READ;
  return askByCounter(open.length > 0 ? open : other, ratio, { time, current, capacity });
}

const taking = (of: Measured, unit: string): Extract<Settlement, { kind: "take" }> => ({
  kind: "take",
  fields: FIELDS[of.dimension],
  of,
  unit,
});

/** A unit to take, as a question. */
export function questionOf({ of, unit }: Extract<Settlement, { kind: "take" }>): Extract<Settlement, { kind: "ask" }> {
  const message = `from the first rows on, clock and counters show that "${of.heading}" is in ${unit}, not in ${of.unit}.`;
  const [likely] = choiceOf(of, unit);
  const [asRead] = choiceOf(of, of.unit, `"${of.heading}" is in ${of.unit}`);
  const choices: Question["choices"] = [likely ?? KEEP_CURRENT, ...(asRead ? [asRead] : [])];
  return { kind: "ask", column: of.heading, message, question: { choices } };
}

/** A counter's unit cannot be said: with the unit of the current said, the counter is only compared. */
const KEEP_CURRENT: Choice = {
  parameter: "currentUnit",
  value: "A",
  words: "the current is in A, whatever is counted",
};

type OtherUnit = { of: Measured; unit: string };

function otherUnit(of: Measured | undefined, factor: number): OtherUnit[] {
  const unit = of ? unitOfSize(of, sizeOfUnit(of) * factor) : null;
  return of && unit !== null ? [{ of, unit }] : [];
}

function askByCounter(candidates: readonly OtherUnit[], ratio: number, { time, current, capacity }: Three): Settlement {
  const choices = candidates.flatMap(({ of, unit }) => choiceOf(of, unit));
  const kept = current ?? time;
  const asRead = kept ? choiceOf(kept, kept.unit, `as read, and "${capacity.heading}" is in another unit`) : [];
  const [first, ...others] = [...choices, ...asRead];
  if (!first) return AS_READ;
  const [more, less] =
    ratio > 1 ? ["the samples give", "the cycler counted"] : ["the cycler counted", "the samples give"];
  const factor = Math.round(Math.max(ratio, 1 / ratio)).toLocaleString("en");
  const message = `${more} about ${factor} times what ${less} ("${capacity.heading}"): a unit of time or current is wrong.`;
  return { kind: "ask", column: candidates[0]?.of.heading ?? null, message, question: { choices: [first, ...others] } };
}

function askTime(time: Measured, unit: string, factor: number): Settlement {
  const times = Math.round(Math.max(factor, 1 / factor)).toLocaleString("en");
  const which =
    factor > 1 ? `the clock runs ${times} times as fast as` : `the clock runs at a ${times}th of the speed of`;
  const [likely] = choiceOf(time, unit);
  const [asRead] = choiceOf(time, time.unit, "as its heading says, and the clock is wrong");
  if (!likely || !asRead) return AS_READ;
  const message = `${which} test time throughout: its unit seems to be ${unit}.`;
  return { kind: "ask", column: time.heading, message, question: { choices: [likely, asRead] } };
}
