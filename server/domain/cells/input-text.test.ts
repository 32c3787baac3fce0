import { expect, it } from "vitest";
import { cycleNumber, id, MAX_ID, text } from "./input-text";

it("takes text that the database can hold", () => {
  expect(text(5).parse("Zelle")).toBe("Zelle");
  for (const bad of ["a\u0000b", "\ud800", "sechs!"]) expect(text(5).safeParse(bad).success, bad).toBe(false);
});

it("takes ids and cycles that the database can hold", () => {
  expect(id.parse(MAX_ID)).toBe(MAX_ID);
  for (const bad of [0, -1, 1.5, MAX_ID + 1, Number.MAX_SAFE_INTEGER]) expect(id.safeParse(bad).success).toBe(false);
  expect(cycleNumber.safeParse(-MAX_ID - 1).success).toBe(false);
});
