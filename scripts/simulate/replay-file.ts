import { parse } from "csv-parse/sync";
import type { SentMode } from "@/server/domain/sample-columns";

/** A row of a cycler's file, in the order of the file. Fields that the file has not are absent. */
export type ReplayRow = {
  testTimeS: number;
  /** 0-based ordinal among the rows of the same test time: a cycler may write two, and both count. */
  record: number;
  voltageV: number;
  currentA: number;
  temperatureC?: number;
  cycle?: number;
  step?: number;
  stepCount?: number;
  mode?: SentMode;
};

/** A file, and when its test time was 0 by its own clock; a date without a zone is taken for UTC. */
export type ReplayFile = { rows: ReplayRow[]; startedAtMs: number | null };

/** A file that cannot be played, and why. */
export class ReplayFileError extends Error {}

type Field =
  | "testTime"
  | "stepTime"
  | "unixTime"
  | "date"
  | "voltage"
  | "current"
  | "temperature"
  | "cycle"
  | "step"
  | "stepCount"
  | "mode";

/** Columns by their lower-case headings: BDF's machine-readable and preferred labels, and Neware's flat export. */
const FIELDS = new Map<string, Field>([
  ["test_time_second", "testTime"],
  ["test time / s", "testTime"],
  ["cumulative time", "testTime"],
  ["total time", "testTime"],
  ["time", "stepTime"],
  ["step_time_second", "stepTime"],
  ["step time / s", "stepTime"],
  ["unix_time_second", "unixTime"],
  ["unix time / s", "unixTime"],
  ["date", "date"],
  ["voltage_volt", "voltage"],
  ["voltage / v", "voltage"],
  ["voltage(v)", "voltage"],
  ["current_ampere", "current"],
  ["current / a", "current"],
  ["current(a)", "current"],
  ["ambient_temperature_celsius", "temperature"],
  ["ambient temperature / degc", "temperature"],
  ["ambient temperature / °c", "temperature"],
  ["cycle_count", "cycle"],
  ["cycle count / 1", "cycle"],
  ["cycle index", "cycle"],
  ["step_index", "step"],
  ["step_id", "step"],
  ["step index / 1", "step"],
  ["step index", "step"],
  ["step_count", "stepCount"],
  ["step count / 1", "stepCount"],
  ["step type", "mode"],
]);

const NEEDED: readonly Field[] = ["testTime", "voltage", "current"];
/** Hours run past 24. */
const HOURS_MINUTES_SECONDS = /^(\d+):([0-5]\d):([0-5]\d(?:\.\d+)?)$/;
const PLAIN_DATE = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)$/;
const US_PER_S = 1e6;
const HEADING_ROW = 1;

type Reader = { text: (field: Field) => string | undefined; number: (field: Field) => number | undefined };

/** @throws ReplayFileError that names the column, or the row and column, that cannot be read */
export function parseReplayFile(text: string): ReplayFile {
  const table: string[][] = readTable(text);
  const columns = columnsOf(table[0] ?? []);
  const steps = new StepCounter();
  const seen = new Map<number, number>();
  let startedAtMs: number | null = null;
  const rows = table.slice(1).map((cells, index): ReplayRow => {
    const reader = readerOf(cells, columns, HEADING_ROW + index + 1);
    const testTimeS = reader.number("testTime") ?? 0;
    if (index === 0) startedAtMs = startOf(reader, testTimeS);
    const timeUs = Math.round(testTimeS * US_PER_S);
    const record = seen.get(timeUs) ?? 0;
    seen.set(timeUs, record + 1);
    return {
      testTimeS,
      record,
      voltageV: reader.number("voltage") ?? 0,
      currentA: reader.number("current") ?? 0,
      ...present("temperatureC", reader.number("temperature")),
      ...present("cycle", reader.number("cycle")),
      ...present("step", reader.number("step")),
      ...present("stepCount", reader.number("stepCount") ?? steps.count(reader)),
      ...present("mode", modeOf(reader.text("mode"))),
    };
  });
  if (rows.length === 0) throw new ReplayFileError("The file has no rows.");
  return { rows, startedAtMs };
}

function readTable(text: string): string[][] {
  try {
    return parse(text, { bom: true, trim: true, skip_empty_lines: true });
  } catch (cause) {
    throw new ReplayFileError(`The file is no CSV: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function columnsOf(headings: readonly string[]): Map<Field, number> {
  const columns = new Map<Field, number>();
  headings.forEach((heading, index) => {
    const field = FIELDS.get(heading.toLowerCase());
    if (field && !columns.has(field)) columns.set(field, index);
  });
  const missing = NEEDED.filter((field) => !columns.has(field));
  if (missing.length === 0) return columns;
  throw new ReplayFileError(
    `Neither Battery Data Format nor Neware's flat CSV: no column for ${missing.join(", ")} among ${headings.join(", ")}.`,
  );
}

function readerOf(cells: readonly string[], columns: ReadonlyMap<Field, number>, row: number): Reader {
  const text = (field: Field) => {
    const column = columns.get(field);
    const cell = column === undefined ? undefined : cells[column];
    return cell === "" ? undefined : cell;
  };
  const number = (field: Field) => {
    const cell = text(field);
    if (cell === undefined && !NEEDED.includes(field)) return undefined;
    const value = toNumber(cell ?? "");
    if (!Number.isFinite(value)) throw new ReplayFileError(`Row ${row}: "${cell ?? ""}" is no ${field}.`);
    return value;
  };
  return { text, number };
}

/** A number, or h:mm:ss in seconds; NaN for anything else. */
function toNumber(cell: string): number {
  const clock = HOURS_MINUTES_SECONDS.exec(cell);
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  return cell === "" ? Number.NaN : Number(cell);
}

/** When the test time was 0, from the clock of the first row. */
function startOf(reader: Reader, testTimeS: number): number | null {
  const unixS = reader.number("unixTime");
  if (unixS !== undefined) return Math.round((unixS - testTimeS) * 1000);
  const date = PLAIN_DATE.exec(reader.text("date") ?? "");
  return date ? Math.round(Date.parse(`${date[1]}T${date[2]}Z`) - testTimeS * 1000) : null;
}

/** Counts the steps that a cycler executed, where it numbers the steps of its program only. */
class StepCounter {
  private executed = 0;
  private previous: { step: number; cycle: number | undefined; stepTimeS: number | undefined } | null = null;

  /** Undefined without step numbers: there the sign of the current tells the runs apart. */
  count(reader: Reader): number | undefined {
    const step = reader.number("step");
    if (step === undefined) return undefined;
    const now = { step, cycle: reader.number("cycle"), stepTimeS: reader.number("stepTime") };
    const isSame =
      this.previous !== null &&
      this.previous.step === now.step &&
      this.previous.cycle === now.cycle &&
      !((now.stepTimeS ?? 0) < (this.previous.stepTimeS ?? 0));
    if (!isSame) this.executed += 1;
    this.previous = now;
    return this.executed;
  }
}

function modeOf(stepType: string | undefined): SentMode | undefined {
  if (stepType === undefined) return undefined;
  if (/dchg|discharge/i.test(stepType)) return "discharge";
  if (/chg|charge/i.test(stepType)) return "charge";
  return /rest/i.test(stepType) ? "rest" : "other";
}

function present<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V }); // a computed key widens to string
}
