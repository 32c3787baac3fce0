/** By which units of time, current, capacity differ from each other. */
const FACTORS = [60, 1000, 3600, 86_400, 1e6];
/** Sampling and rounding move a ratio by this share at most. */
const TOLERANCE = 0.1;

const isNear = (ratio: number, factor: number) => Math.abs(ratio / factor - 1) < TOLERANCE;

/** The factor of units that a ratio is close to, as 1000 or 1/1000; 1 where it is close to none but that; null for any other ratio. */
export function unitFactor(ratio: number): number | null {
  if (!(ratio > 0)) return null;
  if (isNear(ratio, 1)) return 1; // as for nearly every row
  const factor = FACTORS.find((of) => isNear(ratio, of) || isNear(ratio, 1 / of));
  if (factor === undefined) return null;
  return ratio > 1 ? factor : 1 / factor;
}

/** The factor that most of the ratios share; null where none does. */
export function commonFactor(ratios: readonly number[]): number | null {
  const votes = new Map<number | null, number>();
  for (const ratio of ratios) {
    const factor = unitFactor(ratio);
    votes.set(factor, (votes.get(factor) ?? 0) + 1);
  }
  const [factor = null, count = 0] = [...votes].sort(([, left], [, right]) => right - left)[0] ?? [];
  return count > ratios.length / 2 ? factor : null;
}
