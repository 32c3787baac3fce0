import type { SampleColumns } from "@/server/domain/samples/sample-columns";

/** One quantity over time: for each column of the drawing where it was lowest and highest, as parts of the height from the top. */
type SketchLine = { /** Both beyond each other where nothing was measured. */ low: number; high: number; path: string };
export type Sketch = { hours: number; voltage: SketchLine; current: SketchLine };

/** A drawing is so many columns wide, and as high; whoever shows it stretches it. */
export const SKETCH_SIZE = { width: 300, height: 100 } as const;
const US_PER_HOUR = 3.6e9;

/**
 * V(t) and I(t) of samples in order of time as paths, extremes kept: a column that many samples fall into is drawn from its lowest to its
 * highest. null without samples.
 */
export function prepareSketch(parts: readonly SampleColumns[]): Sketch | null {
  const [first] = parts;
  const last = parts.at(-1);
  if (!first || !last || first.length === 0) return null;
  const fromUs = first.timeUs[0] ?? 0;
  const toUs = last.timeUs[last.length - 1] ?? fromUs;
  const span = { fromUs, toUs: Math.max(toUs, fromUs + 1) };
  return {
    hours: (toUs - fromUs) / US_PER_HOUR,
    voltage: lineOf(parts, span, ({ voltageV }) => voltageV),
    current: lineOf(parts, span, ({ currentA }) => currentA),
  };
}

type Column = { first: number; low: number; high: number; last: number };

function lineOf(
  parts: readonly SampleColumns[],
  { fromUs, toUs }: { fromUs: number; toUs: number },
  valuesOf: (part: SampleColumns) => Float64Array,
): SketchLine {
  const columns: (Column | undefined)[] = new Array(SKETCH_SIZE.width + 1).fill(undefined);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const part of parts) {
    const values = valuesOf(part);
    for (let index = 0; index < part.length; index++) {
      const value = values[index] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      const share = ((part.timeUs[index] ?? 0) - fromUs) / (toUs - fromUs);
      const at = Math.min(SKETCH_SIZE.width, Math.max(0, Math.round(share * SKETCH_SIZE.width)));
      columns[at] = withValue(columns[at], value);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return { low, high, path: pathOf(columns, low, high) };
}

function withValue(column: Column | undefined, value: number): Column {
  if (!column) return { first: value, low: value, high: value, last: value };
  column.low = Math.min(column.low, value);
  column.high = Math.max(column.high, value);
  column.last = value;
  return column;
}

function pathOf(columns: readonly (Column | undefined)[], low: number, high: number): string {
  // Halves, for the distance of huge ends is no number any more.
  const range = high / 2 - low / 2;
  const toY = (value: number) =>
    range === 0
      ? SKETCH_SIZE.height / 2
      : Math.round((1 - (value / 2 - low / 2) / range) * SKETCH_SIZE.height * 10) / 10;
  const points = columns.flatMap((column, x) => {
    if (!column) return [];
    const turns = [column.first, column.low, column.high, column.last].map(toY);
    return turns.filter((y, index) => y !== turns[index - 1]).map((y) => `${x},${y}`);
  });
  if (points.length === 0) return "";
  return points.length === 1 ? `M${points[0]}h0` : `M${points.join("L")}`;
}
