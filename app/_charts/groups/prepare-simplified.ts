import type { Pixel } from "../frame/prepare-projection";

/** A line of fewer points is drawn as it is. */
const FEW_POINTS = 400;
/** No point that is left out lies further from the line: less than what a line of two pixels shows. */
const TOLERANCE_PX = 0.4;

/**
 * The points of a line without those that nobody would see missing: a thousand cycles take a browser longer to stroke than a frame lasts
 * where there are twenty-four groups of them.
 * @see Douglas & Peucker (1973), "Algorithms for the reduction of the number of points required to represent a digitized line"
 */
export function simplified(points: readonly Pixel[], few = FEW_POINTS): readonly Pixel[] {
  if (points.length <= few) return points;
  const isKept = new Uint8Array(points.length);
  isKept[0] = 1;
  isKept[points.length - 1] = 1;
  const open: [number, number][] = [[0, points.length - 1]];
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part;
    const farthest = farthestBetween(points, from, to);
    if (farthest === null) continue;
    isKept[farthest] = 1;
    open.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, index) => isKept[index] === 1);
}

/** The point that lies farthest from the chord of a part; null when all lie close to it. */
function farthestBetween(points: readonly Pixel[], from: number, to: number): number | null {
  const [start, end] = [points[from], points[to]];
  if (!start || !end) return null;
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(dx, dy);
  let farthest: number | null = null;
  let most = TOLERANCE_PX;
  for (let index = from + 1; index < to; index += 1) {
    const point = points[index] ?? start;
    const [x, y] = [point.x - start.x, point.y - start.y];
    const distance = length === 0 ? Math.hypot(x, y) : Math.abs(x * dy - y * dx) / length;
    if (distance <= most) continue;
    most = distance;
    farthest = index;
  }
  return farthest;
}
