import fc from "fast-check";
import { expect, it } from "vitest";
import { medianBetween, quartilesBetween } from "./median";

/** A sort takes 0 and −0 for equal; so do we. */
const withoutMinusZero = (value: number) => value + 0;

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
  const few = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }).map(withoutMinusZero), {
    minLength: 1,
    maxLength: 60,
  });
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

/** Definition 7 of Hyndman & Fan, over a sort. */
function sortedQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const at = share * (sorted.length - 1);
  const [lower = 0, upper = 0] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return lower + (at - Math.floor(at)) * (upper - lower);
}

it.each([
  [[5], 5, 5],
  [[1, 2], 1.25, 1.75],
  [[3, 1, 2], 1.5, 2.5],
  [[1, 2, 3, 4], 1.75, 3.25], // numpy.quantile([1, 2, 3, 4], [0.25, 0.75])
  [[7, 7, 7, 9], 7, 7.5],
])("has the quartiles of %j at %d and %d", (values, q1, q3) => {
  const column = Float64Array.from(values);
  medianBetween(column, 0, values.length, 2);
  expect(quartilesBetween(column, 0, values.length)).toEqual({ q1, q3 });
});

it("agrees with a sort on quartiles, too", () => {
  const some = fc.array(
    fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: -1e9, max: 1e9, noNaN: true }).map(withoutMinusZero)),
    {
      minLength: 1,
      maxLength: 100,
    },
  );
  fc.assert(
    fc.property(some, (values) => {
      const column = Float64Array.of(-7, ...values, -7);
      medianBetween(column, 1, 1 + values.length, 2);
      const { q1, q3 } = quartilesBetween(column, 1, 1 + values.length);
      expect(q1).toBe(sortedQuantile(values, 0.25));
      expect(q3).toBe(sortedQuantile(values, 0.75));
      expect([column[0], column.at(-1)]).toEqual([-7, -7]);
      expect(column.slice(1, -1).sort()).toEqual(Float64Array.from(values).sort());
    }),
    { numRuns: 500 },
  );
});
