import { readHeading } from "./heading";

/** How programs call the frequency of an impedance measurement, and what it measures. */
const FREQUENCY = new Set(["freq", "frequency", "f", "frequenz", "fréquence", "频率"]);
const IMPEDANCE =
  /^(?:-? ?(?:re|im|z)? ?\(z\)|z ?(?:real|imag|re|im|mod|phz)|-?z'{1,2}|z|\|z\|(?: ?ohm)?|phase ?\(z\)|(?:real|imaginary) (?:part|impedance)|impedance.{0,20}|impedanz|阻抗.{0,10})$/i;

export const IS_IMPEDANCE =
  "an impedance measurement (frequency and impedance in each row) is no time series, and spectra are not supported: export the records of charge, discharge and rest";

/**
 * The column of the frequency in a table of impedance; null in any other. Rows with a frequency are spectra: EC-Lab writes them among those of
 * charge and discharge, whose frequency is 0.
 */
export function frequencyColumn(headings: readonly string[]): number | null {
  const namesOf = (heading: string) => readHeading(heading.replace(/^\W{0,8}-/, "")).map(({ name }) => name);
  const at = headings.findIndex((heading) => namesOf(heading).some((name) => FREQUENCY.has(name)));
  const hasImpedance = headings.some((heading) => namesOf(heading).some((name) => IMPEDANCE.test(name.slice(0, 40))));
  return at >= 0 && hasImpedance ? at : null;
}
