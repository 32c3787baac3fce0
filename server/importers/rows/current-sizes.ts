/** Exponent and first digit of a double: sizes that differ by less than a half share a place. */
const PLACES = 1 << 12;
const SHIFT = 19;
const LEAST_ROWS = 2;
const SHARE = 0.99;

/** How large the currents so far were, for a quantile of them that costs no memory by the row. */
export class CurrentSizes {
  private readonly counts = new Uint32Array(PLACES);
  private rows = 0;
  private readonly value = new Float64Array(1);
  private readonly words = new Uint32Array(this.value.buffer);

  add(currentA: number): void {
    this.value[0] = Math.abs(currentA);
    const place = (this.words[1] ?? 0) >>> SHIFT;
    this.counts[place] = (this.counts[place] ?? 0) + 1;
    this.rows += 1;
  }

  /** A bound that 99 % of the currents do not exceed, in A; 0 where they are 0, or too few. */
  get largeA(): number {
    if (this.rows < LEAST_ROWS) return 0;
    let left = this.rows * SHARE;
    const place = this.counts.findIndex((count) => {
      left -= count;
      return left <= 0;
    });
    if (place <= 0) return 0;
    this.words[0] = 0;
    this.words[1] = (place + 1) << SHIFT;
    return this.value[0] ?? 0;
  }
}
