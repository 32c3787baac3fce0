import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simplified } from "./prepare-simplified";

const line = (count: number, yOf: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => ({ x: index, y: yOf(index) }));

describe("a line of many points", () => {
  it("keeps the ends of straight parts, and every peak", () => {
    const points = line(1_000, (index) => (index === 500 ? 50 : 0));
    expect(simplified(points)).toEqual([
      { x: 0, y: 0 },
      { x: 499, y: 0 },
      { x: 500, y: 50 },
      { x: 501, y: 0 },
      { x: 999, y: 0 },
    ]);
  });

  it("is drawn as it is where there are few", () => {
    const points = line(400, () => 0);
    expect(simplified(points)).toBe(points);
  });

  it("leaves out no point that lies more than 0.4 pixels off", () => {
    const heights = fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(heights, (given) => {
        const points = line(given.length, (index) => given[index] ?? 0);
        const kept = simplified(points, 0);
        for (const { x, y } of points) {
          const after = kept.findIndex((point) => point.x >= x);
          const [left, right] = [kept[Math.max(0, after - 1)], kept[after]];
          if (!left || !right) throw new Error("the ends are always kept");
          const share = right.x === left.x ? 0 : (x - left.x) / (right.x - left.x);
          const slope = (right.y - left.y) / Math.max(1, right.x - left.x);
          // Straight down there is as much further to go as the line is steep.
          expect(Math.abs(y - (left.y + share * (right.y - left.y)))).toBeLessThanOrEqual(
            0.4 * Math.hypot(1, slope) + 1e-6,
          );
        }
      }),
    );
  });
});
