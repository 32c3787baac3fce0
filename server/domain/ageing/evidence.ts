import jStat from "jstat";
import { floatAt } from "../samples/sample-columns";

/** Of the intervals of a knee and of an onset. */
const INTERVAL_LEVEL = 0.9;
/** By so much the Bayesian information criterion has to prefer a knee: 10 is "very strong" evidence (Kass & Raftery 1995). */
export const LEAST_DELTA_BIC = 10;
/** An interval over a wider share of the cycles fitted says nothing. */
export const MOST_INTERVAL_SHARE = 0.3;

/** So many more than a fit has parameters. */
const FEWEST_BEYOND = 2;
const MOST_CORRELATION = 0.98;
/** Capacities are known to no more than that share, so a fit that is closer is perfect. */
const RESOLUTION = 1e-9;

/**
 * How many independent points the residuals of a fit are worth: neighbouring cycles err alike, and what a fit leaves is less correlated than
 * what it was made of, hence two standard errors on top.
 * @param parameters of the fit
 */
export function effectivePoints(residuals: Float64Array, parameters: number): { lag1: number; effective: number } {
  const n = residuals.length;
  let squares = 0;
  let products = 0;
  for (let index = 0; index < n; index++) {
    const residual = floatAt(residuals, index);
    squares += residual * residual;
    if (index > 0) products += residual * floatAt(residuals, index - 1);
  }
  const lag1 = squares === 0 ? 0 : Math.max(0, products / squares);
  const r = Math.min(MOST_CORRELATION, lag1 + 2 * Math.sqrt((1 - lag1 * lag1) / n));
  return { lag1, effective: Math.max(parameters + FEWEST_BEYOND, (n * (1 - r)) / (1 + r)) };
}

/** How much the Bayesian information criterion prefers a fit to a simpler one of so many parameters less. */
export function deltaBic(args: { simpler: number; squares: number; effective: number; parameters: number }): number {
  const { simpler, squares, effective, parameters } = args;
  return effective * Math.log(simpler / squares) - parameters * Math.log(effective);
}

/** Σ of squares below which residuals are rounding alone. */
export function leastSquares(capacityAh: Float64Array): number {
  const largestAh = capacityAh.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return Math.max(Number.MIN_VALUE, capacityAh.length * (RESOLUTION * largestAh) ** 2);
}

/** By how much Σ of squares may exceed the least one inside of the interval of one parameter, as a factor. */
export function likelihoodFactor(degreesOfFreedom: number): number {
  return 1 + jStat.centralF.inv(INTERVAL_LEVEL, 1, degreesOfFreedom) / degreesOfFreedom;
}
