import type { CellLine } from "@/server/domain/groups/groups-view";
import { type Pixel, type Projection, toPixel } from "../frame/prepare-projection";
import { simplified } from "./prepare-simplified";

/** So many cells' lines are each of fewer points than a group's. */
const FEW_POINTS = 100;

/** Lines of cells as one SVG path: they share colour and width. */
export function cellLinesPath(
  lines: readonly Pick<CellLine, "cycle" | "value">[],
  scale: number,
  projection: Projection,
): string {
  return lines.map((line) => cellLinePath(line, scale, projection)).join("");
}

function cellLinePath({ cycle, value }: Pick<CellLine, "cycle" | "value">, scale: number, projection: Projection) {
  const points: Pixel[] = [];
  cycle.forEach((at, index) => {
    const point = toPixel(projection, at, (value[index] ?? Number.NaN) * scale);
    if (!Number.isNaN(point.y)) points.push(point);
  });
  const kept = simplified(points, FEW_POINTS).map(({ x, y }) => `${x},${y}`);
  return kept.length === 0 ? "" : kept.length === 1 ? `M${kept[0]}h0` : `M${kept.join("L")}`;
}
