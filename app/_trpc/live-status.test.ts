import { describe, expect, it } from "vitest";
import { type Connection, type LiveSnapshot, liveStatus, takeNews } from "./live-status";

const open: Connection = { state: "open", sinceMs: 0, retryAtMs: null };
const snapshot = (given: Partial<LiveSnapshot> = {}): LiveSnapshot => ({
  connection: open,
  event: null,
  heardAtMs: 100_000,
  ...given,
});

describe("news of the stream", () => {
  it("keeps the highest version and the latest sample, whatever the order of events", () => {
    const changed = { cellIds: null, isConfiguration: false };
    const later = takeNews(snapshot(), { kind: "event", event: { version: 8, lastReceivedAtMs: 90, ...changed } }, 1);
    const after = takeNews(later, { kind: "event", event: { version: 7, lastReceivedAtMs: 95, ...changed } }, 2);
    expect(after).toMatchObject({ event: { version: 8, lastReceivedAtMs: 95 }, heardAtMs: 2 });
  });

  it("counts a heartbeat as heard", () => {
    expect(takeNews(snapshot(), { kind: "beat" }, 115_000).heardAtMs).toBe(115_000);
  });
});

describe("the state shown", () => {
  it("is live while heartbeats come, delayed when one is missing", () => {
    expect(liveStatus(snapshot(), null, false, 119_000)).toEqual({ kind: "live" });
    expect(liveStatus(snapshot(), null, false, 121_000)).toEqual({
      kind: "delayed",
      sinceMs: 100_000,
      why: "no heartbeat",
    });
  });

  it("is delayed while the page lies behind what it heard of", () => {
    const gap = { sinceMs: 99_000, why: "The server did not answer." };
    expect(liveStatus(snapshot(), gap, false, 101_000)).toEqual({ kind: "delayed", ...gap });
  });

  it("is offline with the seconds until the next try, also when paused", () => {
    const connection: Connection = { state: "lost", sinceMs: 100_000, retryAtMs: 103_000 };
    expect(liveStatus(snapshot({ connection }), null, true, 100_500)).toEqual({
      kind: "offline",
      sinceMs: 100_000,
      retryInS: 3, // 2.5 s, counted down from 3
    });
  });

  it("says who paused, who is signed out, and that it is still connecting", () => {
    expect(liveStatus(snapshot(), null, true, 100_500)).toEqual({ kind: "paused" });
    expect(liveStatus(snapshot({ connection: { ...open, state: "signed_out" } }), null, false, 0).kind).toBe(
      "signed_out",
    );
    expect(liveStatus(snapshot({ connection: { ...open, state: "connecting" } }), null, false, 0).kind).toBe(
      "connecting",
    );
  });
});
