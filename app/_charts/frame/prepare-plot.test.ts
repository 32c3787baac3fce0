import { expect, it } from "vitest";
import { plotOf } from "./prepare-plot";

const usual = { scale: 1, stripHeight: 0, hasXText: true };

it("leaves room for numbers and titles", () => {
  expect(plotOf({ width: 800, height: 400 }, usual)).toEqual({ x: 72, y: 8, width: 716, height: 344 });
});

it("leaves more of it for larger text, and none where an axis has no numbers", () => {
  expect(plotOf({ width: 800, height: 400 }, { ...usual, scale: 2 })).toEqual({
    x: 144,
    y: 8,
    width: 644,
    height: 296,
  });
  const bare = { ...usual, stripHeight: 30, hasXText: false };
  expect(plotOf({ width: 800, height: 400 }, bare)).toEqual({ x: 72, y: 8, width: 716, height: 358 });
});

it("knows none before the drawing was measured, or where it is too small", () => {
  expect(plotOf({ width: 0, height: 0 }, usual)).toBeNull();
  expect(plotOf({ width: 84, height: 400 }, usual)).toBeNull();
  expect(plotOf({ width: 800, height: 56 }, usual)).toBeNull();
});
