import { afterEach, expect, it, vi } from "vitest";
import type { Watched } from "@/server/domain/labs/watched";
import { type Listen, openLiveSource } from "./live-source";
import type { LiveNews } from "./live-status";
import { announceSessionEnd } from "./session-end";

type Listening = Parameters<Listen>[2];

const NOTHING: Watched = { groups: [], cells: [] };

let close = () => {};
afterEach(() => {
  close();
  vi.unstubAllGlobals();
});

/** A source whose streams the test opens and loses. */
function sourceOf(isSignedIn: () => Promise<boolean>) {
  vi.stubGlobal("window", new EventTarget());
  const streams: Listening[] = [];
  const asked: Watched[] = [];
  const states: string[] = [];
  const deliver = (news: LiveNews) => {
    if (news.kind === "connection") states.push(news.connection.state);
  };
  const source = openLiveSource(
    { labSlug: "lab", watched: NOTHING, deliver, isSignedIn },
    ({ watched }, _deliver, on) => {
      streams.push(on);
      asked.push(watched);
      return () => {};
    },
  );
  close = source.close;
  return { states, stream: () => streams.at(-1) as Listening, streams, asked, watch: source.watch };
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

it("opens one more stream for what is watched, without saying that it connects", async () => {
  const { states, stream, asked, watch } = sourceOf(async () => true);
  stream().opened();
  watch({ groups: [], cells: ["A"] });
  watch({ groups: [], cells: ["B"] }); // in its place at once
  await expect.poll(() => asked).toEqual([NOTHING, { groups: [], cells: ["B"] }]);
  stream().opened();
  expect(states).toEqual(["connecting", "open"]);
});

it("opens none for what its stream brings already", async () => {
  const { stream, asked, watch } = sourceOf(async () => true);
  stream().opened();
  watch({ groups: [], cells: ["A"] });
  watch(NOTHING);
  watch({ groups: [], cells: ["B"] });
  watch(NOTHING);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(asked).toEqual([NOTHING]);
});

it("asks for what is watched by then when a lost stream is opened again", async () => {
  const { stream, asked, watch } = sourceOf(async () => true);
  stream().opened();
  stream().lost();
  watch({ groups: [], cells: ["A"] });
  await expect.poll(() => asked, { timeout: 5_000 }).toEqual([NOTHING, { groups: [], cells: ["A"] }]);
});
