import type { SentMode } from "../../domain/samples/sample-columns";
import type { Outline } from "./table-format";
import type { DateOrder } from "../time/parse-clock";
import type { NumberStyle } from "./parse-number";
import type { Scale } from "./units";
import type { KnownColumn } from "./vocabulary";

export type ColumnKind = "number" | "time" | "clock" | "clockPart" | "mode" | "step" | "cell";

export type PlannedColumn = KnownColumn & {
  kind: ColumnKind;
  scale: Scale;
  /** The largest size that is taken for a value. */
  limit: number;
  /** A row without it cannot be used. */
  isNeeded: boolean;
};

/** How the lines below a column line become rows. */
export type TablePlan = {
  separator: number;
  headings: readonly string[];
  /** As many cells a row may have: also unnamed ones, where the column line has room for them. */
  cellCount: number;
  /** From 1. */
  headerLine: number;
  /** Lines up to this one, the first below a line of units where there is one, hold no rows. */
  firstDataLine: number;
  columns: readonly PlannedColumn[];
  /** The column of the time of day that belongs to the dates of the clock's column; null where that tells both. */
  timeOfDay: number | null;
  numberStyle: NumberStyle;
  /** How finely the current is written, where the text of its cells tells; else null. */
  currentStepA: number | null;
  dateOrder: DateOrder;
  /** A date of which nothing tells whether its day or its month stands first, and its line; null where that is clear. */
  unsureDate: { text: string; line: number } | null;
  /** Every line stands in quotes as one. */
  isQuotedWhole: boolean;
  /** Lines that say of which cycle and step the rows below them are. */
  outline: Outline | null;
  modeOf: (text: string) => SentMode | null;
};
