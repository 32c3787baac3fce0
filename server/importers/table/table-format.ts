import type { ImportField } from "../cycler-file";
import type { SentMode } from "../../domain/samples/sample-columns";
import type { DateOrder } from "../time/parse-clock";
import type { KnownColumn, Vocabulary } from "./vocabulary";

/** Columns of the lines that stand above rows of their cycle, and above rows of their step, by the number of the cell. */
export type Outline = {
  cycle: { cells: number; cycle: number };
  step: { step: number | null; stepCount: number | null; mode: number | null };
};

/** A column line and what stands above it. */
export type HeadTable = {
  /** Lines above the column line. */
  preamble: readonly string[];
  headings: readonly string[];
  /** Those that the format's vocabulary knows. */
  columns: readonly KnownColumn[];
};

/** A cycler's way to write a table. What it does not say is the same for all. */
export type TableFormat = {
  id: string;
  /** As people call it. */
  name: string;
  /** What its text export is called: "CSV". */
  asText: string;
  /** Where the knowledge of it comes from. */
  knownFrom: string;
  vocabulary: Vocabulary;
  /** What a table is recognised by, in words; null when it is not of this format. */
  recognise: (table: HeadTable) => string | null;
  /** Units of columns that name none. */
  units?: Partial<Record<ImportField, string>>;
  /** Those of times are only supposed: the clock decides where it can. */
  isTimeUnitByClock?: boolean;
  /** Of dates like 03/04/2024 that nothing else decides. */
  dateOrder?: Exclude<DateOrder, "ymd">;
  /** What a word for a mode means; `modeOfStepType` where the format has no words of its own. */
  modeOf?: (word: string) => SentMode | null;
  /** When test time was 0, as the lines above the column line tell it. */
  startOf?: (preamble: readonly string[]) => string | null;
  /** What the headings mean, where a person said so instead of a vocabulary. */
  columnsOf?: (headings: readonly string[]) => KnownColumn[];
  dischargeIsPositive?: boolean;
  /** Files without a column line: the names of their columns, and whether a line is a row of theirs. */
  headless?: { headings: readonly string[]; isRow: (line: string) => boolean };
  /** Lines between the rows that say of which cycle and step they are; null where a table has none. */
  outlineOf?: (table: HeadTable) => Outline | null;
  /** A table that has no current because none flows, as at open circuit. */
  isAtRest?: (table: HeadTable) => boolean;
  /** Step times may run from the start of the test instead of that of the step: the column itself tells. */
  stepTimeMayRunOn?: boolean;
  /** The current has no sign: the mode tells it. */
  isUnsigned?: boolean;
};
