type Kept<V> = { value: V; size: number };

type RecentOptions<V> = {
  /** Of the sizes of all that is kept. */
  max: number;
  /** Of one: a larger one is not kept, as it would drive out the others; `max` without it. */
  maxOne?: number;
  /** Asked once, when it is set; without it each counts as one. */
  sizeOf?: (value: V) => number;
};

/** What was used most recently, up to a size: what was used longest ago goes first. */
export class Recent<V> {
  /** Longest ago first: a Map keeps the order in which keys were set. */
  private readonly kept = new Map<string, Kept<V>>();
  private total = 0;

  constructor(private readonly options: RecentOptions<V>) {}

  /** The sizes of all that is kept. */
  get size(): number {
    return this.total;
  }

  values(): V[] {
    return [...this.kept.values()].map(({ value }) => value);
  }

  get(key: string): V | undefined {
    const found = this.kept.get(key);
    if (!found) return undefined;
    this.kept.delete(key);
    this.kept.set(key, found);
    return found.value;
  }

  set(key: string, value: V): void {
    this.delete(key);
    const { max, maxOne = max, sizeOf = () => 1 } = this.options;
    const size = sizeOf(value);
    if (size > maxOne) return;
    this.kept.set(key, { value, size });
    this.total += size;
    for (const oldest of this.kept.keys()) {
      if (this.total <= max) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.total -= this.kept.get(key)?.size ?? 0;
    this.kept.delete(key);
  }

  clear(): void {
    this.kept.clear();
    this.total = 0;
  }
}
