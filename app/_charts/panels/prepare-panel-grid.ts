import type { Plot } from "../frame/prepare-projection";

/** How panels of one size lie in rows, in pixels of one drawing. */
export type PanelGrid = {
  width: number;
  height: number;
  /** What all panels share, within each one's own corner. */
  plot: Plot;
  /** The rectangle around the plots of all panels, which the titles of the axes stand at. */
  around: Plot;
  panels: readonly PanelPlace[];
};

/** Where the corner of a panel lies, and which axes have numbers there: those at the edges of the grid. */
export type PanelPlace = { left: number; top: number; hasXText: boolean; hasYText: boolean };

type Room = {
  count: number;
  width: number;
  /** How much larger text is than usual. */
  scale: number;
  hasTitles: boolean;
};

/** For text of the usual size. */
const AXIS_OF_Y_PX = 72;
const AXIS_OF_X_PX = 48;
const TITLE_PX = 20;
const LEAST_PLOT_PX = 100;
const TOP_PX = 8;
const RIGHT_PX = 12;
const GAP_PX = 14;
const ASPECT = 0.68;
const MOST_PLOT_HEIGHT_PX = 360;

/** A grid for so many panels in a width; null where it leaves them no room, or there are none. */
export function panelGrid({ count, width, scale, hasTitles }: Room): PanelGrid | null {
  const x = AXIS_OF_Y_PX * scale;
  const room = width - x - RIGHT_PX;
  if (count === 0 || room <= 0) return null;
  const fitting = Math.max(1, Math.floor((room + GAP_PX) / (LEAST_PLOT_PX * scale + GAP_PX)));
  const rows = Math.ceil(count / fitting);
  // As wide as the rows that are needed anyway let it be.
  const columns = Math.ceil(count / rows);
  const plotWidth = (room - (columns - 1) * GAP_PX) / columns;
  if (plotWidth <= 0) return null;
  const plotHeight = Math.min(MOST_PLOT_HEIGHT_PX, Math.round(plotWidth * ASPECT));
  const y = TOP_PX + (hasTitles ? TITLE_PX * scale : 0);
  const pitch = { x: plotWidth + GAP_PX, y: plotHeight + y };
  const panels = Array.from({ length: count }, (_, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    return {
      ...{ left: column * pitch.x, top: row * pitch.y },
      ...{ hasXText: index + columns >= count, hasYText: column === 0 },
    };
  });
  const bottom = (rows - 1) * pitch.y + y + plotHeight;
  return {
    width,
    height: bottom + AXIS_OF_X_PX * scale,
    plot: { x, y, width: plotWidth, height: plotHeight },
    around: { x, y, width: columns * pitch.x - GAP_PX, height: bottom - y },
    panels,
  };
}

/** A letter is so wide, of its height, in the mean. */
const LETTER = 0.58;
const TEXT_PX = 12;

/** A title as far as it fits above a plot. */
export function fittingTitle(title: string, widthPx: number): string {
  const letters = Math.max(1, Math.floor(widthPx / (LETTER * TEXT_PX)));
  const all = [...title];
  return all.length <= letters ? title : `${all.slice(0, letters - 1).join("")}…`;
}
