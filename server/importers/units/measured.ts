import type { Answers, Choice, ImportField } from "../cycler-file";
import { scaleOf, sizeOf } from "../numbers/units";
import type { TablePlan } from "../table/table-plan";

/** A quantity whose unit may be wrong: its columns, the size of the unit as read, and whether a heading or a person names it. */
export type Measured = { dimension: "time" | "current" | "capacity"; unit: string; isNamed: boolean; heading: string };

/** Units that a column of a cycler may be in. */
export const UNITS: Record<Measured["dimension"], readonly string[]> = {
  time: ["s", "ms", "min", "h", "d"],
  current: ["A", "mA", "uA"],
  capacity: ["Ah", "mAh", "As", "mAs"],
};

/** Of the rows of most files. */
const [USUAL_FROM_S, USUAL_TO_S] = [0.05, 600];

/** Whether rows may be so far apart, in s. */
export const isUsualInterval = (intervalS: number) => intervalS >= USUAL_FROM_S && intervalS <= USUAL_TO_S;

export function choiceOf({ dimension, unit: asRead, heading }: Measured, unit: string, words?: string): Choice[] {
  const said = words ?? `"${heading}" is in ${unit}, not in ${asRead}`;
  if (dimension === "time") return [{ parameter: "timeUnit", value: unit as "s", words: said }]; // one of UNITS
  return dimension === "current" ? [{ parameter: "currentUnit", value: unit as "A", words: said }] : []; // as above
}

const IN_SIZE: Record<Measured["dimension"], string> = { time: "s", current: "A", capacity: "Ah" };
export const sizeOfUnit = ({ dimension, unit }: Measured) => sizeOf(scaleOf(dimension, unit));

/** The unit of this size, in our unit of the dimension; null where no cycler has it. */
export function unitOfSize({ dimension }: Measured, size: number): string | null {
  const isOfSize = (unit: string) => Math.abs(sizeOf(scaleOf(dimension, unit)) / size - 1) < 1e-6;
  return UNITS[dimension].find(isOfSize) ?? null;
}

export const FIELDS: Record<Measured["dimension"], readonly ImportField[]> = {
  time: ["testTime", "stepTime"],
  current: ["current", "chargeCurrent", "dischargeCurrent"],
  capacity: ["chargeCapacity", "dischargeCapacity", "capacity"],
};

/** The column that a dimension is read from. */
export function measured(plan: TablePlan, dimension: Measured["dimension"], answers: Answers): Measured | undefined {
  const columns = FIELDS[dimension].flatMap((field) => plan.columns.filter((column) => column.field === field));
  const [first] = columns;
  if (!first) return undefined;
  const answered = dimension === "time" ? answers.timeUnit : dimension === "current" ? answers.currentUnit : undefined;
  const { heading, unit, namesUnit } = first;
  return { dimension, unit: unit ?? IN_SIZE[dimension], isNamed: namesUnit || answered !== undefined, heading };
}
