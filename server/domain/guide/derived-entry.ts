/** What is told of a number that no single cycle has: of a cell's life, a curve, a step, a group. */
export type DerivedEntry = {
  /** Its name in the API, and its place on the page. */
  name: string;
  label: string;
  /** As in a sentence: "in Ah", "a cycle number". */
  unit: string;
  text: string;
  /** Where its definition comes from. */
  source: string;
  /** A small case that can be checked by hand, worked out by the functions that compute those of labs; null where there is nothing to compute. */
  example: (() => string) | null;
};

const DIGITS = 6;

/** A value of an example as it is printed. */
export const exampleText = (value: number | null): string =>
  value === null ? "none" : String(Number(value.toPrecision(DIGITS))).replace(/^-/, "−");
