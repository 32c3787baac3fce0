import { afterEach, describe, expect, it } from "vitest";
import { createLiveChannel, type LiveChannel } from "./live-channel";
import type { Watched } from "@/server/domain/labs/watched";
import type { LiveNews } from "./live-status";

const NOTHING: Watched = { groups: [], cells: [] };
const groups = (groupingId: number) => ({
  groupingId,
  by: null,
  where: null,
  metric: "energyEfficiency" as const,
  tag: null,
  rateC: null,
});

/** A browser's tabs: Node has the same locks and broadcast channels, shared within the process. */
function createTab(name: string, locks: LockManager | null = navigator.locks) {
  const opened: ((news: LiveNews) => void)[] = [];
  /** What the stream of this tab was asked to bring last. */
  const source = { watched: NOTHING };
  const channel = createLiveChannel({
    name,
    locks,
    openSource: (deliver, watched) => {
      opened.push(deliver);
      source.watched = watched;
      return {
        close: () => {
          opened.splice(opened.indexOf(deliver), 1);
        },
        watch: (next) => {
          source.watched = next;
        },
      };
    },
  });
  const close = channel.start();
  closers.push(close);
  return { channel, opened, close, source };
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

describe("what tabs watch", () => {
  it("is brought by the stream of all of them, once", async () => {
    const first = createTab("lab-g");
    await expect.poll(() => first.opened.length).toBe(1);
    const second = createTab("lab-g");
    first.channel.watch({ groups: groups(1) });
    const ends = [second.channel.watch({ groups: groups(1) }), second.channel.watch({ cell: "A" })];
    await expect.poll(() => first.source.watched).toEqual({ groups: [groups(1)], cells: ["A"] });
    for (const end of ends) end();
    await expect.poll(() => first.source.watched).toEqual({ groups: [groups(1)], cells: [] });
    second.close();
  });

  it("is known to the tab that takes the stream over", async () => {
    const first = createTab("lab-h");
    await expect.poll(() => first.opened.length).toBe(1);
    first.channel.watch({ groups: groups(1) });
    const second = createTab("lab-h");
    const third = createTab("lab-h");
    third.channel.watch({ cell: "A" });
    await expect.poll(() => first.source.watched.cells).toEqual(["A"]);
    first.close();
    await expect.poll(() => second.opened.length).toBe(1);
    await expect.poll(() => second.source.watched).toEqual({ groups: [], cells: ["A"] });
  });

  it("is forgotten with its tab", async () => {
    const first = createTab("lab-i");
    await expect.poll(() => first.opened.length).toBe(1);
    const second = createTab("lab-i");
    second.channel.watch({ cell: "A" });
    await expect.poll(() => first.source.watched.cells).toEqual(["A"]);
    second.close();
    await expect.poll(() => first.source.watched).toEqual(NOTHING);
  });

  it("comes with a tab's own stream where the browser has no locks", () => {
    const tab = createTab("lab-j", null);
    tab.channel.watch({ cell: "A" });
    expect(tab.source.watched).toEqual({ groups: [], cells: ["A"] });
  });
});
