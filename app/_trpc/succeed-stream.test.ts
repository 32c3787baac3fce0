import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LiveNews } from "./live-status";
import { succeedStream } from "./succeed-stream";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const event = (version: number, cellIds: number[] | null = [1]): LiveNews => ({
  kind: "event",
  event: { version, lastReceivedAtMs: null, cellIds, isConfiguration: cellIds === null },
});

/** Streams of which the test tells the news, and what was heard of them all. */
function streams() {
  const heard: (number | string)[] = [];
  const succession = succeedStream((news) => {
    if (news.kind === "event")
      heard.push(news.event.cellIds === null ? `any ${news.event.version}` : news.event.version);
    else heard.push(news.kind);
  });
  const open = () => {
    const stream = { isOpen: true, deliver: (_: LiveNews) => {}, end: () => {} };
    return {
      stream,
      opens: (hear: (news: LiveNews) => void) => {
        stream.deliver = (news) => stream.isOpen && hear(news);
        return () => {
          stream.isOpen = false;
        };
      },
    };
  };
  const begin = (how: "first" | "next") => {
    const { stream, opens } = open();
    stream.end = succession[how](opens);
    return stream;
  };
  return { heard, begin };
}

it("goes on where the stream before had come to, without telling that anything may have changed", () => {
  const { heard, begin } = streams();
  const before = begin("first");
  before.deliver(event(5, null));
  before.deliver(event(6));
  const after = begin("next");
  after.deliver(event(8, null)); // further than the one before has told
  after.deliver(event(9));
  expect([before.isOpen, heard]).toEqual([true, ["any 5", 6]]);
  before.deliver(event(8));
  expect([before.isOpen, heard]).toEqual([false, ["any 5", 6, 8, 9]]);
  after.deliver({ kind: "beat" });
  after.deliver(event(10));
  expect(heard.slice(4)).toEqual(["beat", 10]);
});

it("takes over at once where nothing is missing", () => {
  const { heard, begin } = streams();
  const before = begin("first");
  before.deliver(event(5, null));
  const after = begin("next");
  after.deliver(event(5, null));
  expect([before.isOpen, heard]).toEqual([false, ["any 5"]]);
});

it("waits no longer than two seconds for a stream that stalls", () => {
  const { heard, begin } = streams();
  const before = begin("first");
  const after = begin("next");
  after.deliver(event(7, null));
  vi.advanceTimersByTime(2_000);
  expect([before.isOpen, heard]).toEqual([false, ["any 7"]]);
});

it("ends all that are open", () => {
  const { heard, begin } = streams();
  const [first, second, third] = [begin("first"), begin("next"), begin("next")];
  second.deliver(event(3, null));
  third.end();
  expect([first, second, third].map(({ isOpen }) => isOpen)).toEqual([false, false, false]);
  vi.advanceTimersByTime(5_000);
  expect(heard).toEqual([]);
});

it("is in the place of all before it when what is watched changes twice in a row", () => {
  const { heard, begin } = streams();
  const first = begin("first");
  first.deliver(event(3, null));
  const [second, third] = [begin("next"), begin("next")];
  second.deliver(event(5, null));
  third.deliver(event(4, null));
  first.deliver(event(5));
  expect([first, second, third].map(({ isOpen }) => isOpen)).toEqual([false, false, true]);
  third.deliver(event(6));
  expect(heard).toEqual(["any 3", 5, 6]);
});
