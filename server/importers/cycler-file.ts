import type { SampleColumns } from "../domain/samples/sample-columns";

/** What holds for a file besides its bytes. */
export type ImportOptions = {
  /** The id of a format of `FORMATS`, or "auto" to recognise it from the content. */
  format: string;
  /** When test time was 0, as Unix time in µs; wins over the file's own clock. Needed where the file has none. */
  startedAtUs: number | null;
  /** IANA zone of clocks that name none. */
  timeZone: string;
  /** Leave a half last line out, with a warning, instead of refusing the file. */
  isPartial: boolean;
  /** How the columns are meant, where a person said so; then no format is looked for. */
  mapping?: ColumnMapping;
  /** How much may come out of what the file is packed in; `MAX_INFLATED_BYTES` where nothing is said. */
  maxInflatedBytes?: number;
};

/** Of a file that was packed, by its sender for the way or by a program for good. */
export const MAX_INFLATED_BYTES = 8 * 2 ** 30;

/**
 * Fields of a sample that a column can hold, and counters of the cycler that are compared with ours. `capacity` and `energy` count charge
 * and discharge alike, as Maccor and Novonix do; `stepMark` is 1 in the row that begins a step, as BioLogic has it.
 */
export type ImportField =
  | "testTime"
  | "stepTime"
  | "clock"
  | "voltage"
  | "current"
  | "temperature"
  | "cycle"
  | "step"
  | "stepCount"
  | "stepMark"
  | "mode"
  | "record"
  | "cell"
  | "capacity"
  | "energy"
  | "chargeCapacity"
  | "dischargeCapacity"
  | "chargeEnergy"
  | "dischargeEnergy";

/** Headings to fields with the unit that the column is in, as a lab saves it. `dischargeIsPositive` turns the current round. */
export type ColumnMapping = {
  columns: Record<string, { field: ImportField; unit?: string }>;
  dischargeIsPositive?: boolean;
  decimalComma?: boolean;
  dayFirst?: boolean;
};

/** Samples of one test in order of (time, record), never falling from part to part; `record` is counted over the whole test. */
export type ImportPart = {
  /** The file's own name for the cell where it holds several; null: the one that the import is for. */
  cell: string | null;
  /** "" for the first test, "restart 2" and so on where the cycler began to count from 0 again. */
  test: string;
  samples: SampleColumns;
  /** Lines of the file, from 1. */
  firstRow: number;
  lastRow: number;
  /** What its clock says so far of the unit that test time is in, where that seems to be another; null where all is well. */
  timeDoubt: string | null;
};

export type ImportWarning = { row: number | null; message: string };

/** What the cycler itself counted in a cycle, beside what the product's rule gives; null where it does not count. */
export type CounterComparison = {
  cell: string | null;
  test: string;
  cycle: number;
  quantity: "chargeCapacity" | "dischargeCapacity" | "chargeEnergy" | "dischargeEnergy";
  vendor: number;
  ours: number;
  relativeDifference: number;
};

export type ImportSummary = {
  format: string;
  /** As people call it: "Neware BTS, CSV". */
  formatName: string;
  /** What it was recognised by. */
  recognisedBy: string;
  columns: { heading: string; field: ImportField | null; unit: string | null }[];
  /** The first rows below the column line, as text. */
  firstRows: string[][];
  /** What the file says of itself: cell, channel, operator, schedule, start. */
  header: Record<string, string>;
  samples: number;
  /** Distinct cycles by the cycler's number, or as detected. */
  cycles: number;
  tests: { cell: string | null; test: string; startedAtUs: number; cycleOffset: number; samples: number }[];
  warnings: ImportWarning[];
  counters: CounterComparison[];
};

/** One thing that makes a file unreadable, and where. */
export type FileProblem = { row: number | null; column: string | null; message: string };

/** A column line and the first rows below it, as text. */
export type TableStart = { headings: string[]; firstRows: string[][] };

/** Why a file cannot be read, place by place; nothing of it may be kept. */
export class UnreadableFileError extends Error {
  constructor(
    message: string,
    readonly problems: readonly FileProblem[] = [],
    /** What looks most like a table, for a person to name its columns; null where that would not help. */
    readonly table: TableStart | null = null,
  ) {
    super(message);
  }
}

/** A file that is no record of a test: of no known format, empty, a document, a program's own, a table of cycles or steps. */
export class NoRecordError extends UnreadableFileError {}

/**
 * Reads a cycler's file as it arrives and hands its samples on in parts of at most `MAX_PART_SAMPLES`; the next bytes are asked for when the
 * part was taken.
 * @throws UnreadableFileError
 */
export type ReadCyclerFile = (
  bytes: AsyncIterable<Uint8Array>,
  options: ImportOptions,
  onPart: (part: ImportPart) => Promise<void> | void,
) => Promise<ImportSummary>;

export const MAX_PART_SAMPLES = 20_000;
