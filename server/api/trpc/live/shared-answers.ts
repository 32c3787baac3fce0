/** Answers that are kept for other streams to take. */
const MAX_KEPT = 200;

type Kept<Answer> = { sinceVersion: number; answer: Promise<Answer> };

/**
 * What streams of one lab bring to several browsers that watch the same: computed once. Streams of a process send at the same times, and so most of
 * them ask for what changed after the same version.
 */
export class SharedAnswers<Answer> {
  /** Least recently used first. */
  private readonly kept = new Map<string, Kept<Answer>>();

  constructor(private readonly versionOf: (answer: Answer) => number) {}

  /**
   * @param key of the lab and the question
   * @param atLeast the version that the answer has to know
   */
  async take(
    key: string,
    { sinceVersion, atLeast }: { sinceVersion: number; atLeast: number },
    compute: () => Promise<Answer>,
  ): Promise<Answer> {
    let tried: Kept<Answer> | undefined;
    for (let known = this.kept.get(key); known && known !== tried; known = this.kept.get(key)) {
      if (known.sinceVersion !== sinceVersion) break;
      const answer = await known.answer;
      if (this.versionOf(answer) >= atLeast) return answer;
      tried = known;
    }
    return this.keep(key, { sinceVersion, answer: compute() });
  }

  private async keep(key: string, kept: Kept<Answer>): Promise<Answer> {
    this.kept.delete(key);
    this.kept.set(key, kept);
    for (const oldest of this.kept.keys()) if (this.kept.size > MAX_KEPT) this.kept.delete(oldest);
    try {
      return await kept.answer;
    } catch (error) {
      if (this.kept.get(key) === kept) this.kept.delete(key);
      throw error;
    }
  }
}
