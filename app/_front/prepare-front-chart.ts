import { extendValueDomain, multiplesIn, tickText, valueTicks } from "@/app/_charts/frame/prepare-axis";
import { type Plot, type Projection, toX, toY } from "@/app/_charts/frame/prepare-projection";
import { groupStatistics } from "@/server/domain/groups/statistics";
import { healthAt } from "@/server/domain/simulated-cells/cell-health";
import { CATHODES, type CellDesign, designCell } from "@/server/domain/simulated-cells/cell-design";

export const FRONT_SIZE = { width: 640, height: 320 } as const;
const PLOT: Plot = { x: 48, y: 12, width: 580, height: 264 };

const SEED = 7;
const CELLS_A_GROUP = 8;
const CYCLES = 140;
/** Each second cycle is close enough together for a smooth line. */
const CYCLE_STEP = 2;
const TICKS = 6;

type Point = { cycle: number; mean: number; low: number; high: number };
type FrontGroup = { name: string; colour: number; line: string; band: string };
export type FrontChart = {
  groups: FrontGroup[];
  /** A cell that strays, beside its group. */
  stray: { name: string; group: string; line: string; x: number; y: number };
  xTicks: { at: number; text: string }[];
  yTicks: { at: number; text: string }[];
  plot: Plot;
};

const CELLS = Array.from({ length: CELLS_A_GROUP * CATHODES.length }, (_, index) => designCell(SEED, index));
const CYCLE_NUMBERS = Array.from({ length: CYCLES / CYCLE_STEP }, (_, index) => 1 + index * CYCLE_STEP);

/** What the product draws, of cells that are simulated: capacity retention of four groups, mean ± std, and one cell that strays. */
export function prepareFrontChart(): FrontChart {
  const stray = CELLS.find((cell) => cell.stray === "fade");
  if (!stray) throw new RangeError("none of the simulated cells strays");
  const groups = CATHODES.map((cathode, colour) => ({ cathode, colour, points: pointsOf(soundCells(cathode)) }));
  const strayPoints = pointsOf([stray]);
  const values = [...groups.flatMap(({ points }) => points), ...strayPoints].flatMap(({ low, high }) => [low, high]);
  const y = extendValueDomain([Math.min(...values), Math.max(...values)], null);
  const projection: Projection = { plot: PLOT, x: [1, CYCLES], y };
  const last = strayPoints.at(-1);
  const yTicks = valueTicks(y, TICKS);
  return {
    groups: groups.map(({ cathode, colour, points }) => ({
      name: `Cathode ${cathode}`,
      colour,
      line: pathOf(points, "mean", projection),
      band: `${pathOf(points, "high", projection)}L${pathOf(points.toReversed(), "low", projection).slice(1)}Z`,
    })),
    stray: {
      name: stray.name,
      group: `Cathode ${stray.cathode}`,
      line: pathOf(strayPoints, "mean", projection),
      x: toX(projection, last?.cycle ?? 0),
      y: toY(projection, last?.mean ?? 0),
    },
    xTicks: multiplesIn(projection.x, 20).map((cycle) => ({ at: toX(projection, cycle), text: String(cycle) })),
    yTicks: yTicks.map((value) => ({ at: toY(projection, value), text: tickText(value, yTicks) })),
    plot: PLOT,
  };
}

const soundCells = (cathode: string) => CELLS.filter((cell) => cell.cathode === cathode && cell.stray === null);

function pointsOf(cells: readonly CellDesign[]): Point[] {
  return CYCLE_NUMBERS.flatMap((cycle) => {
    const found = groupStatistics(cells.map((cell) => retentionAt(cell, cycle)));
    if (!found) return [];
    const { mean, std } = found;
    return [{ cycle, mean, low: mean - (std ?? 0), high: mean + (std ?? 0) }];
  });
}

/** In %. */
const retentionAt = (cell: CellDesign, cycle: number) =>
  (100 * healthAt(cell, cycle).dischargeCapacityAh) / healthAt(cell, 1).dischargeCapacityAh;

function pathOf(points: readonly Point[], which: "mean" | "low" | "high", projection: Projection): string {
  const places = points.map(
    (point) => `${round(toX(projection, point.cycle))},${round(toY(projection, point[which]))}`,
  );
  return `M${places.join("L")}`;
}

const round = (pixels: number) => Math.round(pixels * 10) / 10;
