import { floatAt } from "../../domain/samples/sample-columns";
import { type Counter, COUNTERS } from "./built-part";
import { CellImport, type CellSettings } from "./cell-import";
import {
  type Answers,
  type Choice,
  type ImportOptions,
  type ImportPart,
  type ImportSummary,
  NoTestDataError,
  UnreadableFileError,
} from "../cycler-file";
import { nominalInHead } from "../units/nominal-in-head";
import { headerOf } from "./describe-table";
import { SeenDates } from "../time/date-order";
import type { FoundTable } from "../table/find-table";
import type { DateOrder } from "../time/parse-clock";
import type { ProblemList } from "../text/problem-list";
import type { RowBlock } from "../table/row-block";
import type { TablePlan } from "../table/table-plan";
import { type Settlement, settleUnits } from "./settle-units";
import { startOfHeader } from "./start-of-header";
import { ORDER_WORDS, warnOfOrder } from "./warn-of-order";
import { warnOfStepTime } from "./warn-of-step-time";
import { settleHeadings } from "./settle-headings";
import { settleSign } from "./settle-sign";
import { settleClock } from "./settle-clock";
import type { FinishedTest } from "./test-report";
import { heardTogether } from "./witnesses";
import { ZoneClock } from "../time/zone-clock";

/** Buffered samples of all cells of a file; above this the fullest part is handed on. */
const MAX_BUFFERED_SAMPLES = 200_000;
/** Initial rows of a part, which grows: a small file, and each cell of a file with many, takes little. */
const FIRST_ROWS = { ofOneCell: 1_000, ofManyCells: 64 };
/** A column with more names than this does not name cells. */
const MAX_CELLS = 1000;

const SUMMARY_ROWS =
  "nearly every row is a step of its own, so no charge can be computed: export the records of the test, not a summary of its steps or cycles";

const SHUFFLED = "the rows are in no order of time: sort the file by time, earliest row first";
const STANDING =
  "all rows have the same time: export the time of each row, with seconds, or the time of the test or step beside it";
const REVERSED = "the rows are in reverse order: sort the file by time, earliest row first";

/** What a file holds, and what its quantities say of their units. */
export type Imported = Pick<ImportSummary, "samples" | "cycles" | "tests" | "counters"> & { settlement: Settlement };

/** Splits the rows of a file by cell and builds parts from them. */
export class FileImport {
  private readonly cells = new Map<string | null, CellImport>();
  private parts: ImportPart[] = [];
  private bufferedSamples = 0;
  private readonly counters: readonly Counter[];
  private readonly settings: CellSettings;
  private readonly hasCells: boolean;
  private readonly dates = new SeenDates();
  private readonly answers: Answers;
  private readonly nominalCapacityAh: number | null;

  /** @throws UnreadableFileError where neither the file nor the options give a start time */
  constructor(
    private readonly found: FoundTable,
    private readonly plan: TablePlan,
    options: ImportOptions,
    private readonly problems: ProblemList,
  ) {
    this.answers = options.answers ?? {};
    this.nominalCapacityAh = options.nominalCapacityAh ?? nominalInHead(headerOf(found.preamble));
    const clock = plan.columns.find(({ field }) => field === "clock");
    const zone = new ZoneClock(options.timeZone);
    const startedAtUs = options.startedAtUs ?? (clock ? null : startOfHeader({ found, plan, zone, problems }, options));
    if (startedAtUs === null && !clock) {
      const message = noStart(plan);
      throw new UnreadableFileError(message, [{ row: null, column: "startedAt", message }]);
    }
    this.counters = countersOf(plan);
    this.hasCells = plan.columns.some(({ field }) => field === "cell");
    this.settings = {
      zone,
      startedAtUs,
      latestUs: options.latestUs ?? Number.POSITIVE_INFINITY,
      counters: this.counters,
      firstRows: this.hasCells ? FIRST_ROWS.ofManyCells : FIRST_ROWS.ofOneCell,
      startsByClock: this.answers.timeFrom === "testTime",
      currentStepA: plan.currentStepA,
      isSignAnswered: this.answers.positiveCurrent !== undefined,
      isUnsigned: found.format.isUnsigned ?? false,
      stepTimeRestarts: found.format.stepTimeMayRunOn !== true,
      warn: (kind, line, message, severity) => problems.warn(kind, line, message, severity),
      refuse: (line, message) => problems.add(line, clock?.heading ?? "startedAt", message),
      onFault: {
        summaryRows: () => {
          throw new NoTestDataError(`line ${found.headerLine}: ${SUMMARY_ROWS}`, [
            { row: found.headerLine, column: null, message: SUMMARY_ROWS },
          ]);
        },
        shuffled: () => problems.add(found.headerLine, timeHeading(plan), SHUFFLED),
        standing: () => problems.add(found.headerLine, timeHeading(plan), STANDING),
        reversed: () => problems.add(found.headerLine, timeHeading(plan), REVERSED),
      },
    };
  }

