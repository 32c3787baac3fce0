import { expect, it } from "vitest";
import { EXAMPLE_ROWS, exampleCycles } from "@/server/domain/guide/worked-example";
import { toSampleColumns } from "@/server/domain/samples/sample-columns";
import { joinedSamples, prepareScratch } from "./prepare-scratch";

const START_US = Date.UTC(2026, 0, 1) * 1000;
const samples = toSampleColumns(
  EXAMPLE_ROWS.map((row) => ({ ...row, timeUs: START_US + row.testTimeS * 1e6, record: 0 })),
);
const scratch = prepareScratch(samples, "");

it("counts as a lab counts", () => {
  const lab = exampleCycles();
  expect(scratch.found.cycles.map(({ cycle, isComplete }) => [cycle, isComplete])).toEqual([
    [1, true],
    [2, true],
  ]);
  expect(scratch.found.metrics.dischargeCapacityAh).toEqual(lab.map((cycle) => cycle.dischargeCapacityAh));
  expect(scratch.found.metrics.capacityRetention).toEqual(lab.map((cycle) => cycle.capacityRetention));
  // Of a cell without a nominal capacity nothing is said that rests on it.
  expect(scratch.found.metrics.dischargeRateC).toBeUndefined();
});

it("has a curve of each direction of each cycle, that ends at its capacity", () => {
  expect(scratch.curves.map(({ cycle, mode }) => [cycle, mode])).toEqual([
    [1, "charge"],
    [1, "discharge"],
    [2, "charge"],
    [2, "discharge"],
  ]);
  expect(scratch.curves[1]?.x?.at(-1)).toBeCloseTo(1, 12); // 1 A for an hour
  expect(scratch.curves[1]?.y).toEqual([4, 3.6, 3.2]);
});

it("draws the samples as they are, where they are few", () => {
  expect(scratch.points.time).toHaveLength(EXAMPLE_ROWS.length);
  expect(scratch.points.temperature.every((value) => value === null)).toBe(true);
  expect(joinedSamples([samples, samples])).toMatchObject({ length: 2 * EXAMPLE_ROWS.length });
});
