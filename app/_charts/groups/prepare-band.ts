import type { PreparedSeries } from "./prepare-series";
import type { ShownGroup } from "./shown-group";

/** What the line of a group is, and what the band around it shows. */
export const LINES = ["mean", "median"] as const;
export type Line = (typeof LINES)[number];
export const BANDS = ["std", "sem", "quartiles", "range", "none"] as const;
export type Band = (typeof BANDS)[number];
export type DrawnAs = { line: Line; band: Band };

/** Bands of more groups than these hide each other and their lines: then the chosen group alone has one. */
export const MAX_BANDS = 8;

/** The groups with the lines and bands that are drawn. */
export function withBands(
  groups: readonly ShownGroup[],
  { line, band }: DrawnAs,
  chosenKey: string | null,
): readonly ShownGroup[] {
  const areMany = groups.length > MAX_BANDS;
  return groups.map((group) => {
    const own = areMany && group.series.key !== chosenKey ? "none" : band;
    const series = drawnAs(group.series, { line, band: own });
    return series === group.series ? group : { ...group, series };
  });
}

const drawn = new WeakMap<PreparedSeries, Map<string, PreparedSeries>>();

/** A series with another line or band; the same object for the same series, so that nothing of it is drawn again. */
export function drawnAs(series: PreparedSeries, { line, band }: DrawnAs): PreparedSeries {
  if (line === "mean" && band === "std") return series;
  const known = drawn.get(series) ?? new Map<string, PreparedSeries>();
  drawn.set(series, known);
  const key = `${line} ${band}`;
  const made = known.get(key) ?? { ...series, line: series[line], ...edgesOf(series, band) };
  known.set(key, made);
  return made;
}

/** Both ends of the band; null where one cell alone has no spread. std and sem lie around the mean, whatever the line. */
function edgesOf({ mean, std, n, min, max, q1, q3 }: PreparedSeries, band: Band) {
  const ofSeveral = (values: readonly number[]) =>
    n.map((count, index) => (count > 1 ? (values[index] ?? null) : null));
  const around = (sign: 1 | -1, isOfMean: boolean) =>
    std.map((spread, index) => {
      if (spread === null) return null;
      return (mean[index] ?? Number.NaN) + (sign * spread) / (isOfMean ? Math.sqrt(n[index] ?? 1) : 1);
    });
  switch (band) {
    case "std":
    case "sem":
      return { low: around(-1, band === "sem"), high: around(1, band === "sem") };
    case "quartiles":
      return { low: ofSeveral(q1), high: ofSeveral(q3) };
    case "range":
      return { low: ofSeveral(min), high: ofSeveral(max) };
    case "none":
      return { low: n.map(() => null), high: n.map(() => null) };
  }
}
