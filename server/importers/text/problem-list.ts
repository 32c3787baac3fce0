import { type ImportWarning, UnreadableFileError } from "../cycler-file";

const MAX_PROBLEMS = 100;
/** Of one kind, so that a column of faults does not hide the others. */
const MAX_WARNINGS_OF_A_KIND = 10;

/** What makes a file unreadable, place by place, and what is only worth a warning. */
export class ProblemList {
  private readonly problems: { row: number | null; column: string | null; message: string }[] = [];
  private readonly kinds = new Map<string, { warnings: ImportWarning[]; count: number }>();

  /** @throws UnreadableFileError when there are as many as one answer holds */
  add(row: number | null, column: string | null, message: string): void {
    this.problems.push({ row, column, message });
    if (this.problems.length === MAX_PROBLEMS) this.throwIfAny();
  }

  get hasAny(): boolean {
    return this.problems.length > 0;
  }

  /** @throws UnreadableFileError that names every problem */
  throwIfAny(): void {
    const [first] = this.problems;
    if (!first) return;
    const place = [first.row === null ? "" : `line ${first.row}`, first.column ?? ""]
      .filter((part) => part !== "")
      .join(", ");
    const others = this.problems.length - 1;
    const more = others === 0 ? "" : ` (and ${others} more)`;
    throw new UnreadableFileError(`${place === "" ? "" : `${place}: `}${first.message}${more}`, this.problems);
  }

  /** @param kind of what: of one kind the first few are kept, and the others counted */
  warn(kind: string, row: number | null, message: string): void {
    const known = this.kinds.get(kind) ?? { warnings: [], count: 0 };
    this.kinds.set(kind, known);
    known.count += 1;
    if (known.warnings.length < MAX_WARNINGS_OF_A_KIND) known.warnings.push({ row, message });
  }

  /** In the order of their lines, those of the whole file first. */
  warnings(): ImportWarning[] {
    const all = [...this.kinds.values()].flatMap(({ warnings, count }) => {
      const last = warnings.at(-1);
      const others = count - warnings.length;
      return others > 0 && last
        ? [...warnings, { row: last.row, message: `… and ${others} more like this.` }]
        : warnings;
    });
    return all.sort((left, right) => (left.row ?? 0) - (right.row ?? 0));
  }
}
