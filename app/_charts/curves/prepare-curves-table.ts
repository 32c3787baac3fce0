import type { ChartTable, ColourScale } from "../export/chart-picture";
import { fieldOf } from "../export/prepare-chart-table";
import type { Domain } from "../frame/prepare-axis";
import type { FamilyCurve } from "./prepare-curves";
import { viridisOfScheme } from "./viridis";

type Axes = { x: Domain; y: Domain; xTitle: string; yTitle: string };

const isIn = (value: number, [low, high]: Domain) => value >= low && value <= high;

/** The points of the curves that lie on the axes, in the units shown. */
export function curvesTable(curves: readonly FamilyCurve[], { x, y, xTitle, yTitle }: Axes): ChartTable {
  const rows = curves.flatMap((curve) =>
    Array.from(curve.x).flatMap((at, index) => {
      const value = curve.y[index] ?? Number.NaN;
      if (!isIn(at, x) || !isIn(value, y)) return [];
      const of = `Cycle ${curve.cycle}${curve.mode ? `, ${curve.mode}` : ""}`;
      const name = curve.peer ? `${curve.peer.cell}, ${of.toLowerCase()}` : of;
      return [[name, curve.cycle, curve.mode, fieldOf(at), fieldOf(value)]];
    }),
  );
  return { columns: ["Curve", "Cycle number", "Mode", xTitle, yTitle], rows, nameAt: 0, xAt: 3, valuesAt: [4] };
}

const PARTS = 24;

/** The colours of the cycles; null where there is one only. */
export function curvesScale(cycles: Domain | null): ColourScale | null {
  if (cycles === null || cycles[0] === cycles[1]) return null;
  const colours = Array.from({ length: PARTS }, (_, index) => viridisOfScheme(index / (PARTS - 1)));
  return { label: "Cycle", from: String(cycles[0]), to: String(cycles[1]), colours };
}
