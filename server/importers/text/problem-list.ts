import { type FileProblem, type ImportWarning, type Question, UnreadableFileError } from "../cycler-file";

const MAX_PROBLEMS = 100;
/** Of one kind, so that a faulty column does not hide other kinds. */
const MAX_WARNINGS_OF_A_KIND = 10;

/** Severe: what would be stored is probably wrong. */
export type Severity = "mild" | "severe";
const rankOf = ({ isSevere }: ImportWarning) => (isSevere ? 0 : 1);

/** The faults that make a file unreadable, and warnings. */
export class ProblemList {
  private readonly problems: FileProblem[] = [];
  private readonly kinds = new Map<string, { warnings: ImportWarning[]; count: number }>();

  /** @throws UnreadableFileError when the list is full */
  add(row: number | null, column: string | null, message: string): void {
    this.problems.push({ row, column, message });
    if (this.problems.length === MAX_PROBLEMS) this.throwIfAny();
  }

  /** A contradiction that only a person can settle: the message ends with what may be answered. */
  ask(row: number | null, column: string | null, message: string, question: Question): void {
    const [first, ...others] = question.choices.map(
      ({ parameter, value, words }) => `${parameter}=${value} (${words})`,
    );
    const choices = others.length === 0 ? first : `${[first, ...others.slice(0, -1)].join(", ")} or ${others.at(-1)}`;
    this.problems.push({ row, column, message: `${message} Say which it is: ${choices}.`, question });
  }

  get hasAny(): boolean {
    return this.problems.length > 0;
  }

  /** @throws UnreadableFileError with every fault */
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

  /** @param kind of warning: the first few of a kind are kept, the others counted */
  warn(kind: string, row: number | null, message: string, severity: Severity = "mild"): void {
    const known = this.kinds.get(kind) ?? { warnings: [], count: 0 };
    this.kinds.set(kind, known);
    known.count += 1;
    if (known.warnings.length < MAX_WARNINGS_OF_A_KIND)
      known.warnings.push({ row, message, ...(severity === "severe" ? { isSevere: true } : {}) });
  }

  /** The severe ones first, then in order of lines, those of the whole file before them. */
  warnings(): ImportWarning[] {
    const all = [...this.kinds.values()].flatMap(({ warnings, count }) => {
      const last = warnings.at(-1);
      const others = count - warnings.length;
      return others > 0 && last
        ? [...warnings, { row: last.row, message: `… and ${others} more like this.` }]
        : warnings;
    });
    return all.sort((left, right) => rankOf(left) - rankOf(right) || (left.row ?? 0) - (right.row ?? 0));
  }
}
