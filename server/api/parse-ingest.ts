import { type BatchSeries, orderSamples } from "../domain/batch-series";
import { createSampleColumns, NO_INT, pickSamples, type SampleColumns, SENT_MODES } from "../domain/sample-columns";
import { AppError, type InputProblem, toInputProblems } from "../errors";
import type { CellValues } from "../jobs/store-batch-job";
import { toCellName, toTestName } from "../services/input-names";
import { EARLIEST_TIME_US, parseTimeUs } from "../services/input-times";
import {
  INGEST_LIMITS,
  ingestEnvelope,
  MAX_ABS_CURRENT_A,
  MAX_ABS_TEST_TIME_S,
  MAX_ABS_VOLTAGE_V,
  MAX_AHEAD_US,
  MAX_INTEGER,
  MAX_RECORD,
  sampleRow,
} from "./ingest-body";

export type IngestBatch = { series: BatchSeries[]; samples: number; cells: Record<string, CellValues> };

const MAX_BAD_ROWS = 100;
const US_PER_S = 1e6;
const CYCLE_WARNING = `A cycle number was sent that is no integer from 0 to ${MAX_INTEGER}; it counts as missing.`;

/**
 * The batch of an ingest body, whole or not at all.
 * @param nowMs the clock, for times ahead of it
 * @throws AppError `invalid_input` with a JSON pointer to each fault, `too_large` over the limits of samples or cells
 */
export function parseIngest(body: unknown, nowMs: number): IngestBatch {
  refuseTooManySamples(body);
  const { samples, cells = {}, startedAt } = ingestEnvelope.parse(body);
  const rows = new RowReader(samples.length, { startedAtUs: startedAt ?? null, latestUs: nowMs * 1000 + MAX_AHEAD_US });
  const badRows: number[] = [];
  for (let index = 0; index < samples.length; index++) {
    if (!rows.read(samples[index], index) && badRows.push(index) === MAX_BAD_ROWS) break;
  }
  if (badRows.length > 0) {
    const problems = badRows.flatMap((index) => problemsOfRow(samples[index], index, rows.timeProblem(index)));
    throw new AppError("invalid_input", "The batch is refused as a whole; see errors.", { problems });
  }
  const series = rows.toSeries();
  const values = withWarnings(cells, rows.cellsWithBadCycles());
  const names = new Set([...series.map(({ cell }) => cell), ...Object.keys(values)]);
  if (names.size > INGEST_LIMITS.cells) throw tooLarge(`${INGEST_LIMITS.cells} cells`);
  return { series, samples: samples.length, cells: values };
}

const tooLarge = (what: string) => new AppError("too_large", `A batch may have ${what}. Split it into several.`);

function refuseTooManySamples(body: unknown): void {
  const hasSamples = typeof body === "object" && body !== null && "samples" in body && Array.isArray(body.samples);
  if (hasSamples && Array.isArray(body.samples) && body.samples.length > INGEST_LIMITS.samples) {
    throw tooLarge(`${INGEST_LIMITS.samples} samples`);
  }
}

/** What the description says against a row, for one that the fast reader did not take. */
function problemsOfRow(row: unknown, index: number, timeProblem: string | null): InputProblem[] {
  const checked = sampleRow.safeParse(row);
  const problems = checked.success ? [] : toInputProblems(checked.error.issues);
  const hasTimeProblem = problems.some((problem) => "pointer" in problem && problem.pointer === "/time");
  const isRow = typeof row === "object" && row !== null && !Array.isArray(row);
  if (timeProblem !== null && !hasTimeProblem && isRow) {
    problems.push({ pointer: "/time", message: timeProblem });
  }
  return problems.map(({ message, ...at }) => ({
    pointer: `/samples/${index}${"pointer" in at ? at.pointer : ""}`,
    message: message.slice(0, 300),
  }));
}

function withWarnings(cells: Record<string, CellValuesSent>, warned: readonly string[]): Record<string, CellValues> {
  const values = new Map<string, CellValues>(Object.entries(cells).map(([cell, sent]) => [cell, withoutAbsent(sent)]));
  for (const cell of warned) values.set(cell, { ...values.get(cell), warnings: [CYCLE_WARNING] });
  return Object.fromEntries(values);
}

type CellValuesSent = {
  metadata?: Record<string, string | number | null> | undefined;
  nominalCapacityAh?: number | undefined;
};

const withoutAbsent = ({ metadata, nominalCapacityAh }: CellValuesSent): CellValues => ({
  ...(metadata === undefined ? {} : { metadata }),
  ...(nominalCapacityAh === undefined ? {} : { nominalCapacityAh }),
});

type Clock = { startedAtUs: number | null; latestUs: number };

/** Reads one value of a row into its column; false when it breaks the rules of `sampleRow`. */
type ReadValue = (reader: RowReader, value: unknown, index: number) => boolean;

const MODES: readonly unknown[] = SENT_MODES;
const isMissing = (value: unknown) => value === null || value === undefined;
const isFiniteNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isOrdinal = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_INTEGER;

const bounded =
  (column: "voltageV" | "currentA", largest: number): ReadValue =>
  ({ columns }, value, index) => {
    if (typeof value !== "number" || !(Math.abs(value) <= largest)) return false;
    columns[column][index] = value;
    return true;
  };

const optional =
  (
    column: "temperatureC" | "testTimeS" | "step" | "stepCount" | "record",
    isValid: (v: unknown) => v is number,
  ): ReadValue =>
  ({ columns }, value, index) => {
    if (isMissing(value)) return true;
    if (!isValid(value)) return false;
    columns[column][index] = value;
    return true;
  };

const isTestTime = (value: unknown): value is number => isFiniteNumber(value) && Math.abs(value) <= MAX_ABS_TEST_TIME_S;
const isRecord = (value: unknown): value is number => isOrdinal(value) && value <= MAX_RECORD;

