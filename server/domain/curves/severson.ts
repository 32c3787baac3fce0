import { floatAt } from "../samples/sample-columns";

/** How the discharge of a later cycle differs from an early one's, over the voltage. */
export type DeltaQ = {
  /** Q(later) − Q(earlier), Ah, at the same places. */
  deltaAh: Float64Array;
  minimumAh: number;
  meanAh: number;
  /** Of all places, divided by their number, Ah². */
  variance: number;
  /** log10 of it; null where both are equal. */
  log10Variance: number | null;
};

/**
 * The feature log10 var ΔQ(V), by which early cycles tell of a cell's life.
 * @param earlierAh discharge capacity at even voltages @param laterAh the same at the same voltages
 * @throws RangeError where they are not of one length, or of none
 * @see Severson et al. (2019), Nature Energy 4, 383–391
 */
export function deltaQ(earlierAh: Float64Array, laterAh: Float64Array): DeltaQ {
  const { length } = laterAh;
  if (length === 0 || earlierAh.length !== length)
    throw new RangeError("both cycles need capacities at the same places");
  const deltaAh = laterAh.map((value, index) => value - floatAt(earlierAh, index));
  const meanAh = deltaAh.reduce((sum, value) => sum + value, 0) / length;
  const variance = deltaAh.reduce((sum, value) => sum + (value - meanAh) ** 2, 0) / length;
  const minimumAh = deltaAh.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  return { deltaAh, minimumAh, meanAh, variance, log10Variance: variance > 0 ? Math.log10(variance) : null };
}
