import { expect, it } from "vitest";
import { cyclesAround } from "./prepare-cycles-around";

it("goes from cycle to cycle, over gaps and over numbers that two tests have", () => {
  const cycles = [1, 2, 2, 5].map((cycle) => ({ cycle }));
  expect(cyclesAround(cycles, 2)).toEqual({ before: 1, after: 5 });
  expect(cyclesAround(cycles, 4)).toEqual({ before: 2, after: 5 });
  expect(cyclesAround(cycles, 5)).toEqual({ before: 2, after: null });
  expect(cyclesAround(cycles, null)).toEqual({ before: 5, after: null });
  expect(cyclesAround([], null)).toEqual({ before: null, after: null });
});