  /** @param names names of cells by the number that rows carry */
  addRows(block: RowBlock, names: readonly string[]): void {
    if (this.plan.ambiguousDate !== null) this.dates.add(block);
    if (!this.hasCells) {
      this.cellOf(null).add(block, 0, block.length);
      return;
    }
    for (let row = 0; row < block.length; row++) {
      const cell = this.cellOf(names[floatAt(block.columns.cell, row)] ?? null);
      if (block.repeatedHeaders.size > 0 || this.awaitingRow.size > 0) this.markRepeatedHeader(block, row, cell);
      cell.add(block, row, row + 1);
    }
    this.bufferedSamples += block.length;
    while (this.bufferedSamples > MAX_BUFFERED_SAMPLES) this.flushFullest();
  }

  /** A repeated header row holds for every cell. */
  private markRepeatedHeader(block: RowBlock, row: number, cell: CellImport): void {
    if (block.repeatedHeaders.has(row)) this.awaitingRow = new Set(this.cells.values());
    if (this.awaitingRow.delete(cell)) block.repeatedHeaders.add(row);
  }
  /** Cells without a row since the header row was repeated. */
  private awaitingRow = new Set<CellImport>();

  private cellOf(name: string | null): CellImport {
    const known = this.cells.get(name);
    if (known) return known;
    if (this.cells.size === MAX_CELLS) {
      const message = `the file names more than ${MAX_CELLS} cells`;
      throw new UnreadableFileError(message, [{ row: null, column: null, message }]);
    }
    const cell = new CellImport(name, this.settings, (part) => {
      this.parts.push(part);
    });
    this.cells.set(name, cell);
    return cell;
  }

  private flushFullest(): void {
    const cells = [...this.cells.values()];
    cells.reduce((most, cell) => (cell.bufferedSamples > most.bufferedSamples ? cell : most)).flush();
    this.bufferedSamples = cells.reduce((sum, cell) => sum + cell.bufferedSamples, 0);
  }

  /** The parts that are ready; each is returned once. */
  takeParts(): ImportPart[] {
    const { parts } = this;
    this.parts = [];
    return parts;
  }

  /** After the last row: makes parts of the buffered samples. */
  end(): void {
    for (const cell of this.cells.values()) cell.end();
  }

  /** The summary, after the last part was taken. */
  finish(): Imported {
    const cells = [...this.cells.values()];
    const tests = cells.flatMap(({ name, tests: ofCell }) => ofCell.map((test) => ({ cell: name, ...test })));
    const finished = cells.flatMap((cell) => cell.finish(this.counters));
    return {
      samples: tests.reduce((sum, { samples }) => sum + samples, 0),
      cycles: finished.reduce((sum, { cycles }) => sum + cycles, 0),
      tests,
      counters: finished.flatMap(({ comparisons }) => comparisons),
      settlement: this.settle(finished),
    };
  }

