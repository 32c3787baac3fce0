import { withoutAtEnd } from "../text/without-at-end";
import { isUnit } from "../numbers/units";

/** One reading of a heading: the quantity, and its unit. */
export type HeadingReading = { name: string; unit: string | null };

/** Longer than any column name; the patterns get slow on longer text. */
const MAX_NAME_LENGTH = 120;
const SPACES_AND_QUOTES = /[\s"']/;

/** `Time(h:min:s.ms)`, `Cap. [Ah]`; the wide brackets of Chinese exports were normalised before. Cut to 120 characters. */
const IN_BRACKETS = /^(.*?)\s*[[(]([^\])]*)[\])]\s*$/;
/** `Aux_Temperature(C)_1`, where the number belongs to the name. Cut to 120 characters. */
const BRACKETS_INSIDE = /^(.*?)\s*[[(]([^\])]*)[\])](_?\d+)\s*$/;
/** `Voltage#V`, as Digatron has it. Cut to 120 characters. */
const AFTER_HASH = /^(.+?)#(\S+)$/;
/** `Test Time / s`, `I/mA`, `control/V/mA`: the unit follows the last slash. Cut to 120 characters. */
const AFTER_SLASH = /^(.+?)\s*\/\s*([^/]+)$/;
/** `current_A`, `test_time_second`, `step_capacity_ampere_hour`. Cut to 120 characters. */
const AFTER_UNDERSCORE = /^(.+?)_((?:ampere|amp|watt|milliamp|milliampere)_hour|[^_]+)$/;
/** `Voltage, V` and `Temperature in °C`. Cut to 120 characters. */
const AFTER_COMMA = /^(.+?)(?:,| in )\s*(\S+)$/;

/**
 * The possible readings of a heading, the likeliest first. An unknown unit counts as a unit only in brackets or after a slash; the last
 * reading is the whole heading without a unit.
 */
export function readHeading(heading: string): HeadingReading[] {
  const text = withoutAtEnd(
    heading.slice(0, MAX_NAME_LENGTH).normalize("NFKC").slice(0, MAX_NAME_LENGTH),
    SPACES_AND_QUOTES,
  )
    .replace(/^[\s~#"']+/, "")
    .replace(/^<([^<>]*\/[^<>]*)>$/, "$1");
  const readings: HeadingReading[] = [];
  for (const pattern of [IN_BRACKETS, AFTER_SLASH]) {
    const parts = pattern.exec(text);
    if (parts?.[1]) readings.push({ name: plainName(parts[1]), unit: parts[2]?.trim() ?? "" });
  }
  const inside = BRACKETS_INSIDE.exec(text);
  if (inside?.[1]) readings.push({ name: plainName(`${inside[1]}${inside[3]}`), unit: inside[2] ?? "" });
  for (const pattern of [AFTER_HASH, AFTER_UNDERSCORE, AFTER_COMMA]) {
    const parts = pattern.exec(text);
    if (parts?.[1] && parts[2] && isUnit(parts[2])) readings.push({ name: plainName(parts[1]), unit: parts[2] });
  }
  readings.push({ name: plainName(text), unit: null });
  return readings.filter(({ name }) => name !== "");
}

/** A name in lower case with single spaces: `Rec#` is `rec`, `t-Step` is `t step`. */
export function plainName(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s_.\-#:]+/g, " ")
    .trim();
}

/** Different names that are read in one file: one with more text above its header row has none. */
const MAX_NAMES = 4000;
/** Text that begins like this is a number, a date or a time of day, and not a column name. */
const NUMBER = /^[\s"'+.,-]*(?:\d|$)/;

/**
 * Reads the headings of one file, each once and only a limited number, so that searching a file without a table stays cheap.
 */
export class HeadingReader {
  private readonly known = new Map<string, readonly HeadingReading[]>();

  /** Headings that were read. */
  get count(): number {
    return this.known.size;
  }

  /** @see readHeading; none of what is no name */
  readonly read = (heading: string): readonly HeadingReading[] => {
    if (heading.length > MAX_NAME_LENGTH || NUMBER.test(heading)) return [];
    const before = this.known.get(heading);
    if (before) return before;
    if (this.known.size >= MAX_NAMES) return [];
    const readings = readHeading(heading);
    this.known.set(heading, readings);
    return readings;
  };
}
