import { expect, it } from "vitest";
import { comparedPair, prepareDeltaQ } from "./prepare-delta-q";

const cycles = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ cycle: index + 1, isComplete: index + 1 < count }));
const pair = (count: number, against: number | null = null, cycle: number | null = null) =>
  comparedPair(cycles(count), { against, cycle });

it("compares cycle 100 with cycle 10 where nobody asks otherwise, and the ends of a shorter life", () => {
  expect(pair(150)).toEqual({ earlier: 10, later: 100 });
  expect(pair(50)).toEqual({ earlier: 10, later: 49 }); // the 50th is under way
  expect(pair(9)).toEqual({ earlier: 1, later: 8 });
  expect([pair(2), pair(0)]).toEqual([null, null]);
});

it("compares the cycles asked for, the earlier one first, and never one with itself", () => {
  expect(pair(150, 3, 120)).toEqual({ earlier: 3, later: 120 });
  expect(pair(150, 120, 3)).toEqual({ earlier: 3, later: 120 });
  expect(pair(150, 200, 20)).toEqual({ earlier: 10, later: 20 });
  expect(pair(150, 5, 5)).toEqual({ earlier: 1, later: 5 });
  expect(pair(150, 1, 1)).toEqual({ earlier: 1, later: 149 });
});

it("draws the difference in the unit that suits it, and prints its feature", () => {
  const curve = {
    cycle: 100,
    test: "",
    mode: "discharge",
    x: [2, 3],
    y: [-0.02, 0.01],
    note: null,
    log10Variance: -4.2149,
  } as const;
  const { family, feature, note } = prepareDeltaQ([{ ...curve, x: [...curve.x], y: [...curve.y] }]);
  expect(family.y).toMatchObject({ label: "ΔQ", unit: "mAh", isSigned: true });
  expect([...(family.curves[0]?.y ?? [])]).toEqual([-20, 10]);
  expect([feature, note]).toEqual(["−4.21", null]);
  expect(prepareDeltaQ([])).toMatchObject({ feature: null, note: null });
  expect(prepareDeltaQ([{ ...curve, x: [], y: [], log10Variance: null, note: "Nothing in common." }])).toMatchObject({
    feature: null,
    note: "Nothing in common.",
  });
});
