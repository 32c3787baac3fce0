import type { SampleColumns } from "../domain/samples/sample-columns";

/** Columns of one quantity, from the left. */
export const ORDINALS = ["first", "second", "third", "fourth"] as const;
const ACCEPTED = ["accepted"] as const;
/**
 * What a person may say of a file whose own witnesses (headings, clock, test time, counters, direction of the voltage) contradict each other.
 * What is said wins over all of them.
 */
export const ANSWERS = {
  /** Of test time and step time. */
  timeUnit: ["s", "ms", "min", "h", "d"],
  currentUnit: ["A", "mA", "uA"],
  voltageUnit: ["V", "mV"],
  dateOrder: ["ymd", "dmy", "mdy"],
  positiveCurrent: ["charges", "discharges"],
  /** Which of the two a sample's time follows, where test time and clock disagree. */
  timeFrom: ["testTime", "clock"],
  /** Those of voltage and current. */
  headings: ["exchanged", "asNamed"],
  /** Which of several columns that may be the voltage, or the current, is meant. */
  voltageColumn: ORDINALS,
  currentColumn: ORDINALS,
  /** The samples are right, though the cycler counted otherwise. */
  countersDiffer: ACCEPTED,
  /** The times stay as coarse as they are written. */
  coarseTime: ACCEPTED,
  /** The clock falls back, and what lies in the fall counts for nothing. */
  clockFalls: ACCEPTED,
} as const;
type AnswerName = keyof typeof ANSWERS;
export type Answers = { [name in AnswerName]?: (typeof ANSWERS)[name][number] };

/** A choice that settles a contradiction, in words for a person; the likeliest comes first. */
export type Choice = {
  [name in AnswerName]: { parameter: name; value: (typeof ANSWERS)[name][number] };
}[AnswerName] & {
  words: string;
};
/** What has to be answered before a file can be read. */
export type Question = { choices: readonly [Choice, ...Choice[]] };

/** Options for reading a file. */
export type ImportOptions = {
  /** The id of a format of `FORMATS`, or "auto" to recognise it from the content. */
  format: string;
  /** When test time was 0, in Unix µs; overrides the file's clock. Required where the file has none. */
  startedAtUs: number | null;
  /** IANA time zone of clocks that name none. */
  timeZone: string;
  /** Leave out an incomplete last line with a warning, instead of refusing the file. */
  isPartial: boolean;
  /** The columns as a person mapped them; then no format is recognised. */
  mapping?: ColumnMapping;
  /** What a person answered to the questions of a refused file. */
  answers?: Answers;
  /** Nominal capacity of the file's cell where it is known, Ah: a current whose unit no heading names is held against it. */
  nominalCapacityAh?: number;
  /** Unix µs behind which no sample can have been taken; no limit by default. Give a day more than now: a clock may be of any zone. */
  latestUs?: number;
  /** Limit for inflated data; `MAX_INFLATED_BYTES` by default. */
  maxInflatedBytes?: number;
};

/** Of a compressed file, whether for transfer or by its program. */
export const MAX_INFLATED_BYTES = 8 * 2 ** 30;

/**
 * Quantities that a column can hold: those of a sample, and counters that are compared with ours. `capacity` and `energy` count charge and
 * discharge alike, as in Maccor and Novonix files; `chargeCurrent` and `dischargeCurrent` are one current in two columns; `stepMark` is 1 in the first row of a step, as in BioLogic files.
 */
export type ImportField =
  | "testTime"
  | "stepTime"
  | "clock"
  | "voltage"
  | "current"
  | "chargeCurrent"
  | "dischargeCurrent"
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

/** Headings to fields and units, as a lab saves them. `dischargeIsPositive` reverses the sign of the current. */
export type ColumnMapping = {
  columns: Record<string, { field: ImportField; unit?: string }>;
  dischargeIsPositive?: boolean;
  decimalComma?: boolean;
  dayFirst?: boolean;
};

/** Samples of one test in order of (time, record), also across parts; `record` counts over the whole test. */
export type ImportPart = {
  /** The file's name for the cell where it has several; null for the cell of the import. */
  cell: string | null;
  /** "" for the first test, "restart 2" and so on where the cycler restarted its counts. */
  test: string;
  samples: SampleColumns;
  /** First and last line in the file, from 1. */
  firstRow: number;
  lastRow: number;
};

/** `isSevere` where what would be stored is probably wrong: it is read only because a person said so (`Answers`). */
export type ImportWarning = { row: number | null; message: string; isSevere?: true };

/** A counter of the cycler for one cycle, and the same quantity by our rule. */
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
  /** The name that people use: "Neware BTS, CSV". */
  formatName: string;
  /** What the format was recognised by. */
  recognisedBy: string;
  columns: { heading: string; field: ImportField | null; unit: string | null }[];
  /** The first rows below the header row, as text. */
  firstRows: string[][];
  /** What the lines above the table say: cell, channel, operator, schedule, start. */
  header: Record<string, string>;
  samples: number;
  /** Distinct cycles, by the cycler's numbers or as detected. */
  cycles: number;
  tests: { cell: string | null; test: string; startedAtUs: number; cycleOffset: number; samples: number }[];
  warnings: ImportWarning[];
  counters: CounterComparison[];
};

/** One fault of an unreadable file, and where it is; with a question, answering it makes the file readable. */
export type FileProblem = { row: number | null; column: string | null; message: string; question?: Question };

/** A header row and the first rows below it, as text. */
export type TableStart = { headings: string[]; firstRows: string[][] };

/** Why a file cannot be read, fault by fault; nothing of it may be kept. */
export class UnreadableFileError extends Error {
  constructor(
    message: string,
    readonly problems: readonly FileProblem[] = [],
    /** The most likely table, for a person to map its columns; null where that would not help. */
    readonly table: TableStart | null = null,
  ) {
    super(message);
  }
}

/** A file without test data: of unknown format, empty, a document, binary, or a summary of cycles or steps. */
export class NoTestDataError extends UnreadableFileError {}

/**
 * Reads a cycler's file as it arrives and hands on its samples in parts of at most `MAX_PART_SAMPLES`; it reads on when `onPart` has
 * finished.
 * @throws UnreadableFileError
 */
export type ReadCyclerFile = (
  bytes: AsyncIterable<Uint8Array>,
  options: ImportOptions,
  onPart: (part: ImportPart) => Promise<void> | void,
) => Promise<ImportSummary>;

export const MAX_PART_SAMPLES = 20_000;