/** By the names of a row. Without a prototype, for a sender may name a column `constructor`. */
const READERS: Record<string, ReadValue> = Object.assign(Object.create(null), {
  cell: (reader, value, index) => reader.readCell(value, index),
  test: (reader, value, index) => isMissing(value) || reader.readTest(value, index),
  time: ({ columns }, value, index) => {
    if (isMissing(value)) return true;
    const timeUs = parseTimeUs(value);
    if (timeUs === null || timeUs < EARLIEST_TIME_US) return false;
    columns.timeUs[index] = timeUs;
    return true;
  },
  voltage: bounded("voltageV", MAX_ABS_VOLTAGE_V),
  current: bounded("currentA", MAX_ABS_CURRENT_A),
  temperature: optional("temperatureC", isFiniteNumber),
  testTime: optional("testTimeS", isTestTime),
  step: optional("step", isOrdinal),
  stepCount: optional("stepCount", isOrdinal),
  record: optional("record", isRecord),
  cycle: (reader, value, index) => {
    if (isMissing(value)) return true;
    if (isOrdinal(value)) reader.columns.cycle[index] = value;
    else if (isFiniteNumber(value)) reader.badCycles.push(index);
    else return false;
    return true;
  },
  mode: ({ columns }, value, index) => {
    if (isMissing(value)) return true;
    const mode = MODES.indexOf(value);
    columns.mode[index] = mode;
    return mode >= 0;
  },
} satisfies Record<string, ReadValue>);

/** Rows into columns, without an object or a schema a row: 50,000 of them are one request. */
class RowReader {
  readonly columns: SampleColumns;
  /** Rows whose cycle number counts as missing. */
  readonly badCycles: number[] = [];
  private readonly cellOf: Int32Array;
  private readonly testOf: Int32Array;
  private readonly cells = new Names(toCellName);
  private readonly tests = new Names(toTestName);

  constructor(
    length: number,
    private readonly clock: Clock,
  ) {
    this.columns = createSampleColumns(length);
    this.columns.timeUs.fill(Number.NaN);
    this.columns.voltageV.fill(Number.NaN);
    this.columns.currentA.fill(Number.NaN);
    this.columns.record.fill(NO_INT);
    this.cellOf = new Int32Array(length).fill(-1);
    this.testOf = new Int32Array(length).fill(this.tests.indexOf(""));
  }

  /** False when the row breaks a rule. */
  read(row: unknown, index: number): boolean {
    if (typeof row !== "object" || row === null || Array.isArray(row)) return false;
    let isValid = true;
    for (const [name, value] of Object.entries(row)) {
      isValid = (READERS[name]?.(this, value, index) ?? false) && isValid;
    }
    const { timeUs, testTimeS, voltageV, currentA } = this.columns;
    if (Number.isNaN(timeUs[index]) && this.clock.startedAtUs !== null) {
      timeUs[index] = this.clock.startedAtUs + Math.round((testTimeS[index] as number) * US_PER_S);
    }
    const isComplete =
      (this.cellOf[index] as number) >= 0 && !Number.isNaN(voltageV[index]) && !Number.isNaN(currentA[index]);
    return isValid && isComplete && this.timeProblem(index) === null;
  }

  /** What no rule of a single value says: that there is a time, and that it is one. */
  timeProblem(index: number): string | null {
    const timeUs = this.columns.timeUs[index] as number;
    if (Number.isNaN(timeUs)) return "missing; it may be where `startedAt` and `testTime` are given";
    if (timeUs < EARLIEST_TIME_US) return "expected a time after 1989";
    return timeUs > this.clock.latestUs ? "lies over 10 minutes ahead of the server's clock" : null;
  }

  readCell(value: unknown, index: number): boolean {
    const cell = this.cells.indexOf(value);
    this.cellOf[index] = cell;
    return cell >= 0;
  }

  readTest(value: unknown, index: number): boolean {
    const test = this.tests.indexOf(value);
    this.testOf[index] = test;
    return test >= 0;
  }

  cellsWithBadCycles(): string[] {
    const cells = new Set(this.badCycles.map((index) => this.cellOf[index] as number));
    return [...cells].map((cell) => this.cells.names[cell] ?? "");
  }

  /** The rows by cell and test, each in order. */
  toSeries(): BatchSeries[] {
    const rowsOf = new Map<number, number[]>();
    for (let index = 0; index < this.columns.length; index++) {
      const series = (this.cellOf[index] as number) * this.tests.names.length + (this.testOf[index] as number);
      const rows = rowsOf.get(series);
      if (rows) rows.push(index);
      else rowsOf.set(series, [index]);
    }
    return [...rowsOf].map(([series, rows]) => ({
      cell: this.cells.names[Math.floor(series / this.tests.names.length)] ?? "",
      test: this.tests.names[series % this.tests.names.length] ?? "",
      samples: orderSamples(rowsOf.size === 1 ? this.columns : pickSamples(this.columns, Int32Array.from(rows))),
    }));
  }
}

/** Names as they are stored, each looked at once however often it is sent. */
class Names {
  readonly names: string[] = [];
  private readonly byRaw = new Map<unknown, number>();
  private readonly byName = new Map<string, number>();

  constructor(private readonly toStored: (raw: string) => string | null) {}

  /** −1 for what is no name. */
  indexOf(raw: unknown): number {
    const known = this.byRaw.get(raw);
    if (known !== undefined) return known;
    const name = typeof raw === "string" ? this.toStored(raw) : null;
    if (name === null) return -1;
    const index = this.byName.get(name) ?? this.names.push(name) - 1;
    this.byName.set(name, index);
    this.byRaw.set(raw, index);
    return index;
  }
}
