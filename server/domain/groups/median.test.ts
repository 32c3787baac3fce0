import fc from "fast-check";
import { expect, it } from "vitest";
import { medianBetween } from "./median";

const sortedMedian = (values: readonly number[]) => {
  const sorted = [...values].sort((left, right) => left - right);
  const [lower = 0, upper = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return sorted.length % 2 === 1 ? upper : (lower + upper) / 2;
};

it("is the middle value, or the mean of the two middle ones", () => {
  expect(medianBetween(Float64Array.of(3, 1, 2), 0, 3, 2.5)).toBe(2);
  expect(medianBetween(Float64Array.of(3, 1, 6, 2), 0, 4, 9)).toBe(2.5); // (2 + 3) / 2
  expect(medianBetween(Float64Array.of(9, 5, 9), 1, 2, 5)).toBe(5);
});

it("agrees with a sort, leaves what lies outside and keeps what lies inside", () => {
  const few = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 60 });
  const alike = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(fc.oneof(few, alike), fc.double(), (values, guess) => {
      const column = Float64Array.of(-7, ...values, -7);
      expect(medianBetween(column, 1, 1 + values.length, guess)).toBe(sortedMedian(values));
      expect([column[0], column.at(-1)]).toEqual([-7, -7]);
      expect(column.slice(1, -1).sort()).toEqual(Float64Array.from(values).sort());
    }),
    { numRuns: 500 },
  );
});

it("is right for organ pipes, too, whose middle and ends are bad pivots", () => {
  const pipes: number[] = [];
  for (let value = 0; value < 3000; value++) pipes.splice(pipes.length >> 1, 0, value);
  expect(medianBetween(Float64Array.from(pipes), 0, pipes.length, 0)).toBe(1499.5);
});
