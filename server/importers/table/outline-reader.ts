import { SENT_MODES } from "../../domain/samples/sample-columns";
import type { RowBlock } from "./row-block";
import { splitLine } from "../text/split-line";
import type { Outline } from "./table-format";
import type { TablePlan } from "./table-plan";

const DECODER = new TextDecoder();

/** Reads the lines between rows that give the cycle and step of the rows below, and fills them in. */
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

  /** Whether the line was one of these: the first two fields of a row are blank. */
  take(bytes: Uint8Array, from: number, to: number): boolean {
    const { separator } = this.plan;
    if (from === to || (bytes[from] === separator && bytes[from + 1] === separator)) return false;
    const line = DECODER.decode(bytes.subarray(from, to));
    const fields = splitLine(line, String.fromCharCode(separator)).map((field) => field.trim());
    if (fields[0] === "" && fields[1] === "") return false;
    if (fields[0] === "") this.beginStep(fields);
    else {
      this.cycle = numberOf(fields[this.outline.cycle.cycle]);
      // The first step of a cycle may be on the same line, without the blank field before it.
      const rest = fields.slice(this.outline.cycle.fieldCount);
      if (rest.some((field) => field !== "")) this.beginStep(["", ...rest]);
    }
    return true;
  }

  private beginStep(fields: readonly string[]): void {
    const { step, stepCount, mode } = this.outline.step;
    this.steps += 1;
    this.step = step === null ? this.steps : numberOf(fields[step]);
    this.stepCount = stepCount === null ? this.steps : numberOf(fields[stepCount]);
    const readMode = mode === null ? null : this.plan.modeOf(fields[mode] ?? "");
    this.mode = readMode === null ? Number.NaN : SENT_MODES.indexOf(readMode);
  }

  fill({ columns, length }: RowBlock): void {
    columns.cycle[length] = this.cycle;
    columns.step[length] = this.step;
    columns.stepCount[length] = this.stepCount;
    columns.mode[length] = this.mode;
  }
}

const numberOf = (field: string | undefined) => (field === undefined || field === "" ? Number.NaN : Number(field));
