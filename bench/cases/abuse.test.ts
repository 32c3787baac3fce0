import { expect, it } from "vitest";
import { type Noticed, resultOf } from "./abuse";

const QUIET = { quietMs: [10, 12], quietMiB: { web: 200, worker: 150 } };
const noticed = (given: Partial<Noticed>): Noticed => ({
  ...{ name: "an abuse", answers: { 429: 3 }, faults: [], ended: [], timesMs: [20, 30] },
  residentMiB: { web: 250, worker: 160 },
  ...given,
});
const missed = (...all: Noticed[]) =>
  resultOf(all, QUIET).marks.flatMap(({ text, isReached }) => (isReached ? [] : [text]));

it("reaches its marks where everything is answered as documented, soon, and by processes that live", () => {
  expect(missed(noticed({}), noticed({}))).toEqual([]);
});

it.each<[string, Partial<Noticed>, string]>([
  ["an answer that is not documented", { faults: ["2 × 500"] }, "answers that are not documented: 2 × 500 (an abuse)"],
  ["a worker that ended", { ended: ["worker"] }, "processes that ended: worker (an abuse)"],
  [
    "a worker that grows",
    { residentMiB: { web: 250, worker: 500 } },
    "memory of the worker process above quiet 350 MiB, to be ≤ 300",
  ],
])("misses one with %s", (_, given, text) => {
  expect(missed(noticed({}), noticed(given))).toEqual([text]);
});