  private settle(tests: readonly FinishedTest[]): Settlement {
    const areExchanged = tests.some((test) => test.areExchanged);
    const headings = settleHeadings(this.plan, areExchanged, this.answers);
    if (headings.kind !== "as read") return headings;
    const witnesses = heardTogether(tests.map(({ witnesses }) => witnesses));
    warnOfStepTime(this.plan, witnesses, this.problems);
    const heard = { ...witnesses, nominalCapacityAh: this.nominalCapacityAh };
    const units = settleUnits(this.plan, heard, this.answers);
    if (units.kind !== "as read") return units;
    const dates = this.settleDates();
    if (dates.kind !== "as read") return dates;
    const clocks = tests.map(({ clock }) => clock);
    const clock = settleClock(this.plan, clocks, this.answers);
    if (clock.kind !== "as read") return clock;
    const signs = tests.map(({ sign }) => sign);
    return settleSign(this.found, this.plan, signs, this.answers);
  }

  /** Warns of a habit that decided, and asks where the dates speak against it or years are at stake. */
  private settleDates(): Settlement {
    const { ambiguousDate, dateOrder } = this.plan;
    if (ambiguousDate === null) return { kind: "as read" };
    const orders = this.dates.ordersLeft({ order: dateOrder, others: ambiguousDate.others });
    const column = this.plan.columns.find(({ field }) => field === "clock")?.heading ?? null;
    const settlement = askForOrder(ambiguousDate.text, column, dateOrder, orders);
    if (settlement.kind !== "as read" || orders.length <= 1) return settlement;
    const why = "and no date of the file shows the order";
    const remedy = "give dateOrder, or map the columns by hand and say whether the day comes first";
    warnOfOrder(this.problems, { ...ambiguousDate, order: dateOrder, why, remedy });
    return settlement;
  }
}

function noStart({ dayless, unreadClock }: TablePlan): string {
  if (unreadClock !== null)
    return `"${unreadClock.text}" in column "${unreadClock.heading}" is not read as a date and time: write it as 2024-01-31 12:00:00, or give the time of test time 0 as startedAt`;
  return dayless === null
    ? "the file does not say when it was recorded: give the time of its test time 0 as startedAt"
    : `"${dayless.heading}" has times of day and no line says the date: give the time of test time 0 as startedAt`;
}

function askForOrder(text: string, column: string | null, order: DateOrder, left: readonly DateOrder[]): Settlement {
  const isContradicted = left.length > 0 && !left.includes(order);
  const isYearAtStake = left.length > 1 && left.includes("ymd");
  if (!isContradicted && !isYearAtStake) return { kind: "as read" };
  const choices = [...left, ...(isContradicted ? [order] : [])].map(
    (value): Choice => ({ parameter: "dateOrder", value, words: ORDER_WORDS[value] }),
  );
  const [first, ...others] = choices;
  if (!first) return { kind: "as read" };
  const why = isContradicted
    ? `the file's dates are much closer together ${ORDER_WORDS[first.value as DateOrder]} than ${ORDER_WORDS[order]}` // choices of this parameter
    : "the year may come first or last";
  return { kind: "ask", column, message: `"${text}": ${why}.`, question: { choices: [first, ...others] } };
}

/** The heading of the column that orders the rows. */
function timeHeading({ columns }: TablePlan): string | null {
  const headingOf = (field: string) => columns.find((column) => column.field === field)?.heading;
  return headingOf("testTime") ?? headingOf("clock") ?? null;
}

/** Counters in the file; a counter of both directions only where there is none for each. */
function countersOf({ columns }: TablePlan): Counter[] {
  const has = (counter: Counter) => columns.some(({ field }) => field === counter);
  return COUNTERS.filter((counter) => {
    if (counter === "capacity") return has(counter) && !has("chargeCapacity") && !has("dischargeCapacity");
    if (counter === "energy") return has(counter) && !has("chargeEnergy") && !has("dischargeEnergy");
    return has(counter);
  });
}
