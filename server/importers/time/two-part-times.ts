/** `23:59`, `23:59.5` */
const TWO_PARTS = /^\d{1,6}:\d\d?(?:([.,])\d+)?$/;
const THREE_PARTS = /^\d{1,6}:\d\d?:\d\d?/;
/** A unit in a heading: `mm:ss`, `min:s`; and `hh:mm`, `h:min`. */
const MINUTES = /^m{1,2}(?:in)?:s/i;
const HOURS = /^h{1,2}:m{1,2}(?:in)?$/i;

/** What two parts of a time mean, and whether heading or values show it. */
export type TwoParts = { unit: "min" | "h"; isSure: boolean };

/**
 * What `23:59` is in a column of times: hours and minutes, or minutes and seconds, which is likelier and taken until something shows it.
 * @param unit as the heading or a person says
 * @returns null where no time of the column has two parts
 */
export function twoPartsOf(unit: string | null, texts: readonly string[]): TwoParts | null {
  const found = texts.map((text) => TWO_PARTS.exec(text.trim())).filter((parts) => parts !== null);
  if (found.length === 0) return null;
  if (unit === "h" || HOURS.test(unit ?? "")) return { unit: "h", isSure: true };
  const hasFractions = found.some(([, mark]) => mark !== undefined);
  const goesOnWithHours = texts.some((text) => THREE_PARTS.test(text.trim()));
  const isSure = unit === "min" || MINUTES.test(unit ?? "") || hasFractions || goesOnWithHours;
  return { unit: "min", isSure };
}
