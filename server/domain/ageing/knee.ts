import { BrokenLines } from "./broken-lines";
import {
  deltaBic,
  effectivePoints,
  LEAST_DELTA_BIC,
  leastSquares,
  likelihoodFactor,
  MOST_INTERVAL_SHARE,
} from "./evidence";
import type { LifePoints } from "./life-points";
import { fitOnset, type OnsetFit } from "./onset";
import { floatAt } from "../samples/sample-columns";

/** A line that bends once through the capacities of a cell, and whether that earns the name of a knee. */
export type KneeFit = {
  isFound: boolean;
  /** Why there is none. */
  why: string[];
  /** Where it bends: a place on the cycle axis, perhaps between two. */
  cycle: number;
  /** 90 % interval; see `widenedBy`. */
  from: number;
  to: number;
  /** By so many cycles an onset widened it on both sides: two lines lie up to that much before the crossing of the outer lines of a blunt knee. */
  widenedBy: number;
  /** Ah a cycle. */
  slopeBefore: number;
  slopeAfter: number;
  rmseAh: number;
  lag1: number;
  effectivePoints: number;
  deltaBicLine: number;
  deltaBicParabola: number;
};

const FEWEST_POINTS = 20;
const LEAST_FADE_FACTOR = 1.5;
const LEAST_SHARE_FROM_ENDS = 0.05;
const WIDENED_SHARE = 0.15;
/** Parameters of a line with one knot. */
const PARAMETERS = 4;

/**
 * The knee of a cell's life and its onset, by least squares: Bacon–Watts with one and with two sharp bends.
 * @param points without strays, from the reference cycle to the end of life or the last one
 * @returns both fits with their verdicts, that of an onset only where there is a knee; null for fewer than 20 points
 * @see data/README.md, "Ageing"; Fermín-Cueto et al. (2020), Energy and AI 1, 100006
 */
export function findKnee(points: LifePoints): { knee: KneeFit; onset: OnsetFit | null } | null {
  if (points.cycle.length < FEWEST_POINTS) return null;
  const lines = new BrokenLines(points);
  const least = leastSquares(points.capacityAh);
  const knee = fitKnee(lines, points, least);
  if (!knee.isFound) return { knee, onset: null };
  const { squares } = lines.fit([knee.cycle]);
  const onset = fitOnset(lines, { squares, range: rangeOf(points) }, least);
  if (!onset?.isFound) return { knee, onset };
  const widenedBy = WIDENED_SHARE * (onset.secondKnot - onset.cycle);
  return { knee: { ...knee, from: knee.from - widenedBy, to: knee.to + widenedBy, widenedBy }, onset };
}

function rangeOf({ cycle }: LifePoints): number {
  return floatAt(cycle, cycle.length - 1) - floatAt(cycle, 0);
}

function fitKnee(lines: BrokenLines, points: LifePoints, least: number): KneeFit {
  const cycle = lines.bestKnot();
  const { residuals, squares, slopes } = lines.fit([cycle]);
  const { lag1, effective } = effectivePoints(residuals, PARAMETERS);
  const known = Math.max(squares, least);
  const enough = lines.ofLine - known * likelihoodFactor(effective - PARAMETERS);
  const { from, to } = lines.knotsThatGain(enough) ?? { from: cycle, to: cycle };
  const against = (simpler: number, parameters: number) =>
    deltaBic({ simpler: Math.max(simpler, least), squares: known, effective, parameters });
  const [slopeBefore = 0, slopeAfter = 0] = slopes;
  const fit = {
    cycle,
    from: Math.min(from, cycle),
    to: Math.max(to, cycle),
    widenedBy: 0,
    slopeBefore,
    slopeAfter,
    rmseAh: Math.sqrt(squares / lines.length),
    lag1,
    effectivePoints: effective,
    deltaBicLine: against(lines.ofLine, 2),
    deltaBicParabola: against(lines.ofParabola(), 1),
  };
  const why = reasonsAgainst(fit, points);
  return { ...fit, why, isFound: why.length === 0 };
}

function reasonsAgainst(fit: Omit<KneeFit, "why" | "isFound">, points: LifePoints): string[] {
  const { cycle, slopeBefore, slopeAfter, from, to } = fit;
  const range = rangeOf(points);
  const nearestEnd = Math.min(cycle - floatAt(points.cycle, 0), floatAt(points.cycle, points.cycle.length - 1) - cycle);
  const isFaster = slopeAfter < 0 && -slopeAfter >= LEAST_FADE_FACTOR * -slopeBefore;
  return [
    ...(isFaster ? [] : ["the fade after it is not 1.5 times that before"]),
    ...(fit.deltaBicLine >= LEAST_DELTA_BIC ? [] : ["it fits no better than a line"]),
    ...(fit.deltaBicParabola >= LEAST_DELTA_BIC ? [] : ["it fits no better than a parabola"]),
    ...(nearestEnd >= LEAST_SHARE_FROM_ENDS * range ? [] : ["it lies within 5 % of an end of the cycles fitted"]),
    ...(to - from <= MOST_INTERVAL_SHARE * range ? [] : ["its interval is wider than 30 % of the cycles fitted"]),
  ];
}
