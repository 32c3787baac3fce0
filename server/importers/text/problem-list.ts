import { type Answers, type FileProblem, type ImportWarning, type Question, UnreadableFileError } from "../cycler-file";

const MAX_PROBLEMS = 100;
/** Of one kind, so that a faulty column does not hide other kinds. */
const MAX_WARNINGS_OF_A_KIND = 10;

/** Severe: what would be stored is probably wrong, and a person said so; a question: nobody said anything yet. */
export type Severity = "mild" | "severe" | Question;
const rankOf = ({ isSevere }: ImportWarning) => (isSevere ? 0 : 1);

/** The faults that make a file unreadable, and warnings. */
export class ProblemList {
  private readonly problems: FileProblem[] = [];
  private readonly open: { row: number | null; message: string; question: Question }[] = [];
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
    const choices =
      others.length === 0
        ? `To read it as it is, say ${first}`
        : `Say which it is: ${[first, ...others.slice(0, -1)].join(", ")} or ${others.at(-1)}`;
    this.problems.push({ row, column, message: `${message} ${choices}.`, question });
  }

  /** After the last row: asks what warnings left open, each parameter once, unless it is answered. */
  askWhatIsOpen(answers: Answers): void {
    const requested = new Set(Object.keys(answers));
    for (const { row, message, question } of this.open) {
      const parameters = question.choices.map(({ parameter }) => parameter);
      if (!parameters.some((parameter) => requested.has(parameter))) this.ask(row, null, message, question);
      for (const parameter of parameters) requested.add(parameter);
    }
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
    if (known.warnings.length >= MAX_WARNINGS_OF_A_KIND) return;
    known.warnings.push({ row, message, ...(severity === "mild" ? {} : { isSevere: true }) });
    if (typeof severity === "object") this.open.push({ row, message, question: severity });
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
