import { type BuiltPart, type Counter, COUNTERS } from "./built-part";
import {
  type ImportOptions,
  type ImportPart,
  type ImportSummary,
  MAX_PART_SAMPLES,
  UnreadableFileError,
} from "./cycler-file";
import type { Warn } from "./checks/check";
import type { FoundTable } from "./find-table";
import type { ProblemList } from "./problem-list";
import type { RowBlock } from "./row-block";
import { SampleBuilder } from "./sample-builder";
import { SignedCurrent } from "./signed-current";
import { splitLine } from "./split-line";
import type { TablePlan } from "./table-plan";
import { TestReport } from "./test-report";
import { ZoneClock } from "./zone-clock";
import { ClockParser } from "./clock-parser";

/** Samples of all cells of a file that wait for their parts to be full; over this the longest goes first. */
const MAX_WAITING = 200_000;
const FIRST_ROWS = 512;
const SHOWN_ROWS = 10;

type CellImport = { builder: SampleBuilder; sign: SignedCurrent; reports: Map<string, TestReport> };

/** Gathers the rows of a file by cell, and what is said of them. */
export class FileImport {
  private readonly cells = new Map<string | null, CellImport>();
  private parts: ImportPart[] = [];
  private waiting = 0;
  private readonly counters: readonly Counter[];
  private readonly zone: ZoneClock;
  private readonly startedAtUs: number | null;
  private readonly hasCells: boolean;

  /** @throws UnreadableFileError where nothing says when the samples were taken */
  constructor(
    private readonly found: FoundTable,
    private readonly plan: TablePlan,
    options: ImportOptions,
    private readonly problems: ProblemList,
  ) {
    this.counters = countersOf(plan);
    this.zone = new ZoneClock(options.timeZone);
    if (plan.unsureDate !== null) {
      const { text, line } = plan.unsureDate;
      const order = plan.dateOrder === "dmy" ? "day" : "month";
      problems.warn("order of dates", line, `"${text}" was read ${order} first; nothing in the first rows tells.`);
    }
    this.hasCells = plan.columns.some(({ field }) => field === "cell");
    this.startedAtUs = options.startedAtUs ?? this.startOfHeader();
    if (this.startedAtUs === null && !plan.columns.some(({ field }) => field === "clock")) {
      const message = "the file does not tell when it was recorded: say with startedAt when its test time was 0";
      throw new UnreadableFileError(message, [{ row: null, column: "startedAt", message }]);
    }
  }

  /** When test time was 0 by the lines above the table, where its rows carry no clock. */
  private startOfHeader(): number | null {
    const text = this.found.format.startOf?.(this.found.preamble) ?? null;
    if (text === null || this.plan.columns.some(({ field }) => field === "clock")) return null;
    const clock = new ClockParser(this.plan.dateOrder);
    const bytes = new TextEncoder().encode(text);
    if (!clock.read(bytes, 0, bytes.length)) return null;
    return clock.isMoment ? clock.faceUs : this.zone.nearest(clock.faceUs, Number.NEGATIVE_INFINITY);
  }

  addRows(block: RowBlock, names: readonly string[]): void {
    if (!this.hasCells) {
      this.cellOf(null).builder.add(block, 0, block.length);
      return;
    }
    for (let row = 0; row < block.length; row++) {
      const name = names[block.columns.cell[row] as number] ?? null;
      this.cellOf(name).builder.add(block, row, row + 1);
    }
    this.waiting += block.length;
    while (this.waiting > MAX_WAITING) this.handOnLongest();
  }

  private handOnLongest(): void {
    const builders = [...this.cells.values()].map(({ builder }) => builder);
    const longest = builders.reduce((most, builder) => (builder.waiting > most.waiting ? builder : most));
    longest.flush();
    this.waiting = builders.reduce((sum, builder) => sum + builder.waiting, 0);
  }

  finish(): void {
    for (const { builder } of this.cells.values()) builder.flush();
  }

  /** The parts that are ready, each once. */
  takeParts(): ImportPart[] {
    const { parts } = this;
    this.parts = [];
    return parts;
  }

  private readonly warn: Warn = (kind, line, message) => this.problems.warn(kind, line, message);

