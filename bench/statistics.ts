/** The value below which a share of the others lies (nearest rank). @param share 0..1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Rounded to so many digits that count. */
export function rounded(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}

/** Rounds as columns of a table: their median, and the least and the most of them. */
export function spreadColumns(what: string, values: readonly number[]): Record<string, number> {
  return {
    [what]: rounded(quantile(values, 0.5)),
    least: rounded(Math.min(...values)),
    most: rounded(Math.max(...values)),
  };
}

/** A distribution of times as a row of a table. */
export function timesRow(what: string, timesMs: readonly number[]): Record<string, string | number> {
  const at = (share: number) => rounded(quantile(timesMs, share));
  return {
    what,
    n: timesMs.length,
    "p50 / ms": at(0.5),
    "p95 / ms": at(0.95),
    "p99 / ms": at(0.99),
    "max / ms": at(1),
  };
}

/** Lehmer's generator, 0 … 1: the same numbers in every run. */
export function repeatableChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
