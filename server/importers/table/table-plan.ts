import type { SentMode } from "../../domain/samples/sample-columns";
import type { Outline } from "./table-format";
import type { DateOrder } from "../time/parse-clock";
import type { NumberStyle } from "../numbers/parse-number";
import type { Scale } from "../numbers/units";
import type { KnownColumn } from "./vocabulary";

export type ColumnKind =
  | "frequency"
  | "number"
  | "time"
  | "clock"
  | "clockPart"
  | "timeOfDay"
  | "mode"
  | "step"
  | "cell";

export type PlannedColumn = KnownColumn & {
  kind: ColumnKind;
  scale: Scale;
  /** Its heading, a row of units or its own values tell its unit; else it is assumed. */
  namesUnit: boolean;
  /** Times such as `23:59`, of minutes or hours as the unit says. */
  hasTwoParts: boolean;
  /** The largest magnitude that is accepted. */
  limit: number;
  /** A row without it is not usable. */
  isNeeded: boolean;
};

/** How the lines below a header row become rows. */
export type TablePlan = {
  separator: number;
  headings: readonly string[];
  /** Most fields of a row, with unnamed ones where the header row has empty fields for them. */
  fieldCount: number;
  /** From 1. */
  headerLine: number;
  /** The first line below the header row, or below the units row where there is one. */
  firstDataLine: number;
  columns: readonly PlannedColumn[];
  /** The column of the time of day, where the clock's column has dates only; else null. */
  timeOfDay: number | null;
  /** Heading, first value and test time beside it of a clock that shows times of day alone; else null. */
  dayless: { heading: string; timeOfDay: string; testTime: string } | null;
  /** Heading and first value of a clock that shows neither a date nor a time of day that is understood; else null. */
  unreadClock: { heading: string; text: string } | null;
  /** The column of the frequency in a table of impedance; else null. */
  frequency: number | null;
  numberStyle: NumberStyle;
  /** Resolution of the current where its text shows it, in A; else null. */
  currentStepA: number | null;
  dateOrder: DateOrder;
  /** A date that may be meant in other orders, too, and its line; null where the order is clear. */
  ambiguousDate: { text: string; line: number; others: readonly DateOrder[] } | null;
  /** Every line is quoted as a whole. */
  isQuotedWhole: boolean;
  /** Lines that give the cycle and step of the rows below them. */
  outline: Outline | null;
  modeOf: (text: string) => SentMode | null;
};
