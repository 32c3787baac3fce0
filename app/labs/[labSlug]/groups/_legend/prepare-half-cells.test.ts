import { expect, it } from "vitest";
import { seriesOf } from "@/app/_charts/groups/series-of";
import { halfCellHint } from "./prepare-half-cells";

const group = (name: string, mean: number[], thinned = mean.map(() => false)) => ({
  ...seriesOf({ name, mean }),
  mean,
  thinned,
});

it("asks of groups that return over 105 % whether they are half cells", () => {
  const groups = [group("Li", [1.2, 1.01]), group("NMC", [0.9, 0.999]), group("rates", [1.04])];
  expect(halfCellHint("coulombicEfficiency", groups)).toBe(
    "Over 105 % in Li: are these half cells with an anode? Their polarity says so.",
  );
  expect(halfCellHint("energyEfficiency", groups)).toBeNull();
  expect(halfCellHint("coulombicEfficiency", groups.slice(1))).toBeNull();
  expect(halfCellHint("coulombicEfficiency", [group("few", [1, 1.2], [false, true])])).toBeNull();
});

it("names three of many", () => {
  const groups = ["A", "B", "C", "D", "E"].map((name) => group(name, [1.2]));
  expect(halfCellHint("coulombicEfficiency", groups)).toContain("in A, B, C, 2 more: ");
});
