import { describe, expect, it } from "vitest";
import { draggedRange, draggedZoom, movedTo, toX, toY, valueAt, wheelZoom, xAt } from "./prepare-projection";
import { CYCLE_AXIS, quantityAxis } from "./prepare-x-axis";

// 10 pixels a unit of x from x = 100, 20 pixels a unit of y, upwards from y = 200.
const projection = { plot: { x: 100, y: 0, width: 100, height: 200 }, x: [0, 10], y: [0, 10] } as const;

describe("projection", () => {
  it("maps data to pixels, up being more, and back", () => {
    expect(toX(projection, 2)).toBe(120);
    expect(toY(projection, 6)).toBe(80);
    expect(xAt(projection, 125)).toBe(2.5);
    expect(valueAt(projection, 80)).toBe(6);
  });

  it("puts everything in the middle of a domain without width", () => {
    expect(toX({ ...projection, x: [3, 3] }, 3)).toBe(150);
    expect(toY({ ...projection, y: [3, 3] }, 9)).toBe(100);
  });
});

it("moves a drawing to where another projection puts it", () => {
  const shown = { ...projection, x: [4, 6], y: [-10, 30] } as const;
  const [a = 0, , , d = 0, e = 0, f = 0] = (movedTo(projection, shown).match(/-?[\d.]+/g) ?? []).map(Number);
  for (const [x, y] of [
    [0, 0],
    [5, 7.5],
    [10, -3],
  ] as const) {
    expect(a * toX(projection, x) + e).toBeCloseTo(toX(shown, x), 9);
    expect(d * toY(projection, y) + f).toBeCloseTo(toY(shown, y), 9);
  }
  // Half the span of x is drawn five times as wide: 100 + (0 − 4) ÷ 2 × 100 = −100 = 5 × 100 − 600.
  expect([a, e]).toEqual([5, -600]);
});

describe("a drag", () => {
  it("chooses, in either direction, whole cycles inside the axis", () => {
    expect(draggedRange(projection, CYCLE_AXIS, 122, 148)).toEqual({ from: 2, to: 5 }); // 2.2 → 2, 4.8 → 5
    expect(draggedRange(projection, CYCLE_AXIS, 260, 122)).toEqual({ from: 2, to: 10 });
    expect(draggedRange(projection, CYCLE_AXIS, 122, 125)).toBeNull(); // a click that trembled
    expect(draggedRange(projection, CYCLE_AXIS, 121, 128)).toEqual({ from: 2, to: 3 });
  });

  it("chooses cycles where it goes along, and values where it goes up or down", () => {
    const [start, along, down] = [
      { x: 122, y: 81 },
      { x: 148, y: 90 },
      { x: 130, y: 160 },
    ];
    expect(draggedZoom(projection, CYCLE_AXIS, start, along)).toEqual({ axis: "x", from: 2, to: 5 });
    expect(draggedZoom(projection, CYCLE_AXIS, start, down)).toEqual({ axis: "y", from: 2, to: 5.95 }); // (200 − 81) / 20
    expect(draggedZoom(projection, CYCLE_AXIS, start, { x: 124, y: 78 })).toBeNull();
    expect(draggedZoom(projection, CYCLE_AXIS, start, { x: 130, y: 900 })).toMatchObject({ axis: "y", from: 0 });
  });

  it("chooses a thousandth of the axis elsewhere", () => {
    expect(draggedRange(projection, quantityAxis("Voltage / V"), 122.34, 148)).toEqual({ from: 2.23, to: 4.8 }); // steps of 0.01
  });
});

describe("a turn of the wheel", () => {
  const turn = (given: Partial<Parameters<typeof wheelZoom>[2]>) =>
    wheelZoom({ ...projection, x: [0, 100] }, CYCLE_AXIS, {
      at: { x: 150, y: 100 },
      along: "x",
      isInwards: true,
      ...given,
    });

  it("shows less around the pointer, or more", () => {
    expect(turn({})).toEqual({ axis: "x", from: 10, to: 90 }); // from the middle, 0.8 of either side
    expect(turn({ at: { x: 100, y: 100 } })).toEqual({ axis: "x", from: 0, to: 80 });
    expect(turn({ isInwards: false })).toEqual({ axis: "x", from: -12, to: 112 }); // −12.5 and 112.5, to whole cycles inside
    expect(turn({ along: "y" })).toEqual({ axis: "y", from: 1, to: 9 });
  });

  it("ends where there is nothing narrower", () => {
    const one = { ...projection, x: [3, 4] } as const;
    expect(wheelZoom(one, CYCLE_AXIS, { at: { x: 150, y: 100 }, along: "x", isInwards: true })).toBeNull();
  });
});
