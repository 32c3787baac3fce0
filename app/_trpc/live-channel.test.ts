import { afterEach, describe, expect, it } from "vitest";
import { createLiveChannel, type LiveChannel } from "./live-channel";
import type { LiveNews } from "./live-status";

/** A browser's tabs: Node has the same locks and broadcast channels, shared within the process. */
function createTab(name: string, locks: LockManager | null = navigator.locks) {
  const opened: ((news: LiveNews) => void)[] = [];
  const channel = createLiveChannel({
    name,
    locks,
    openSource: (tell) => {
      opened.push(tell);
      return () => {
        opened.splice(opened.indexOf(tell), 1);
      };
    },
  });
  const close = channel.start();
  closers.push(close);
  return { channel, opened, close };
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const event = (version: number): LiveNews => ({
  kind: "event",
  event: { version, lastReceivedAtMs: 1_000, cellIds: null, isConfiguration: false },
});
const versionOf = (channel: LiveChannel) => channel.snapshot().event?.version ?? null;

describe("the stream of a browser", () => {
  it("is opened by one tab and heard by all", async () => {
    const first = createTab("lab-a");
    await expect.poll(() => first.opened.length).toBe(1);
    const second = createTab("lab-a");
    first.opened[0]?.(event(7));
    await expect.poll(() => versionOf(second.channel)).toBe(7);
    expect(versionOf(first.channel)).toBe(7);
    expect(second.opened).toHaveLength(0);
  });

  it("tells a tab that comes later what is known", async () => {
    const first = createTab("lab-b");
    await expect.poll(() => first.opened.length).toBe(1);
    first.opened[0]?.({ kind: "connection", connection: { state: "open", sinceMs: 1, retryAtMs: null } });
    first.opened[0]?.(event(9));
    const second = createTab("lab-b");
    await expect.poll(() => versionOf(second.channel)).toBe(9);
    expect(second.channel.snapshot().connection.state).toBe("open");
  });

  it("is taken over by another tab when the one that had it closes", async () => {
    const first = createTab("lab-c");
    await expect.poll(() => first.opened.length).toBe(1);
    const second = createTab("lab-c");
    first.close();
    await expect.poll(() => second.opened.length).toBe(1);
    expect(first.opened).toHaveLength(0);
  });

  it("is not shared between labs, nor where the browser has no locks", async () => {
    const tabs = [createTab("lab-d"), createTab("lab-e"), createTab("lab-d", null)];
    await expect.poll(() => tabs.map(({ opened }) => opened.length)).toEqual([1, 1, 1]);
  });

  it("lets a tab leave before its turn came", async () => {
    const first = createTab("lab-f");
    await expect.poll(() => first.opened.length).toBe(1);
    const second = createTab("lab-f");
    second.close();
    const third = createTab("lab-f");
    first.close();
    await expect.poll(() => third.opened.length).toBe(1);
    expect(second.opened).toHaveLength(0);
  });
});
