import { type Family, familyOf, type LoadedCurve } from "@/app/_charts/curves/prepare-curves";
import { fittingUnit, largestOf } from "@/app/_charts/frame/prepare-unit";

/** The cycles between which Severson et al. (2019) found it, where there are such. */
const USUAL = { earlier: 10, later: 100 };

type Counted = { cycle: number; isComplete: boolean };

/**
 * The two cycles that are compared: those asked for, else the usual ones, else the first and the last that are finished.
 * @returns null where there are no two finished cycles
 */
export function comparedPair(
  all: readonly Counted[],
  input: { against: number | null; cycle: number | null },
): { earlier: number; later: number } | null {
  const finished = all.filter(({ isComplete }) => isComplete).map(({ cycle }) => cycle);
  const [first, last] = [finished[0], finished.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const there = (cycle: number | null, usual: number) =>
    [cycle, usual].find((one) => one !== null && finished.includes(one));
  const one = there(input.against, USUAL.earlier) ?? first;
  const other = there(input.cycle, USUAL.later) ?? last;
  if (one === other) return other === first ? { earlier: first, later: last } : { earlier: first, later: other };
  return one < other ? { earlier: one, later: other } : { earlier: other, later: one };
}

export type LoadedDelta = LoadedCurve & { log10Variance?: number | null | undefined };

/** ΔQ(V) as it is drawn, and its feature; null where it could not be made. */
export function prepareDeltaQ(loaded: readonly LoadedDelta[]): {
  family: Family;
  feature: string | null;
  note: string | null;
} {
  const [curve] = loaded;
  const { unit, scale } = fittingUnit("Ah", largestOf(curve?.y ?? []));
  const family = familyOf(loaded, {
    x: { label: "Voltage", unit: "V", scale: 1 },
    y: { label: "ΔQ", unit, scale, isSigned: true },
  });
  const variance = curve?.log10Variance ?? null;
  return {
    family,
    feature: variance === null ? null : minus(variance.toFixed(FEATURE_DECIMALS)),
    note: curve?.note ?? null,
  };
}

/** As the paper prints them. */
const FEATURE_DECIMALS = 2;
const minus = (text: string) => text.replace("-", "−");
