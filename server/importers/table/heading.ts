import { isUnit } from "./units";

/** One way to read a heading: what is measured, and in which unit. */
export type HeadingReading = { name: string; unit: string | null };

/** `Time(h:min:s.ms)`, `Cap. [Ah]`, with the wide brackets of Chinese exports already made narrow. */
const IN_BRACKETS = /^(.*?)\s*[[(]([^\])]*)[\])]\s*$/;
/** `Aux_Temperature(C)_1`, and its second as a name of its own. */
const BRACKETS_INSIDE = /^(.*?)\s*[[(]([^\])]*)[\])](_?\d+)\s*$/;
/** `Voltage#V`, as Digatron has it. */
const AFTER_HASH = /^(.+?)#(\S+)$/;
/** `Test Time / s`, `I/mA`, `control/V/mA`: the unit stands behind the last stroke. */
const AFTER_STROKE = /^(.+?)\s*\/\s*([^/]+)$/;
/** `current_A`, `test_time_second`, `step_capacity_ampere_hour`. */
const AFTER_UNDERSCORE = /^(.+?)_((?:ampere|amp|watt|milliamp|milliampere)_hour|[^_]+)$/;
/** `Voltage, V` and `Temperature in °C`. */
const AFTER_COMMA = /^(.+?)(?:,| in )\s*(\S+)$/;

/**
 * The ways to read a heading, the more likely first. A unit that nobody knows is taken for a unit only in brackets or behind a stroke; the
 * last reading is the heading as it stands.
 */
export function readHeading(heading: string): HeadingReading[] {
  const text = heading
    .normalize("NFKC")
    .replace(/^[\s~#"']+/, "")
    .replace(/[\s"']+$/, "")
    .replace(/^<([^<>]*\/[^<>]*)>$/, "$1");
  const readings: HeadingReading[] = [];
  for (const pattern of [IN_BRACKETS, AFTER_STROKE]) {
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

/** A name in small letters, whose parts stand apart by one blank: `Rec#` is `rec`, `t-Step` is `t step`. */
export function plainName(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s_.\-#:]+/g, " ")
    .trim();
}

/** Longer than any name that people give a column; patterns take ever longer on what is longer. */
const MAX_NAME_LENGTH = 120;
/** Different names that one file is looked through for: what has more words above its column line has none. */
const MAX_NAMES = 4000;
/** A cell that begins with these is a number, a date or a time of day, whatever follows: no column is called so. */
const NUMBER = /^[\s"'+.,-]*(?:\d|$)/;

/**
 * Reads headings of one file, each once, and only as many as a column line may stand behind, so that a file that is no table does not hold up
 * who looks for one in it.
 */
export class HeadingReader {
  private readonly known = new Map<string, readonly HeadingReading[]>();

  /** Headings that were taken apart. */
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
