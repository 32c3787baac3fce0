import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { followLab } from "./follow-lab";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A page that follows a lab whose versions are told by hand. */
function createPage({ pauseMs }: { pauseMs: number }) {
  const page = { asked: 0, seen: null as number | null, fails: false };
  const listeners = new Set<() => void>();
  let version: number | null = null;
  const connection = { state: "open", sinceMs: 0, retryAtMs: null } as const;
  const channel = {
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => ({
      connection,
      event: version === null ? null : { version, lastReceivedAtMs: null, cellIds: [], isConfiguration: false },
      heardAtMs: 0,
    }),
  };
  const stop = followLab({
    channel,
    seenVersion: () => page.seen,
    reread: async () => {
      page.asked += 1;
      return { isError: page.fails };
    },
    onSeen: (seen) => {
      page.seen = seen;
    },
    pauseMs,
  });
  const tell = async (told: number) => {
    version = told;
    for (const listener of listeners) listener();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { page, tell, stop };
}

it("asks at once after a change, and not while nothing changes", async () => {
  const { page, tell } = createPage({ pauseMs: 1_000 });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(page.asked).toBe(0);
  await tell(5);
  expect(page).toMatchObject({ asked: 1, seen: 5 });
  await tell(5); // a heartbeat
  await vi.advanceTimersByTimeAsync(60_000);
  expect(page.asked).toBe(1);
});

it("gathers changes that come closer than its pause, and misses none", async () => {
  const { page, tell } = createPage({ pauseMs: 10_000 });
  for (let version = 1; version <= 100; version += 1) {
    await tell(version);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(page.asked).toBe(2); // at 0 s and at 10 s
  await vi.advanceTimersByTimeAsync(10_000);
  expect(page).toMatchObject({ asked: 2, seen: 100 });
});

it("asks again where it was not answered, and is silent once stopped", async () => {
  const { page, tell, stop } = createPage({ pauseMs: 1_000 });
  page.fails = true;
  await tell(2);
  expect(page).toMatchObject({ asked: 1, seen: null });
  page.fails = false;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(page).toMatchObject({ asked: 2, seen: 2 });
  stop();
  await tell(3);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(page.asked).toBe(2);
});
