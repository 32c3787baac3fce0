import type { CellLine } from "@/server/domain/groups/groups-view";
import type { Domain } from "../frame/prepare-axis";
import { extendValueDomain } from "../frame/prepare-axis";
import type { Projection } from "../frame/prepare-projection";
import { cycleExtent, type PreparedSeries, valueExtent } from "../groups/prepare-series";

/** A chart without axes, in pixels of its own that the page stretches. */
export const SMALL = { width: 240, height: 80 } as const;

const WHOLE = { from: null, to: null };
/** How far a cell may lead the axis away from its group's band, in heights of that: further off it runs out of the picture. */
const BAND_HEIGHTS = 4;

/** One pair of axes for all small charts of a kind, so that they compare. */
export function smallProjection(x: Domain | null, y: Domain | null): Projection {
  const [from, to] = x ?? [0, 1];
  return {
    plot: { x: 2, y: 2, width: SMALL.width - 4, height: SMALL.height - 4 },
    x: to > from ? [from, to] : [from - 1, to + 1],
    y: extendValueDomain(y, null),
  };
}

/** The axes of the groups' own small charts. */
export const groupsProjection = (series: readonly PreparedSeries[]): Projection =>
  smallProjection(cycleExtent(series, []), valueExtent(series, WHOLE));

/** The axes of the cells of a group: they hold its band, and of the cells as much as leaves the band to be seen. */
export function cellsProjection(group: PreparedSeries, lines: readonly CellLine[], scale: number): Projection {
  const values = lines.flatMap(({ value }) => value.map((one) => one * scale).filter(Number.isFinite));
  const band = valueExtent([group], WHOLE);
  const cells: Domain | null = values.length === 0 ? null : [least(values), most(values)];
  const cycles = lines.flatMap(({ cycle }) => [cycle[0], cycle.at(-1)].filter((one) => one !== undefined));
  const extent = cycleExtent([group], [], true);
  const x: Domain | null =
    cycles.length === 0 ? extent : [least([...cycles, ...(extent ?? [])]), most([...cycles, ...(extent ?? [])])];
  return smallProjection(x, band && cells ? limited(cells, band) : (band ?? cells));
}

function limited([low, high]: Domain, band: Domain): Domain {
  const room = BAND_HEIGHTS * (band[1] - band[0]);
  // A band without height says nothing of how far is far.
  if (room === 0) return [Math.min(low, band[0]), Math.max(high, band[1])];
  return [Math.min(band[0], Math.max(low, band[0] - room)), Math.max(band[1], Math.min(high, band[1] + room))];
}

const least = (values: readonly number[]) =>
  values.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
const most = (values: readonly number[]) =>
  values.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
