import { expect, it } from "vitest";
import { tagText } from "./prepare-tag-text";

it("writes kinds as words, and what a lab calls its own in quotes", () => {
  expect(["formation", "check_up", "ageing", "pulse test"].map(tagText)).toEqual([
    "formation",
    "check-up",
    "ageing",
    "“pulse test”",
  ]);
});
