/** Columns of equal length, x rising; in the unit shown. */
type Columns = {
  key: string;
  name: string;
  x: readonly number[];
  line: readonly number[];
  std: readonly (number | null)[];
  n: readonly number[];
};

/** What a line is at a place, and how that differs from the reference there. null where it is not known. */
export type Difference = {
  key: string;
  name: string;
  first: number | null;
  value: number | null;
  /** Of its cells there; null of a cell alone. */
  std: number | null;
  /** How many cells it is of. */
  n: number | null;
  /** Since its own first value, a fraction of it. */
  change: number | null;
  /** From the reference. */
  difference: number | null;
  relative: number | null;
};

/** The last place that all lines reach; that of those that reach furthest where they do not meet; null without points. */
export function lastShared(lines: readonly Pick<Columns, "x">[]): number | null {
  const drawn = lines.filter(({ x }) => x.length > 0);
  if (drawn.length === 0) return null;
  const last = Math.min(...drawn.map(({ x }) => x.at(-1) ?? Number.POSITIVE_INFINITY));
  const first = Math.max(...drawn.map(({ x }) => x[0] ?? Number.NEGATIVE_INFINITY));
  return last >= first ? last : Math.max(...drawn.map(({ x }) => x.at(-1) ?? Number.NEGATIVE_INFINITY));
}

/** Lines at a place beside one of them. @param isExact over cycle number: a cycle that is missing is not made up from its neighbours */
export function prepareDifferences(
  lines: readonly Columns[],
  at: number,
  reference: number,
  isExact: boolean,
): Difference[] {
  const values = lines.map(({ x, line }) => valueAt({ x, line }, at, isExact));
  const base = values[reference] ?? null;
  return lines.map(({ key, name, x, line, std, n }, index) => {
    const [value, first] = [values[index] ?? null, line[0] ?? null];
    const difference = value === null || base === null || index === reference ? null : value - base;
    return {
      ...{ key, name, first, value, difference },
      std: valueAt({ x, line: std }, at, isExact),
      n: value === null ? null : fewestAt({ x, n }, at),
      change: value === null ? null : quotient(value - (first ?? Number.NaN), first),
      relative: difference === null ? null : quotient(difference, base),
    };
  });
}

const quotient = (part: number, whole: number | null) =>
  whole === null || whole === 0 || !Number.isFinite(part) ? null : part / Math.abs(whole);

type Column = { x: readonly number[]; line: readonly (number | null)[] };

/** In a straight line between the points on both sides; null beyond the ends. */
export function valueAt({ x, line }: Column, at: number, isExact: boolean): number | null {
  const after = x.findIndex((place) => place >= at);
  const [right, value] = [x[after], line[after]];
  if (right === undefined || value === undefined || value === null) return null;
  if (right === at) return value;
  const [left, before] = [x[after - 1], line[after - 1]];
  if (isExact || left === undefined || before === undefined || before === null) return null;
  return before + ((value - before) * (at - left)) / (right - left);
}

/** Of the points on both sides of a place the one of fewer cells. */
function fewestAt({ x, n }: Pick<Columns, "x" | "n">, at: number): number | null {
  const after = x.findIndex((place) => place >= at);
  const right = n[after];
  if (right === undefined || x[after] === at) return right ?? null;
  return Math.min(right, n[after - 1] ?? right);
}
