import { expect, it } from "vitest";
import { Recent } from "./recent";

it("keeps values up to their sizes, the least recently used going first", () => {
  const recent = new Recent<{ name: string; bytes: number }>({ max: 100, maxOne: 50, sizeOf: ({ bytes }) => bytes });
  const [a, b, c] = [40, 40, 40].map((bytes, index) => ({ name: "abc"[index] ?? "", bytes }));
  if (!a || !b || !c) throw new RangeError("three values");
  recent.set("a", a);
  recent.set("b", b);
  expect(recent.get("a")).toBe(a);
  recent.set("c", c); // 120: b was used before a
  expect([recent.get("a"), recent.get("b"), recent.get("c")]).toEqual([a, undefined, c]);
  expect([recent.size, recent.values()]).toEqual([80, [a, c]]);
  recent.set("c", { name: "c", bytes: 45 }); // in the place of the other
  expect(recent.size).toBe(85);
  recent.set("a", { name: "large", bytes: 51 }); // alone over the half: what stood there is stale
  expect([recent.get("a"), recent.size]).toEqual([undefined, 45]);
  recent.delete("c");
  expect([recent.size, recent.values()]).toEqual([0, []]);
});

it("counts values where they have no size", () => {
  const recent = new Recent<number>({ max: 2 });
  for (const value of [1, 2, 3]) recent.set(String(value), value);
  expect(recent.values()).toEqual([2, 3]);
  recent.clear();
  expect([recent.size, recent.get("3")]).toEqual([0, undefined]);
});
