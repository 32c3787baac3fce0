import type { BuiltPart, Counter } from "./built-part";
import type { Warn } from "../checks/check";
import type { CounterComparison, ImportPart } from "../cycler-file";
import type { RowBlock } from "../table/row-block";
import { type BuilderSettings, type BuiltTest, TestBuilder } from "./test-builder";
import { SignedCurrent } from "../checks/signed-current";
import { type Tell, TestReport } from "./test-report";

export type CellSettings = BuilderSettings & {
  /** The current has no sign by the habit of the format, which is nothing to warn of. */
  isUnsigned: boolean;
  /** How finely the current is written, where its text tells. */
  currentStepA: number | null;
  tell: Tell;
};

/** The rows of one cell on their way into parts: built, their current signed, and looked through. */
export class CellImport {
  private readonly builder: TestBuilder;
  private readonly sign = new SignedCurrent();
  private readonly reports = new Map<string, TestReport>();

  /** @param name the file's own for the cell, or null */
  constructor(
    readonly name: string | null,
    private readonly settings: CellSettings,
    private readonly onPart: (part: ImportPart) => void,
  ) {
    this.builder = new TestBuilder(settings, (part) => this.take(part));
  }

  /** Takes the rows from `from` up to, but not with, `to`. */
  add(block: RowBlock, from: number, to: number): void {
    this.builder.add(block, from, to);
  }

  get waiting(): number {
    return this.builder.waiting;
  }

  get tests(): readonly BuiltTest[] {
    return this.builder.tests;
  }

  /** Hands on the samples that wait. */
  flush(): void {
    this.builder.flush();
  }

  /** No more rows come: hands on what is left. */
  end(): void {
    this.builder.end();
  }

  private take(part: BuiltPart): void {
    this.sign.apply(part.samples, part.lines);
    const { warn, tell, currentStepA } = this.settings;
    const report = this.reports.get(part.test) ?? new TestReport(this.name, part.test, warn, tell, currentStepA);
    this.reports.set(part.test, report);
    report.add(part);
    const [firstRow, lastRow] = [part.lines[0] ?? 0, part.lines.at(-1) ?? 0];
    const { timeDoubt } = report;
    this.onPart({ cell: this.name, test: part.test, samples: part.samples, firstRow, lastRow, timeDoubt });
  }

  /** Cycles and comparisons of all tests, once no more rows come. */
  finish(counters: readonly Counter[]): { cycles: number; comparisons: CounterComparison[] } {
    this.tellSign(this.settings.warn);
    const finished = [...this.reports.values()].map((report) => report.finish(counters));
    return {
      cycles: finished.reduce((sum, { cycles }) => sum + cycles, 0),
      comparisons: finished.flatMap(({ comparisons }) => comparisons),
    };
  }

  private tellSign(warn: Warn): void {
    const { finding } = this.sign;
    if (finding === null || (finding.kind === "unsigned" && this.settings.isUnsigned)) return;
    const what =
      finding.kind === "unsigned" ? "positive in discharge steps" : "positive on discharge and negative on charge";
    warn("turned current", finding.line, `The current is ${what}: its sign was reversed to match the step types.`);
  }
}
