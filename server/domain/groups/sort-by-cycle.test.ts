import fc from "fast-check";
import { expect, it } from "vitest";
import { createCycleValues, sortByCycle } from "./sort-by-cycle";

function sorted(pairs: readonly (readonly [cycle: number, value: number])[]): [number, number][] {
  const given = createCycleValues(pairs.length);
  for (const [cycle, value] of pairs) {
    given.cycles[given.length] = cycle;
    given.values[given.length++] = value;
  }
  const passes = sortByCycle(given);
  for (;;) {
    const pass = passes.next();
    if (pass.done !== true) continue;
    const { length, cycles, values } = pass.value;
    return Array.from({ length }, (_, index) => [cycles[index] ?? Number.NaN, values[index] ?? Number.NaN]);
  }
}

it("sorts by cycle and keeps the order of values of one cycle", () => {
  const pairs = [
    [3, 1],
    [1, 2],
    [3, 3],
    [2, 4],
    [1, 5],
  ] as const;
  expect(sorted(pairs)).toEqual([
    [1, 2],
    [1, 5],
    [2, 4],
    [3, 1],
    [3, 3],
  ]);
  expect(sorted([])).toEqual([]);
});

it("sorts numbers that lie as far apart as cycles can, with offsets that may be negative", () => {
  const cycle = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: -(2 ** 31), max: 2 ** 32 }));
  fc.assert(
    fc.property(fc.array(cycle, { maxLength: 300 }), (cycles) => {
      const pairs = cycles.map((number, index) => [number, index] as const);
      expect(sorted(pairs)).toEqual([...pairs].sort(([left], [right]) => left - right)); // JavaScript's sort is stable
    }),
  );
});
