/** What a rate may exceed a bound by: of the last digits of a quotient nobody wants to know. */
const NOISE = 1e-9;

/** How far a measured rate may lie from a named one, relative to that. */
const RATE_TOLERANCE = 0.1;

/** Whether a C-rate (1/h) lies at or under a bound. NaN, for a rate that is not known, does not. */
export const isAtMostRate = (rateC: number, mostC: number): boolean => rateC <= mostC * (1 + NOISE);

/** Whether a C-rate (1/h) lies within ±10 % of a named one, both ends included. NaN does not. */
export const isNearRate = (rateC: number, namedC: number): boolean =>
  Math.abs(rateC - namedC) <= RATE_TOLERANCE * namedC * (1 + NOISE);

/** Rates that tests are usually run at, with their names. No two lie within ±10 % of one value. */
export const USUAL_RATES: readonly NamedRate[] = [
  ...[20, 10, 5, 3, 2].map((hours) => ({ rateC: 1 / hours, name: `C/${hours}` })),
  ...[1, 2, 3, 5, 10].map((rateC) => ({ rateC, name: `${rateC}C` })),
];
const DIGITS = 2;

export type NamedRate = { rateC: number; name: string };

/** What a measured C-rate (1/h, over 0) is called: the usual one within ±10 % of which it lies, else its own two digits. */
export function namedRate(rateC: number): NamedRate {
  const usual = USUAL_RATES.find((named) => isNearRate(rateC, named.rateC));
  if (usual) return usual;
  const rounded = Number(rateC.toPrecision(DIGITS));
  return { rateC: rounded, name: `${rounded}C` };
}
