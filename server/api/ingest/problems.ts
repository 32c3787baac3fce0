import { AppError, type InputProblem, MAX_PROBLEMS } from "../../errors";

/** What is wrong with a body; one problem refuses all of it. */
export class Problems {
  private readonly found: InputProblem[] = [];

  add(problem: InputProblem): void {
    if (!this.areMany) this.found.push(problem);
  }

  /** No more will be shown, so there is no use in looking on. */
  get areMany(): boolean {
    return this.found.length >= MAX_PROBLEMS;
  }

  get areNone(): boolean {
    return this.found.length === 0;
  }

  /** @throws AppError `invalid_input` when there are any */
  refuseAny(): void {
    if (this.areNone) return;
    throw new AppError("invalid_input", "The batch is refused as a whole; see errors.", { problems: this.found });
  }
}
