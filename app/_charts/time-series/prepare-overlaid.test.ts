import { expect, it } from "vitest";
import { curveText } from "../curves/prepare-curves";
import { prepareOverlaid, type LoadedTraces } from "./prepare-overlaid";

const loadedTraces = (cycle: number, given: Partial<LoadedTraces> = {}): LoadedTraces => ({
  cycle,
  test: "",
  mode: null,
  t: [0, 60, 3700],
  voltage: [3, 3.5, 4],
  current: [0.01, 0.01, -0.005],
  temperature: [null, null, null],
  note: null,
  ...given,
});
const NOTHING = { own: [], cycle: null };

it("lays the cycles over each other, each quantity in a unit that suits all of them", () => {
  const panels = prepareOverlaid([loadedTraces(1), loadedTraces(3)], NOTHING);
  expect(panels.map(({ key, family }) => [key, family.y.unit, family.curves.length])).toEqual([
    ["voltage", "V", 2],
    ["current", "mA", 2],
  ]);
  expect([...(panels[1]?.family.curves[0]?.y ?? [])]).toEqual([10, 10, -5]);
  const [voltage] = panels;
  const [curve] = voltage?.family.curves ?? [];
  if (!voltage || !curve) throw new Error("a curve of voltage");
  expect(curveText({ curve, index: 2, x: 0, y: 0 }, voltage.family).rows).toEqual([
    { label: "Time since it began", value: "1 h 01 min" },
    { label: "Voltage", value: "4.000 V" },
  ]);
});

it("draws temperature where any cycle has it, with gaps where it was not measured", () => {
  const [, , temperature] = prepareOverlaid(
    [loadedTraces(1), loadedTraces(2, { temperature: [25, null, 26] })],
    NOTHING,
  );
  expect([...(temperature?.family.curves[1]?.y ?? [])]).toEqual([25, Number.NaN, 26]);
});

it("brings the cycle that is looked at forward, also where it is none of those chosen evenly", () => {
  const chosenOf = (own: readonly LoadedTraces[], cycle: number) =>
    prepareOverlaid([loadedTraces(1), loadedTraces(3)], { own, cycle }).map(({ chosen }) =>
      chosen.map((curve) => curve.cycle),
    );
  expect(chosenOf([], 3)).toEqual([[3], [3]]);
  expect(chosenOf([loadedTraces(2)], 2)).toEqual([[2], [2]]);
  expect(chosenOf([], 2)).toEqual([[], []]);
});
