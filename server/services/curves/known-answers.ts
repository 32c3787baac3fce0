import { onceAProcess } from "../../once-a-process";

/** Numbers of all answers that are remembered: some 25 MiB with what they are written as. */
const MAX_NUMBERS = 1_000_000;

type Known = { answer: object; numbers: number };

/**
 * Answers of this process that were made of curves, least recently used first. They are known by everything that they were made of, so that
 * none can be stale; what is asked for again and again need not be read and written each time.
 */
export class KnownAnswers {
  private readonly known = new Map<string, Known>();
  private numbers = 0;

  constructor(private readonly maxNumbers = MAX_NUMBERS) {}

  get(key: string): object | null {
    const found = this.known.get(key);
    if (!found) return null;
    this.known.delete(key);
    this.known.set(key, found);
    return found.answer;
  }

  /** @param numbers that it holds */
  set(key: string, answer: object, numbers: number): void {
    if (numbers > this.maxNumbers / 2) return; // it would drive out all others
    this.drop(key);
    this.known.set(key, { answer, numbers });
    this.numbers += numbers;
    for (const oldest of this.known.keys()) if (this.numbers > this.maxNumbers) this.drop(oldest);
  }

  clear(): void {
    this.known.clear();
    this.numbers = 0;
  }

  private drop(key: string): void {
    this.numbers -= this.known.get(key)?.numbers ?? 0;
    this.known.delete(key);
  }
}

export const knownAnswers = onceAProcess("answers with curves", () => new KnownAnswers());
