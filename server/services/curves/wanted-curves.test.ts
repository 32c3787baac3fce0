import { expect, it } from "vitest";
import { fittingStretches } from "./wanted-curves";

/** Cycles by the samples that each holds. */
const reading = (counts: readonly number[], isKept = true) => {
  const cycles = counts.map((sampleCount, index) => ({ cycle: index + 1, sampleCount, isKept }));
  return fittingStretches(cycles, async (chosen) => chosen);
};
const cyclesOf = async (...asked: Parameters<typeof reading>) =>
  (await reading(...asked)).stretches.map(({ cycle }) => cycle);

it("takes all cycles that fit, and 50 of more without a word", async () => {
  expect(await reading([1_000_000])).toMatchObject({ fewer: null });
  expect(await reading(Array<number>(20).fill(50_000))).toMatchObject({ fewer: null });
  const many = await reading(Array<number>(300).fill(20_000));
  expect([many.stretches.length, many.fewer]).toEqual([50, null]);
});

it("takes so many of more, evenly, as hold a million samples, the first and the last among them", async () => {
  // 1 Hz at C/10: 27 × 36,000 = 972,000.
  const { stretches, fewer } = await reading(Array<number>(312).fill(36_000));
  expect([stretches.length, fewer]).toEqual([27, { chosen: 27, of: 312 }]);
  expect([stretches[0]?.cycle, stretches.at(-1)?.cycle]).toEqual([1, 312]);
});

it("goes on where those that are left hold more than the others", async () => {
  expect(await cyclesOf([700_000, 1, 1, 1, 700_000])).toEqual([1]);
  expect(await cyclesOf([600_000, 1, 300_000, 1, 200_000])).toEqual([1, 2, 4, 5]);
});

it("counts nothing of samples that are no longer kept, and never takes none", async () => {
  expect(await reading(Array<number>(50).fill(36_000), false)).toMatchObject({ fewer: null });
  expect(await cyclesOf([2_000_000, 2_000_000])).toEqual([1]); // which the reading then refuses
  expect(await reading([])).toEqual({ stretches: [], fewer: null });
});
