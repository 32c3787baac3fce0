/** What a rate may exceed a bound by: of the last digits of a quotient nobody wants to know. */
const NOISE = 1e-9;

/** How far a measured rate may lie from a named one, relative to that. */
const RATE_TOLERANCE = 0.1;

/** Whether a C-rate (1/h) lies at or under a bound. NaN, for a rate that is not known, does not. */
export const isAtMostRate = (rateC: number, mostC: number): boolean => rateC <= mostC * (1 + NOISE);

/** Whether a C-rate (1/h) lies within ±10 % of a named one, both ends included. NaN does not. */
export const isNearRate = (rateC: number, namedC: number): boolean =>
  Math.abs(rateC - namedC) <= RATE_TOLERANCE * namedC * (1 + NOISE);
