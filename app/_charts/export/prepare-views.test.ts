import { expect, it } from "vitest";
import { viewsOf } from "./prepare-views";

it("shows no picture of what has none that stands on its own, but its numbers", () => {
  expect(viewsOf({}).map(({ value }) => value)).toEqual(["picture", "table", "words"]);
  expect(viewsOf({ isDrawn: false }).map(({ value }) => value)).toEqual(["table", "words"]);
});
