import type { ShownGroup } from "../groups/shown-group";
import { DASH_COUNT, DASHES, type GroupStyle, MARKERS } from "../groups/style/group-style";

/** Styles that a print without colours keeps apart: the dash and the marker alone tell up to sixteen lines from each other. */
export function figureStyle(style: GroupStyle, place: number): GroupStyle {
  const round = Math.floor(place / DASH_COUNT);
  return {
    colour: style.colour,
    dash: DASHES[place % DASH_COUNT] ?? null,
    marker: MARKERS[(place + round) % MARKERS.length] ?? "circle",
  };
}

export const figureGroups = (groups: readonly ShownGroup[]): readonly ShownGroup[] =>
  groups.map(({ series, style }, place) => ({ series, style: figureStyle(style, place) }));
