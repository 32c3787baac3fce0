import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followChanges } from "./follow-changes";
import type { Gap } from "./live-status";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A page at version 1 whose questions are answered by hand. */
function createPage() {
  const page = { version: 1 as number | null, asked: [] as number[], gaps: [] as (Gap | null)[] };
  const answers: { resolve: (version: number) => void; reject: (error: Error) => void }[] = [];
  const follower = followChanges<number>({
    shownVersion: () => page.version,
    ask: (since) => {
      page.asked.push(since);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
    apply: (version) => {
      page.version = version;
    },
    onGap: (gap) => page.gaps.push(gap),
    reasonOf: () => "The server did not answer.",
  });
  const answer = async (how: (given: (typeof answers)[number]) => void) => {
    const given = answers.shift();
    if (!given) throw new Error("nothing was asked");
    how(given);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { page, follower, answer };
}

describe("following changes", () => {
  it("asks once at a time, and gathers what is heard meanwhile", async () => {
    const { page, follower, answer } = createPage();
    for (const version of [2, 3, 4]) follower.hear(version);
    expect(page.asked).toEqual([1]);
    await answer(({ resolve }) => resolve(3));
    expect(page.asked).toEqual([1]); // not before a quarter of a second has passed
    await vi.advanceTimersByTimeAsync(250);
    expect(page.asked).toEqual([1, 3]);
    await answer(({ resolve }) => resolve(4));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(page.asked).toEqual([1, 3]);
    expect(page.gaps.at(-1)).toBeNull();
  });

  it("does not ask for what the page shows, nor before it shows anything", () => {
    const { page, follower } = createPage();
    follower.hear(1);
    page.version = null;
    follower.hear(9);
    expect(page.asked).toEqual([]);
  });

  it("tells of a gap that does not heal, and asks again, later each time", async () => {
    const { page, follower, answer } = createPage();
    const startMs = Date.now();
    follower.hear(2);
    await answer(({ reject }) => reject(new Error("away")));
    expect(page.gaps).toEqual([{ sinceMs: startMs, why: "The server did not answer." }]);
    await vi.advanceTimersByTimeAsync(1_000);
    await answer(({ reject }) => reject(new Error("away")));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.asked).toHaveLength(3);
    await answer(({ resolve }) => resolve(2));
    expect(page.gaps.at(-1)).toBeNull();
  });

  it("tells of a gap when answers come but stay behind", async () => {
    const { page, follower, answer } = createPage();
    follower.hear(9);
    for (let round = 0; round < 14; round += 1) {
      await answer(({ resolve }) => resolve(2));
      await vi.advanceTimersByTimeAsync(250);
    }
    expect(page.gaps.at(0)).toBeNull();
    expect(page.gaps.at(-1)).toMatchObject({ why: "changes are slow to arrive" }); // 14 × 0.25 s > 3 s
  });

  it("holds still while paused, catches up afterwards, and is silent once stopped", async () => {
    const { page, follower, answer } = createPage();
    follower.pause(true);
    follower.hear(2);
    expect(page.asked).toEqual([]);
    follower.pause(false);
    expect(page.asked).toEqual([1]);
    follower.stop();
    await answer(({ resolve }) => resolve(2));
    expect(page.version).toBe(1);
  });
});
