/** Lets so many pieces of work run at once, and so many wait; others are refused. */
export class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly mostWaiting = Number.POSITIVE_INFINITY,
  ) {}

  get isIdle(): boolean {
    return this.running === 0;
  }

  /** Null where too many wait. */
  take<T>(work: () => Promise<T>): Promise<T> | null {
    if (this.running >= this.atOnce && this.waiting.length >= this.mostWaiting) return null;
    return this.run(work);
  }

  /** However many wait. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.atOnce) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next)
        next(); // which takes this one's place
      else this.running--;
    }
  }
}
