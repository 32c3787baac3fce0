import type { Scale } from "./units";
import type { NumberStyle } from "./parse-number";

/** Three digits after every mark of one kind: thousands, unless the mark is the decimal one. */
const THOUSANDS = /^[+-]?[1-9]\d{0,2}([.,\s'’])\d{3}(?:\1\d{3})*$/;
/** Thousands separators and decimals. */
const WITH_DECIMALS = /^[+-]?\d{1,3}([.,\s'’])\d{3}(?:\1\d{3})*(?!\1)([.,])\d*$/;
const DECIMAL = /^[+-]?(?=[.,]?\d)\d*([.,])\d*(?:[eE][+-]?\d+)?$/;
const WHOLE = /^[+-]?[1-9]\d{0,2}$/;

/**
 * The decimal mark and thousands separator of a table, from the first values of its columns. A mark is decimal where other than three
 * digits follow it, or only 0 precedes it; a mark that is not decimal and is always followed by three digits separates thousands.
 * @param decimalComma whether a person said so; undefined where nobody did
 */
export function numberStyleOf(
  columns: readonly (readonly string[])[],
  decimalComma: boolean | undefined,
  voltages: Voltages | null = null,
): NumberStyle {
  const seen = marksOf(columns);
  const thousands = decimalComma === undefined ? thousandsByVoltages(seen, voltages) : null;
  if (thousands !== null) return { decimal: thousands === "," ? "." : ",", group: thousands };
  const decimal = (decimalComma ?? hasDecimalComma(columns, seen)) ? "," : ".";
  const group = [...seen.groups, ...seen.either].find((mark) => mark !== decimal) ?? "";
  // Where both marks are decimal marks, either is understood, and a number that may have thousands separators is refused.
  const isMixed = seen.groups.size === 0 && seen.decimals.size > 1;
  return { decimal, group: isMixed ? "" : group };
}

/** The one mark of a table whose numbers leave open what it is, where the voltages say that it separates thousands; else null. */
function thousandsByVoltages({ either, groups, decimals }: Marks, voltages: Voltages | null): "." | "," | null {
  const [mark = null, ...others] = either;
  const isOpen = others.length === 0 && groups.size + decimals.size === 0;
  return isOpen && voltages !== null && countThousands(voltages) ? mark : null;
}

/** Of a table, as they are written, and their unit. */
type Voltages = { texts: readonly string[]; scale: Scale };

/** No cell has less for long, and no pack more. */
const [LEAST_V, MOST_V] = [0.05, 1000];

/** Whether `3.500` is a voltage of a cell only if the mark separates thousands: 3,500 mV. */
function countThousands({ texts, scale }: Voltages): boolean {
  const sizes = texts
    .filter((text) => THOUSANDS.test(text))
    .map((text) => (Math.abs(Number(text.replace(",", "."))) * scale.multiply) / scale.divide)
    .sort((left, right) => left - right);
  const middleV = sizes[sizes.length >> 1];
  return middleV !== undefined && middleV < LEAST_V && middleV * 1000 >= LEAST_V && middleV * 1000 <= MOST_V;
}

type Marks = {
  /** Certain decimal marks. */
  decimals: Set<string>;
  /** Certain thousands separators. */
  groups: Set<NumberStyle["group"]>;
  /** Either of the two. */
  either: Set<"." | ",">;
};

function marksOf(columns: readonly (readonly string[])[]): Marks {
  const seen: Marks = { decimals: new Set(), groups: new Set(), either: new Set() };
  for (const value of columns.flat()) {
    const mark = THOUSANDS.exec(value)?.[1];
    const [, group, decimal] = WITH_DECIMALS.exec(value) ?? [];
    if (group !== undefined && decimal !== undefined) {
      seen.groups.add(thousandsSeparator(group));
      seen.decimals.add(decimal);
    } else if (mark === undefined) {
      const point = DECIMAL.exec(value)?.[1];
      if (point !== undefined) seen.decimals.add(point);
    } else if ((mark === "." || mark === ",") && value.split(mark).length === 2) seen.either.add(mark);
    else seen.groups.add(thousandsSeparator(mark));
  }
  return seen;
}

function hasDecimalComma(columns: readonly (readonly string[])[], { decimals, groups, either }: Marks): boolean {
  if (decimals.size > 0) return !decimals.has(".");
  if (groups.has(".") || groups.has(",")) return groups.has(".");
  if (either.size !== 1) return false;
  const isComma = either.has(",");
  return columns.some((values) => mayCountThousands(values)) ? !isComma : isComma;
}

/** Whole numbers of up to three digits, and longer ones with a mark: with decimals, some would show it. */
function mayCountThousands(values: readonly string[]): boolean {
  return values.some((value) => WHOLE.test(value)) && values.some((value) => THOUSANDS.test(value));
}

function thousandsSeparator(mark: string): NumberStyle["group"] {
  if (mark === "," || mark === ".") return mark;
  return mark === "'" || mark === "’" ? "'" : " ";
}

/** Whether a number may have a thousands separator or decimals. */
export const mayHaveThousands = (text: string): boolean => THOUSANDS.test(text);