  private cellOf(name: string | null): CellImport {
    const known = this.cells.get(name);
    if (known) return known;
    const reports = new Map<string, TestReport>();
    let lines: Int32Array = new Int32Array(0);
    const sign = new SignedCurrent((index, isInverted) => this.tellTurned(lines[index] ?? 0, isInverted));
    const clock = this.plan.columns.find(({ field }) => field === "clock");
    const settings = {
      zone: this.zone,
      startedAtUs: this.startedAtUs,
      counters: this.counters,
      firstRows: this.hasCells ? FIRST_ROWS : MAX_PART_SAMPLES,
      warn: this.warn,
      refuse: (line: number, message: string) => this.problems.add(line, clock?.heading ?? "startedAt", message),
    };
    const builder = new SampleBuilder(settings, (part) => {
      lines = part.lines;
      sign.apply(part.samples);
      this.take(name, part, reports);
    });
    const cell = { builder, sign, reports };
    this.cells.set(name, cell);
    return cell;
  }

  private tellTurned(line: number, isInverted: boolean): void {
    if (this.found.format.isUnsigned && !isInverted) return;
    const message = isInverted
      ? "The current is positive on discharge: it was turned round, as the type of the step says."
      : "The current of discharge steps is positive: it was turned round, as the type of the step says.";
    this.problems.warn("turned current", line, message);
  }

  private take(cell: string | null, part: BuiltPart, reports: Map<string, TestReport>): void {
    const report = reports.get(part.test) ?? new TestReport(part.test, this.warn);
    reports.set(part.test, report);
    report.add(part);
    const [firstRow, lastRow] = [part.lines[0] ?? 0, part.lines.at(-1) ?? 0];
    this.parts.push({ cell, test: part.test, samples: part.samples, firstRow, lastRow });
  }

  /** @param kind of the file: "CSV", "XLSX" */
  summary(lines: readonly string[], kind: string): ImportSummary {
    const { found } = this;
    const tests = [...this.cells].flatMap(([cell, { builder }]) => builder.tests.map((test) => ({ cell, ...test })));
    const samples = tests.reduce((sum, test) => sum + test.samples, 0);
    if (samples === 0)
      throw new UnreadableFileError("the file has a column line and no rows", [
        { row: found.headerLine, column: null, message: "no rows below the column line" },
      ]);
    const reports = [...this.cells.values()].flatMap(({ reports: ofCell }) => [...ofCell.values()]);
    const finished = reports.map((report) => report.finish(this.counters));
    return {
      format: found.format.id,
      formatName: `${found.format.name}, ${kind}`,
      recognisedBy: found.recognisedBy,
      columns: found.headings.map((heading, index) => {
        const column = this.plan.columns.find((planned) => planned.index === index);
        return { heading, field: column?.field ?? null, unit: column?.unit ?? null };
      }),
      firstRows: firstRows(found, this.plan, lines),
      header: headerOf(found.preamble),
      samples,
      cycles: finished.reduce((sum, { cycles }) => sum + cycles, 0),
      tests,
      warnings: this.problems.warnings(),
      counters: finished.flatMap(({ comparisons }) => comparisons),
    };
  }
}

function firstRows(found: FoundTable, plan: TablePlan, lines: readonly string[]): string[][] {
  const rows = lines.slice(plan.firstDataLine - 1).filter((line) => line.trim() !== "");
  return rows
    .slice(0, SHOWN_ROWS)
    .map((line) => splitLine(found.isQuotedWhole ? line.trim().slice(1, -1) : line, found.separator));
}

/** `Key: value`, `Key<tab>value` and the like, above the column line. */
function headerOf(preamble: readonly string[]): Record<string, string> {
  const entries = preamble.flatMap((line): [string, string][] => {
    const parts = /^[\s~"#]*([^\t:;,=]{2,60}?)\s*(?:[:=\t;,]\s*)+([^\t;]*\S)/.exec(line);
    const value = parts?.[2]?.replace(/[\s",;]+$/, "") ?? "";
    return parts?.[1] && value !== "" ? [[parts[1], value.slice(0, 200)]] : [];
  });
  return Object.fromEntries(entries.slice(0, 100));
}

/** Counters that the file has; one of both directions counts only where there is none of each. */
function countersOf({ columns }: TablePlan): Counter[] {
  const has = (counter: Counter) => columns.some(({ field }) => field === counter);
  return COUNTERS.filter((counter) => {
    if (counter === "capacity") return has(counter) && !has("chargeCapacity") && !has("dischargeCapacity");
    if (counter === "energy") return has(counter) && !has("chargeEnergy") && !has("dischargeEnergy");
    return has(counter);
  });
}
