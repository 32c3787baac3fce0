import { expect, it } from "vitest";
import { METRICS } from "@/server/domain/cycles/metrics";
import {
  differenceFrom,
  differenceMetric,
  lineDifferenceFrom,
  referenceOfCell,
  referenceOfGroup,
} from "./prepare-difference";
import { seriesOf } from "./series-of";

const series = seriesOf({
  ...{ cycle: [1, 2, 4], mean: [5, 4, 3], median: [5.1, 4, 3], std: [0.5, null, 0.5], n: [3, 1, 3] },
  ...{ low: [4.5, null, 2.5], high: [5.5, null, 3.5] },
});

it("is the distance at the cycles that both have, with the spread as it is", () => {
  const reference = new Map([
    [1, 4],
    [2, 4.5],
    [3, 1],
  ]);
  expect(differenceFrom(series, reference)).toMatchObject({
    ...{ cycle: [1, 2], x: [1, 2], mean: [1, -0.5], line: [1, -0.5], std: [0.5, null] },
    ...{ low: [0.5, null], high: [1.5, null], n: [3, 1] },
  });
});

it("is zero for the reference itself, by the line that is drawn", () => {
  expect(differenceFrom(series, referenceOfGroup(series, "mean")).mean).toEqual([0, 0, 0]);
  expect(differenceFrom(series, referenceOfGroup(series, "median")).median).toEqual([0, 0, 0]);
});

it("compares with a cell, and cells with the reference, in the unit that is stored", () => {
  const cell = { cellId: 1, cell: "A", groupKey: "", cycle: [1, 2], value: [0.98, 0.97] };
  const reference = referenceOfCell(cell, 100);
  expect([...reference]).toEqual([
    [1, 98],
    [2, 97],
  ]);
  const other = { ...cell, cycle: [2, 3], value: [0.95, 0.9] };
  expect(lineDifferenceFrom(other, reference, 100)).toMatchObject({ cycle: [2], value: [expect.closeTo(-0.02, 12)] });
});

it("says from what, and that percentages differ by points", () => {
  expect(differenceMetric(METRICS.capacityRetention, "W")).toMatchObject({
    label: "Δ Capacity retention from W",
    unit: "pp",
  });
  expect(differenceMetric(METRICS.dischargeCapacityAh, "W").unit).toBe("Ah");
});
