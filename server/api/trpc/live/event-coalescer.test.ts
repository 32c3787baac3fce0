import { describe, expect, it } from "vitest";
import type { LiveEvent } from "../../../domain/groups/groups-view";
import { EventCoalescer } from "./event-coalescer";

const event = (version: number, changed: Partial<LiveEvent> = {}): LiveEvent => ({
  version,
  lastReceivedAtMs: null,
  cellIds: [],
  isConfiguration: false,
  ...changed,
});
const state = (version: number, configVersion = 0) => ({ version, configVersion, lastReceivedAtMs: 1_000 });

/** One that has sent the lab's state at version 10. */
function opened(): EventCoalescer {
  const coalescer = new EventCoalescer();
  coalescer.take(state(10));
  return coalescer;
}

it("begins with the lab's state, of which anything may be new", () => {
  expect(new EventCoalescer().take(state(0))).toEqual({
    version: 0,
    lastReceivedAtMs: 1_000,
    cellIds: null,
    isConfiguration: true,
  });
});

describe("without a gap", () => {
  it("puts the cells of several changes together, in whichever order they were heard", () => {
    const coalescer = opened();
    coalescer.hear(event(12, { cellIds: [3, 1], lastReceivedAtMs: 5_000 }));
    coalescer.hear(event(11, { cellIds: [2, 3], isConfiguration: true }));
    coalescer.hear(event(11, { cellIds: [2, 3], isConfiguration: true })); // told twice
    expect(coalescer.hasGap()).toBe(false);
    expect(coalescer.take(null)).toEqual({
      version: 12,
      lastReceivedAtMs: 5_000,
      cellIds: [3, 1, 2],
      isConfiguration: true,
    });
    expect(coalescer.take(state(12, 11))).toBeNull();
  });

  it("names no cell where one change names none, or where they are too many", () => {
    const coalescer = opened();
    coalescer.hear(event(11, { cellIds: null }));
    coalescer.hear(event(12, { cellIds: [1] }));
    expect(coalescer.take(null)?.cellIds).toBeNull();
    const ids = (from: number) => Array.from({ length: 101 }, (_, index) => from + index);
    coalescer.hear(event(13, { cellIds: ids(0) })); // 0…100
    coalescer.hear(event(14, { cellIds: ids(99) })); // 99…199: 200 together
    expect(coalescer.take(null)?.cellIds).toHaveLength(200);
    coalescer.hear(event(15, { cellIds: ids(0) }));
    coalescer.hear(event(16, { cellIds: ids(100) })); // 100…200: 201 together
    expect(coalescer.take(null)?.cellIds).toBeNull();
  });

  it("leaves what it has told alone", () => {
    const coalescer = opened();
    coalescer.hear(event(9, { cellIds: null, isConfiguration: true }));
    expect(coalescer.take(state(10, 9))).toBeNull();
  });
});

describe("where a publication was lost", () => {
  it("finds a newer version in the state", () => {
    const coalescer = opened();
    expect(coalescer.take(state(11, 10))).toEqual(event(11, { cellIds: null, lastReceivedAtMs: 1_000 }));
    expect(coalescer.take(state(12, 12))).toMatchObject({ cellIds: null, isConfiguration: true });
  });

  it("finds a gap between the versions, and whether the configuration changed in it", () => {
    const coalescer = opened();
    coalescer.hear(event(12, { cellIds: [1] })); // 11 is missing
    expect(coalescer.hasGap()).toBe(true);
    expect(coalescer.take(state(12, 11))).toMatchObject({ version: 12, cellIds: null, isConfiguration: true });
    coalescer.hear(event(14, { cellIds: [1] }));
    expect(coalescer.take(state(14, 11))).toMatchObject({ version: 14, cellIds: null, isConfiguration: false });
  });

  it("hears the missing one while it asks", () => {
    const coalescer = opened();
    coalescer.hear(event(12, { cellIds: [2] }));
    expect(coalescer.hasGap()).toBe(true);
    coalescer.hear(event(11, { cellIds: [1] }));
    expect(coalescer.take(state(12))).toMatchObject({ version: 12, cellIds: [2, 1] });
  });

  it("tells many versions from all of them while nobody takes events", () => {
    const coalescer = opened();
    for (let version = 11; version <= 2000; version++) coalescer.hear(event(version, { cellIds: [1] }));
    expect(coalescer.hasGap()).toBe(true);
    expect(coalescer.take(state(2000))).toMatchObject({ version: 2000, cellIds: null });
  });
});
