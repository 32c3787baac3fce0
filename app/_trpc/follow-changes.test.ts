import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FollowOptions, followChanges } from "./follow-changes";
import type { Dependencies, LabEvent } from "./lab-changes";
import type { Gap } from "./live-status";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const event = (version: number, given: Partial<LabEvent> = {}): LabEvent => ({
  version,
  lastReceivedAtMs: null,
  ...given,
});

const ANYTHING: Dependencies = { cells: "any", configuration: true };
type PageOptions = Partial<Pick<FollowOptions, "delayMs">> & { dependsOn?: Dependencies; first?: LabEvent | null };

/** A page whose questions are answered by hand. */
function createPage({ dependsOn = ANYTHING, first = null, delayMs = 0 }: PageOptions = {}) {
  const gaps: (Gap | null)[] = [];
  const answers: { resolve: (answer?: unknown) => void; reject: (error: Error) => void }[] = [];
  const page = { asked: 0, pauseMs: 250, gaps };
  const options: FollowOptions = {
    dependsOn: () => dependsOn,
    read: () => {
      page.asked += 1;
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
    pauseMs: () => page.pauseMs,
    delayMs,
    onGap: (gap) => gaps.push(gap),
    reasonOf: () => "The server did not answer.",
  };
  const follower = followChanges(options, first);
  const answer = async (how: "resolve" | "reject" = "resolve") => {
    const given = answers.shift();
    if (!given) throw new Error("nothing was asked");
    given[how](new Error("away"));
    await vi.advanceTimersByTimeAsync(0);
  };
  return { page, follower, answer };
}

describe("a page that follows its lab", () => {
  it("reads once at a time, and coalesces what is heard meanwhile", async () => {
    const { page, follower, answer } = createPage();
    for (const version of [2, 3, 4]) follower.hear(event(version));
    expect(page.asked).toBe(1); // it includes 2 alone
    await answer();
    expect(page.asked).toBe(1); // not before a quarter of a second has passed
    await vi.advanceTimersByTimeAsync(250);
    expect(page.asked).toBe(2);
    await answer();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(page.asked).toBe(2);
    expect(page.gaps.at(-1)).toBeNull();
  });

  it("asks nothing for what it was brought, and everything again for what it was not", async () => {
    const { page, follower, answer } = createPage({ first: event(1) });
    follower.cover(2);
    follower.hear(event(2));
    expect(page.asked).toBe(0);
    follower.hear(event(3));
    expect(page.asked).toBe(1);
    follower.cover(4); // of a change that is announced later: what is under way is older
    await answer();
    await vi.advanceTimersByTimeAsync(60_000);
    follower.hear(event(4));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(page.asked).toBe(1);
  });

  it("asks twice for a hundred changes in ten seconds when it pauses for ten, and misses none", async () => {
    const { page, follower, answer } = createPage();
    page.pauseMs = 10_000;
    for (let version = 1; version <= 100; version += 1) {
      follower.hear(event(version));
      if (version === 1) await answer();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(page.asked).toBe(2); // at 0 s and at 10 s
    await answer();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(page.asked).toBe(2);
  });

  it("reads a change of the configuration without waiting for the pause of samples", async () => {
    const { page, follower, answer } = createPage({ delayMs: 15_000, first: event(1) });
    page.pauseMs = 15_000;
    follower.hear(event(2, { isConfiguration: true }));
    expect(page.asked).toBe(1); // at once
    await answer();
    follower.hear(event(3, { isConfiguration: false }));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.asked).toBe(1); // of samples
    follower.hear(event(4, { isConfiguration: true }));
    await vi.advanceTimersByTimeAsync(0);
    expect(page.asked).toBe(2);
    follower.hear(event(5, { isConfiguration: true })); // while it reads
    await vi.advanceTimersByTimeAsync(2_000);
    await answer();
    await vi.advanceTimersByTimeAsync(1_999);
    expect(page.asked).toBe(2); // the read took 2 s: it is not always reading
    await vi.advanceTimersByTimeAsync(1);
    expect(page.asked).toBe(3);
    await answer();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(page.asked).toBe(3);
  });

  it("waits for its pause where it shows nothing of the configuration", async () => {
    const { page, follower, answer } = createPage({ dependsOn: { cells: "any", configuration: false } });
    page.pauseMs = 15_000;
    follower.hear(event(1));
    await answer();
    follower.hear(event(2, { isConfiguration: true }));
    await vi.advanceTimersByTimeAsync(14_999);
    expect(page.asked).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(page.asked).toBe(2);
  });

  it("does not wait out a long pause when a shorter one holds by now", async () => {
    const { page, follower, answer } = createPage();
    page.pauseMs = 10_000;
    follower.hear(event(1));
    await answer();
    await vi.advanceTimersByTimeAsync(400);
    follower.hear(event(2));
    page.pauseMs = 1_000; // an import is under way
    follower.look();
    await vi.advanceTimersByTimeAsync(599);
    expect(page.asked).toBe(1);
    await vi.advanceTimersByTimeAsync(1); // a second after the last answer
    expect(page.asked).toBe(2);
  });

  it("does not ask for what was known when it began to read, nor for a heartbeat or an event told twice", async () => {
    const { page, follower, answer } = createPage({ first: event(5) });
    follower.hear(event(5));
    expect(page.asked).toBe(0);
    follower.hear(event(6));
    await answer();
    follower.hear(event(6));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(page.asked).toBe(1);
  });

  it("asks for its own cell alone, and for any change after an interruption", async () => {
    const { page, follower, answer } = createPage({ dependsOn: { cells: [3], configuration: false } });
    const ofCells = (version: number, cellIds: number[]) => event(version, { cellIds, isConfiguration: false });
    follower.hear(ofCells(5, [])); // the first: anything may be new
    await answer();
    await vi.advanceTimersByTimeAsync(250);
    for (let version = 6; version <= 50; version += 2) follower.hear(ofCells(version, [1, 2]));
    expect(page.asked).toBe(1);
    follower.hear(ofCells(51, [3]));
    expect(page.asked).toBe(2);
    await answer();
    await vi.advanceTimersByTimeAsync(250);
    follower.interrupt();
    follower.hear(ofCells(53, [1])); // what 52 changed is unknown
    expect(page.asked).toBe(3);
  });

  it("lets the first change wait for others where it is told to", async () => {
    const { page, follower } = createPage({ delayMs: 10_000 });
    follower.hear(event(2));
    await vi.advanceTimersByTimeAsync(9_999);
    follower.hear(event(3));
    expect(page.asked).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(page.asked).toBe(1);
  });
});

describe("a page that falls behind", () => {
  it("tells of a gap that does not heal, and asks again, later each time", async () => {
    const { page, follower, answer } = createPage();
    const startMs = Date.now();
    follower.hear(event(2));
    await answer("reject");
    expect(page.gaps).toEqual([{ sinceMs: startMs, why: "The server did not answer." }]);
    await vi.advanceTimersByTimeAsync(1_000);
    await answer("reject");
    await vi.advanceTimersByTimeAsync(1_999);
    expect(page.asked).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(page.asked).toBe(3);
    await answer();
    expect(page.gaps.at(-1)).toBeNull();
  });

  it("asks at once when the server is there again", async () => {
    const { page, follower, answer } = createPage();
    follower.hear(event(2));
    await answer("reject");
    follower.reconnect();
    expect(page.asked).toBe(2);
    await answer();
    follower.reconnect(); // nothing failed: the pause is kept
    follower.hear(event(3));
    expect(page.asked).toBe(2);
  });

  it("tells of a gap when answers come but stay behind", async () => {
    const gaps: (Gap | null)[] = [];
    const follower = followChanges(
      {
        dependsOn: () => ANYTHING,
        read: async () => {},
        shownVersion: () => 2,
        pauseMs: () => 250,
        delayMs: 0,
        onGap: (gap) => gaps.push(gap),
        reasonOf: String,
      },
      null,
    );
    follower.hear(event(9));
    await vi.advanceTimersByTimeAsync(14 * 250);
    expect(gaps.at(0)).toBeNull();
    expect(gaps.at(-1)).toMatchObject({ why: "changes are slow to arrive" }); // 14 × 0.25 s > 3 s
    follower.stop();
    expect(gaps.at(-1)).toBeNull();
  });
});

describe("a page that is held", () => {
  it("reads nothing, catches up afterwards, and is silent once stopped", async () => {
    const { page, follower, answer } = createPage();
    follower.hold(true);
    follower.hear(event(2));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(page.asked).toBe(0);
    follower.hold(false);
    expect(page.asked).toBe(1);
    follower.hear(event(3));
    follower.stop();
    await answer();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(page.asked).toBe(1);
  });

  it("asks for nothing while it shows nothing whose version is known, and looks again when it does", async () => {
    const page = { version: null as number | null, asked: 0 };
    const follower = followChanges(
      {
        dependsOn: () => ANYTHING,
        read: async () => {
          page.asked += 1;
          page.version = 9;
        },
        shownVersion: () => page.version,
        pauseMs: () => 250,
        delayMs: 0,
        onGap: () => {},
        reasonOf: String,
      },
      event(9),
    );
    expect(page.asked).toBe(0);
    page.version = 8;
    follower.look();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page).toEqual({ version: 9, asked: 1 });
    follower.stop();
  });
});
