import { expect, it } from "vitest";
import { readStates, writeStates } from "./overview-view";

it.each([
  ["", []],
  ["state=stray%2Csilent", ["stray", "silent"]],
] as const)("reads %j and writes it again", (query, states) => {
  expect(readStates(new URLSearchParams(query))).toEqual(states);
  expect(writeStates(states, new URLSearchParams())).toBe(query);
});

it("takes what it does not know for absent, and leaves what is not its own", () => {
  const odd = new URLSearchParams("state=nonsense,running&sort=-cycle&other=1");
  expect(readStates(odd)).toEqual(["running"]);
  expect(writeStates(["running"], odd)).toBe("state=running&sort=-cycle&other=1");
  expect(writeStates([], odd)).toBe("sort=-cycle&other=1");
});
