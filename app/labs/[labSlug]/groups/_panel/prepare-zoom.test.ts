import { expect, it } from "vitest";
import { WHOLE } from "../dashboard-state";
import { stepBack, stepsWith, zoomed } from "./prepare-zoom";

const part = (from: number, to: number) => ({ ...WHOLE, from, to });

it("leaves an end open where the data ends, and keeps values in the unit that is stored", () => {
  expect(zoomed({ axis: "x", from: 10, to: 50 }, 1, [1, 100])).toEqual({ from: 10, to: 50 });
  expect(zoomed({ axis: "x", from: 0, to: 50 }, 1, [1, 100])).toEqual({ from: null, to: 50 });
  expect(zoomed({ axis: "x", from: -12, to: 112 }, 1, [1, 100])).toEqual({ from: null, to: null });
  expect(zoomed({ axis: "y", from: 95, to: 99.9 }, 100, null)).toEqual({ low: 0.95, high: 0.999 });
});

it("goes back step by step, a turn of the wheel being one", () => {
  let steps = stepsWith([], WHOLE, false);
  steps = stepsWith(steps, part(10, 50), false);
  steps = stepsWith(steps, part(15, 45), true); // the wheel goes on
  expect(steps).toEqual([WHOLE, part(10, 50)]);
  const first = stepBack(steps);
  expect(first.shown).toEqual(part(10, 50));
  const second = stepBack(first.steps);
  expect(second.shown).toEqual(WHOLE);
  expect(stepBack(second.steps)).toEqual({ shown: WHOLE, steps: [] });
});

it("forgets the steps of a zoom that was left by another way", () => {
  expect(stepsWith([WHOLE, part(1, 9)], WHOLE, false)).toEqual([WHOLE]);
});
