import { expect, it } from "vitest";
import { toSampleColumns } from "@/server/domain/samples/sample-columns";
import { prepareSketch } from "./prepare-sketch";

const HOUR_US = 3.6e9;
const part = (values: readonly [number, number, number][]) =>
  toSampleColumns(
    values.map(([hour, voltageV, currentA]) => ({ timeUs: hour * HOUR_US, record: 0, voltageV, currentA })),
  );

it("draws from the first to the last sample, the lowest at the foot", () => {
  const sketch = prepareSketch([
    part([
      [10, 3, -1],
      [11, 4, 1],
    ]),
    part([[12, 3.5, 0]]),
  ]);
  expect(sketch).toEqual({
    hours: 2,
    voltage: { low: 3, high: 4, path: "M0,100L150,0L300,50" },
    current: { low: -1, high: 1, path: "M0,100L150,0L300,50" },
  });
});

it("keeps extremes that fall into one column", () => {
  const dense = Array.from({ length: 3001 }, (_, index): [number, number, number] => [index, 3, 0]);
  dense[1505] = [1505, 5, 0];
  dense[1506] = [1506, 1, 0];
  const sketch = prepareSketch([part(dense)]);
  expect(sketch?.voltage).toMatchObject({ low: 1, high: 5 });
  expect(sketch?.voltage.path).toContain("151,100L151,0L151,50");
});

it("draws a value that never changes through the middle, one sample as a dot, and nothing without samples", () => {
  expect(prepareSketch([part([[1, 3, 0]])])?.voltage.path).toBe("M0,50h0");
  expect(
    prepareSketch([
      part([
        [1, 3, 0],
        [2, 3, 0],
      ]),
    ])?.current.path,
  ).toBe("M0,50L300,50");
  expect(prepareSketch([])).toBeNull();
});
