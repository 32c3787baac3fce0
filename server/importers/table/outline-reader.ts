import { SENT_MODES } from "../../domain/samples/sample-columns";
import type { RowBlock } from "./row-block";
import { splitLine } from "../text/split-line";
import type { Outline } from "./table-format";
import type { TablePlan } from "./table-plan";

const DECODER = new TextDecoder();

/** Reads the lines between rows that say of which cycle and step the rows below are, and fills that in. */
export class OutlineReader {
  private cycle = Number.NaN;
  private step = Number.NaN;
  private stepCount = Number.NaN;
  private mode = Number.NaN;
  private steps = 0;

  constructor(
    private readonly outline: Outline,
    private readonly plan: Pick<TablePlan, "separator" | "modeOf">,
  ) {}

  /** Whether the line was one of these: a row's first two cells are blank. */
  take(bytes: Uint8Array, from: number, to: number): boolean {
    const { separator } = this.plan;
    if (from === to || (bytes[from] === separator && bytes[from + 1] === separator)) return false;
    const line = DECODER.decode(bytes.subarray(from, to));
    const cells = splitLine(line, String.fromCharCode(separator)).map((cell) => cell.trim());
    if (cells[0] === "" && cells[1] === "") return false;
    if (cells[0] === "") this.beginStep(cells);
    else {
      this.cycle = numberOf(cells[this.outline.cycle.cycle]);
      // The first step of a cycle may stand on the same line, without the blank cell before it.
      const rest = cells.slice(this.outline.cycle.cells);
      if (rest.some((cell) => cell !== "")) this.beginStep(["", ...rest]);
    }
    return true;
  }

  private beginStep(cells: readonly string[]): void {
    const { step, stepCount, mode } = this.outline.step;
    this.steps += 1;
    this.step = step === null ? this.steps : numberOf(cells[step]);
    this.stepCount = stepCount === null ? this.steps : numberOf(cells[stepCount]);
    const meant = mode === null ? null : this.plan.modeOf(cells[mode] ?? "");
    this.mode = meant === null ? Number.NaN : SENT_MODES.indexOf(meant);
  }

  fill({ columns, length }: RowBlock): void {
    columns.cycle[length] = this.cycle;
    columns.step[length] = this.step;
    columns.stepCount[length] = this.stepCount;
    columns.mode[length] = this.mode;
  }
}

const numberOf = (cell: string | undefined) => (cell === undefined || cell === "" ? Number.NaN : Number(cell));
