import { expect, it } from "vitest";
import { readOverviewView, writeOverviewView } from "./overview-view";

it.each([
  ["", { text: "", only: [], sort: "state", isFalling: false }],
  [
    "filter=W-0&state=stray,silent&sort=-deviation",
    { text: "W-0", only: ["stray", "silent"], sort: "deviation", isFalling: true },
  ],
] as const)("reads %j and writes it again", (query, view) => {
  expect(readOverviewView(new URLSearchParams(query))).toEqual(view);
  const written = writeOverviewView({ ...view, only: [...view.only] }, new URLSearchParams());
  expect(Object.fromEntries(new URLSearchParams(written))).toEqual(Object.fromEntries(new URLSearchParams(query)));
});

it("takes what it does not know for absent, and leaves what is not its own", () => {
  const odd = new URLSearchParams("state=nonsense,running&sort=-nonsense&other=1");
  expect(readOverviewView(odd)).toEqual({ text: "", only: ["running"], sort: "state", isFalling: false });
  expect(writeOverviewView(readOverviewView(odd), odd)).toBe("state=running&other=1");
});
