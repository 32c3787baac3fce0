import { expect, it } from "vitest";
import { Turns } from "./turns";

it("runs so many at once, in their order, lets so many wait, and refuses the others", async () => {
  const turns = new Turns(2, 3);
  const ends: (() => void)[] = [];
  const began: number[] = [];
  const work = (name: number) => () => {
    began.push(name);
    return new Promise<number>((resolve) => ends.push(() => resolve(name)));
  };
  const taken = [1, 2, 3, 4, 5].map((name) => turns.take(work(name)));
  expect(turns.take(work(6))).toBeNull();
  expect(began).toEqual([1, 2]);
  for (let at = 0; at < 5; at++) {
    await expect.poll(() => ends.length).toBeGreaterThan(at);
    expect(began.length).toBeLessThanOrEqual(at + 2);
    ends[at]?.();
  }
  expect(await Promise.all(taken)).toEqual([1, 2, 3, 4, 5]);
  expect(began).toEqual([1, 2, 3, 4, 5]);
});

it("gives a turn back where the work fails", async () => {
  const turns = new Turns(1, 0);
  await expect(turns.take(() => Promise.reject(new RangeError("no")))).rejects.toThrow("no");
  expect(await turns.take(async () => "next")).toBe("next");
});
