import type { ImportField } from "../cycler-file";
import type { SentMode } from "../../domain/samples/sample-columns";
import type { DateOrder } from "../time/parse-clock";
import type { KnownColumn, Vocabulary } from "./vocabulary";

/** Columns of the lines above the rows of a cycle, and above the rows of a step, by field number. */
export type Outline = {
  cycle: { fieldCount: number; cycle: number };
  step: { step: number | null; stepCount: number | null; mode: number | null };
};

/** A header row and the lines above it. */
export type HeadTable = {
  /** Lines above the header row. */
  preamble: readonly string[];
  headings: readonly string[];
  /** Columns that the format's vocabulary knows. */
  columns: readonly KnownColumn[];
};

/** How a cycler writes a table. Optional properties have a common default. */
export type TableFormat = {
  id: string;
  /** The name that people use. */
  name: string;
  /** The kind of its text export: "CSV". */
  asText: string;
  /** Source of the knowledge about it. */
  knownFrom: string;
  vocabulary: Vocabulary;
  /** What a table is recognised by, in words; null when it is not of this format. */
  recognise: (table: HeadTable) => string | null;
  /** Units of columns that name none. */
  units?: Partial<Record<ImportField, string>>;
  /** The units of times are only assumed: the clock decides where it can. */
  isTimeUnitByClock?: boolean;
  /** The order of dates such as 03/04/2024 that nothing else decides. */
  dateOrder?: Exclude<DateOrder, "ymd">;
  /** The mode of a step type; `modeOfStepType` where the format has no words of its own. */
  modeOf?: (word: string) => SentMode | null;
  /** When test time was 0, from the lines above the header row. */
  startOf?: (preamble: readonly string[]) => string | null;
  /** The columns as a person mapped them, instead of a vocabulary. */
  columnsOf?: (headings: readonly string[]) => KnownColumn[];
  dischargeIsPositive?: boolean | ((table: HeadTable) => boolean);
  /** Counters of another quantity than the one that is read: of the energy at one electrode, where the voltage is the cell's. */
  countersOfOther?: (table: HeadTable) => readonly ImportField[];
  /** Files without a header row: the names of their columns, and whether a line is one of their rows. */
  headless?: { headings: readonly string[]; isRow: (line: string) => boolean };
  /** Lines between the rows that give their cycle and step; null where a table has none. */
  outlineOf?: (table: HeadTable) => Outline | null;
  /** A table may lack a current because none flows, as at open circuit. */
  isAtRest?: (table: HeadTable) => boolean;
  /** Step times may count from the start of the test instead of the step: the column itself shows which. */
  stepTimeMayRunOn?: boolean;
  /** Its names are those that anybody may use, so that two columns may have the same meaning. */
  hasCommonNames?: boolean;
  /** The current has no sign; the mode gives the direction. */
  isUnsigned?: boolean;
};
