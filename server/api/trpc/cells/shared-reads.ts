import { setImmediate as othersTurn } from "node:timers/promises";

/**
 * Reads of large answers, of which a lab has one at a time. Whoever asks while one is under way waits for the next one, which all share who wait:
 * it begins after they asked, so nobody gets what was read before. Answers are given out one by one, for each is written in one piece.
 */
export class SharedReads<T> {
  private readonly running = new Map<number, Promise<void>>();
  private readonly next = new Map<number, Promise<T>>();
  private givenOut: Promise<void> = Promise.resolve();

  async read(labId: number, work: () => Promise<T>): Promise<T> {
    const answer = await this.soon(labId, work);
    this.givenOut = this.givenOut.then(() => othersTurn());
    await this.givenOut;
    return answer;
  }

  private soon(labId: number, work: () => Promise<T>): Promise<T> {
    const running = this.running.get(labId);
    if (!running) return this.begin(labId, work);
    const shared = this.next.get(labId) ?? running.then(() => this.begin(labId, work));
    this.next.set(labId, shared);
    return shared;
  }

  private begin(labId: number, work: () => Promise<T>): Promise<T> {
    this.next.delete(labId);
    const answer = work();
    const done = answer.then(
      () => {},
      () => {}, // told to whoever asked
    );
    this.running.set(labId, done);
    void done.then(() => {
      if (this.running.get(labId) === done) this.running.delete(labId);
    });
    return answer;
  }
}
