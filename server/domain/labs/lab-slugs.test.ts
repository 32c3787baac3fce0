import { expect, it } from "vitest";
import { proposeSlug, SLUG } from "./lab-slugs";

it.each([
  ["Bench №1 (Köln)", "bench-no1-koln"],
  ["  A__B  ", "a-b"],
  ["電池", ""],
  ["<b>x</b>'; DROP TABLE labs", "b-x-b-drop-table-labs"],
  ["x".repeat(10_000), "x".repeat(64)],
])("proposes for %j the address %j", (name, slug) => {
  expect(proposeSlug(name)).toBe(slug);
  if (slug !== "") expect(slug).toMatch(SLUG);
});

it.each(["", "-a", "a-", "a--b", "A", "a b", "a/b", "x".repeat(65)])("takes %j for no address", (text) => {
  expect(text).not.toMatch(SLUG);
});
