import { expect, it } from "vitest";
import { watch } from "./runtime";

function watched(state: { isIdle: boolean; waiting: number }) {
  let looks = 0;
  let revivals = 0;
  const stop = watch(
    {
      isIdle: () => state.isIdle,
      countWaiting: async () => {
        looks += 1;
        return state.waiting;
      },
      revive: () => {
        revivals += 1;
        state.waiting = 0;
      },
    },
    1,
  );
  return { counts: () => ({ looks, revivals }), stop };
}

it("revives a worker that leaves jobs waiting with none in hand", async () => {
  const { counts, stop } = watched({ isIdle: true, waiting: 5 });
  await expect.poll(() => counts().revivals).toBe(1);
  const { looks } = counts();
  await expect.poll(() => counts().looks).toBeGreaterThan(looks + 5);
  expect(counts().revivals).toBe(1);
  stop();
});

it("leaves one alone that waits for jobs", async () => {
  const { counts, stop } = watched({ isIdle: true, waiting: 0 });
  await expect.poll(() => counts().looks).toBeGreaterThan(9);
  expect(counts().revivals).toBe(0);
  stop();
});
