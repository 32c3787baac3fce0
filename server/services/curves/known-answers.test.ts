import { expect, it } from "vitest";
import { KnownAnswers } from "./known-answers";

it("remembers answers up to so many numbers, the least recently used going first", () => {
  const known = new KnownAnswers(100);
  const [a, b, c] = [{ a: 1 }, { b: 1 }, { c: 1 }];
  known.set("a", a, 40);
  known.set("b", b, 40);
  expect(known.get("a")).toBe(a);
  known.set("c", c, 40); // 120 numbers: b was used last before a
  expect([known.get("a"), known.get("b"), known.get("c")]).toEqual([a, null, c]);
  known.set("c", b, 45); // in the place of the other
  expect([known.get("a"), known.get("c")]).toEqual([a, b]);
  known.set("large", a, 51);
  expect(known.get("large")).toBeNull();
});
