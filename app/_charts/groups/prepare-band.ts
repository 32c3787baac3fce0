import type { PreparedSeries } from "./prepare-series";
import type { ShownGroup } from "./shown-group";

/** What the band around a line of means shows. */
export const BANDS = ["std", "range", "none"] as const;
export type Band = (typeof BANDS)[number];

/** Bands of more groups than these hide each other and their lines: then the chosen group alone has one. */
export const MAX_BANDS = 8;

/** The groups with the bands that are drawn. */
export function withBands(groups: readonly ShownGroup[], band: Band, chosenKey: string | null): readonly ShownGroup[] {
  const areMany = groups.length > MAX_BANDS;
  return groups.map((group) => {
    const series = withBand(group.series, areMany && group.series.key !== chosenKey ? "none" : band);
    return series === group.series ? group : { ...group, series };
  });
}

const banded = new WeakMap<PreparedSeries, Map<Band, PreparedSeries>>();

/** A series with another band; the same object for the same series, so that nothing of it is drawn again. */
export function withBand(series: PreparedSeries, band: Band): PreparedSeries {
  if (band === "std") return series;
  const known = banded.get(series) ?? new Map<Band, PreparedSeries>();
  banded.set(series, known);
  const made = known.get(band) ?? { ...series, ...edgesOf(series, band) };
  known.set(band, made);
  return made;
}

function edgesOf({ n, min, max }: PreparedSeries, band: Exclude<Band, "std">) {
  if (band === "none") {
    const none = n.map(() => null);
    return { low: none, high: none };
  }
  // One cell is no range, as it has no std.
  const ofSeveral = (values: readonly number[]) =>
    n.map((count, index) => (count > 1 ? (values[index] ?? null) : null));
  return { low: ofSeveral(min), high: ofSeveral(max) };
}
