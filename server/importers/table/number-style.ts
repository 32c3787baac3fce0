import type { NumberStyle } from "./parse-number";

/** Three digits behind every mark, of which there is one kind: thousands, where the mark is not that of decimals. */
const THOUSANDS = /^[+-]?[1-9]\d{0,2}([.,\s'’])\d{3}(?:\1\d{3})*$/;
/** Thousands apart, with decimals behind them. */
const WITH_DECIMALS = /^[+-]?\d{1,3}([.,\s'’])\d{3}(?:\1\d{3})*(?!\1)([.,])\d*$/;
const DECIMAL = /^[+-]?(?=[.,]?\d)\d*([.,])\d*(?:[eE][+-]?\d+)?$/;
const WHOLE = /^[+-]?[1-9]\d{0,2}$/;

/**
 * Which marks the numbers of a table have, by the first cells of its columns. A mark shows decimals where digits other than three stand
 * behind it, or none but 0 before it; one that is not that of decimals and has three digits behind each stands between thousands.
 * @param decimalComma as a person said, if so
 */
export function numberStyleOf(columns: readonly (readonly string[])[], decimalComma: boolean | undefined): NumberStyle {
  const seen = marksOf(columns);
  const decimal = (decimalComma ?? hasDecimalComma(columns, seen)) ? "," : ".";
  const group = [...seen.groups, ...seen.either].find((mark) => mark !== decimal) ?? "";
  // Where both marks show decimals, either is understood, and what might be thousands of one is refused where it stands.
  const isMixed = seen.groups.size === 0 && seen.decimals.size > 1;
  return { decimal, group: isMixed ? "" : group };
}

type Marks = {
  /** Surely of decimals. */
  decimals: Set<string>;
  /** Surely between thousands. */
  groups: Set<NumberStyle["group"]>;
  /** One of the two. */
  either: Set<"." | ",">;
};

function marksOf(columns: readonly (readonly string[])[]): Marks {
  const seen: Marks = { decimals: new Set(), groups: new Set(), either: new Set() };
  for (const cell of columns.flat()) {
    const mark = THOUSANDS.exec(cell)?.[1];
    const [, group, decimal] = WITH_DECIMALS.exec(cell) ?? [];
    if (group !== undefined && decimal !== undefined) {
      seen.groups.add(groupMark(group));
      seen.decimals.add(decimal);
    } else if (mark === undefined) {
      const point = DECIMAL.exec(cell)?.[1];
      if (point !== undefined) seen.decimals.add(point);
    } else if ((mark === "." || mark === ",") && cell.split(mark).length === 2) seen.either.add(mark);
    else seen.groups.add(groupMark(mark));
  }
  return seen;
}

function hasDecimalComma(columns: readonly (readonly string[])[], { decimals, groups, either }: Marks): boolean {
  if (decimals.size > 0) return !decimals.has(".");
  if (groups.has(".") || groups.has(",")) return groups.has(".");
  if (either.size !== 1) return false;
  const isComma = either.has(",");
  return columns.some((cells) => countsThousands(cells)) ? !isComma : isComma;
}

/** Whole numbers of up to three digits, and longer ones with a mark: a column of decimals would have some that show it. */
function countsThousands(cells: readonly string[]): boolean {
  return cells.some((cell) => WHOLE.test(cell)) && cells.some((cell) => THOUSANDS.test(cell));
}

function groupMark(mark: string): NumberStyle["group"] {
  if (mark === "," || mark === ".") return mark;
  return mark === "'" || mark === "’" ? "'" : " ";
}

/** Whether a number that does not fit a style may be one in thousands, and one with decimals. */
export const isInThousands = (text: string): boolean => THOUSANDS.test(text);
