import type { BuiltPart, Counter } from "./built-part";
import type { Warn } from "../checks/check";
import type { ImportPart } from "../cycler-file";
import { OddRows } from "../rows/odd-rows";
import { RepeatedBlocks } from "../rows/repeated-blocks";
import type { RowSink } from "../rows/row-sink";
import type { RowBlock } from "../table/row-block";
import { type BuilderSettings, type BuiltTest, TestBuilder } from "./test-builder";
import { SignedCurrent } from "../checks/signed-current";
import { type FileFaults, type FinishedTest, TestReport } from "./test-report";

export type CellSettings = BuilderSettings & {
  /** The format writes currents without a sign, which is not worth a warning. */
  isUnsigned: boolean;
  /** A person said which way a positive current goes. */
  isSignAnswered: boolean;
  /** Resolution of the current where its text shows it, in A; else null. */
  currentStepA: number | null;
  onFault: FileFaults;
};

/** Turns the rows of one cell into parts: builds samples, corrects the sign of the current, runs the checks. */
export class CellImport {
  private readonly builder: TestBuilder;
  /** What rows pass on their way to the builder. */
  private readonly rows: RowSink;
  private readonly sign = new SignedCurrent();
  private readonly reports = new Map<string, TestReport>();

  /** @param name the file's name for the cell, or null */
  constructor(
    readonly name: string | null,
    private readonly settings: CellSettings,
    private readonly onPart: (part: ImportPart) => void,
  ) {
    this.builder = new TestBuilder(settings, (part) => this.take(part));
    this.rows = new RepeatedBlocks(settings.warn, new OddRows(settings.warn, this.builder));
  }

  /** Adds the rows from `from` up to, but not including, `to`. */
  add(block: RowBlock, from: number, to: number): void {
    this.rows.add(block, from, to);
  }

  get bufferedSamples(): number {
    return this.builder.bufferedSamples;
  }

  get tests(): readonly BuiltTest[] {
    return this.builder.tests;
  }

  /** Hands on the buffered samples. */
  flush(): void {
    this.builder.flush();
  }

  /** After the last row: hands on what is left. */
  end(): void {
    this.rows.end();
  }

  private take(part: BuiltPart): void {
    const { warn, onFault, currentStepA, isSignAnswered } = this.settings;
    if (!isSignAnswered) this.sign.apply(part.samples, part.lines);
    const report = this.reports.get(part.test) ?? new TestReport(this.name, part.test, warn, onFault, currentStepA);
    this.reports.set(part.test, report);
    report.add(part);
    const [firstRow, lastRow] = [part.lines[0] ?? 0, part.lines.at(-1) ?? 0];
    this.onPart({ cell: this.name, test: part.test, samples: part.samples, firstRow, lastRow });
  }

  /** Its tests, after the last row. */
  finish(counters: readonly Counter[]): FinishedTest[] {
    this.warnOfSign(this.settings.warn);
    return [...this.reports.values()].map((report) => report.finish(counters));
  }

  private warnOfSign(warn: Warn): void {
    const { finding } = this.sign;
    if (finding === null || (finding.kind === "unsigned" && this.settings.isUnsigned)) return;
    const what =
      finding.kind === "unsigned" ? "positive in discharge steps" : "positive on discharge and negative on charge";
    warn("flipped current", finding.line, `The current is ${what}: its sign was reversed to match the step types.`);
  }
}
