import { afterEach, expect, it, vi } from "vitest";
import { openLiveSource } from "./live-source";
import type { LiveNews } from "./live-status";
import { announceSessionEnd } from "./session-end";

type Listening = Parameters<NonNullable<Parameters<typeof openLiveSource>[1]>>[2];

let close = () => {};
afterEach(() => {
  close();
  vi.unstubAllGlobals();
});

/** A source whose streams the test opens and loses. */
function sourceOf(isSignedIn: () => Promise<boolean>) {
  vi.stubGlobal("window", new EventTarget());
  const streams: Listening[] = [];
  const states: string[] = [];
  const tell = (news: LiveNews) => {
    if (news.kind === "connection") states.push(news.connection.state);
  };
  close = openLiveSource({ labSlug: "lab", tell, isSignedIn }, (_labSlug, _tell, listening) => {
    streams.push(listening);
    return () => {};
  });
  return { states, stream: () => streams.at(-1) as Listening, streams };
}

it("says signed out of a stream that opened before it was refused", async () => {
  const { states, stream } = sourceOf(async () => false);
  stream().opened(); // the server answers 200 and then sends the refusal
  stream().lost();
  await expect.poll(() => states).toEqual(["connecting", "open", "lost", "signed_out"]);
});

it("goes on trying where the session holds", async () => {
  const { states, stream, streams } = sourceOf(async () => true);
  stream().opened();
  stream().lost();
  await expect.poll(() => streams.length).toBe(2);
  expect(states).toEqual(["connecting", "open", "lost"]);
});

it("looks at the session when another tab signs out", async () => {
  const { states, stream } = sourceOf(async () => false);
  stream().opened();
  announceSessionEnd();
  await expect.poll(() => states).toEqual(["connecting", "open", "signed_out"]);
});
