import { expect, it } from "vitest";
import { seriesOf } from "@/app/_charts/groups/series-of";
import { groupsNamed, hiddenBut, valueAtPlace } from "./prepare-pointed";

it("tells what a line shows where the pointer is, and nothing in its gaps", () => {
  const series = seriesOf({ cycle: [1, 2, 4], mean: [5, 4, Number.NaN] });
  expect([0.6, 1, 2.5, 3, 4, 9].map((place) => valueAtPlace(series, place))).toEqual([5, 5, 4, null, null, null]);
  const overDays = { ...series, x: [0, 2.5, 5], step: 2.5 };
  expect(valueAtPlace(overDays, 1.4)).toBe(4);
});

it("finds groups by all words of a search, in any case and order", () => {
  const rows = ["NMC811 · 1", "NMC811 · 2", "LFP · 1"].map((name) => ({ name }));
  expect(groupsNamed(rows, "1 nmc").map(({ name }) => name)).toEqual(["NMC811 · 1", "NMC811 · 2"]);
  expect(groupsNamed(rows, " ")).toHaveLength(3);
  expect(groupsNamed(rows, "LCO")).toEqual([]);
});

it("hides all groups but one, and shows all again", () => {
  expect(hiddenBut(["a", "b", "c"], "b", [])).toEqual(["a", "c"]);
  expect(hiddenBut(["a", "b", "c"], "b", ["a", "c"])).toEqual([]);
  expect(hiddenBut(["a", "b", "c"], "a", ["a", "c"])).toEqual(["b", "c"]);
});
