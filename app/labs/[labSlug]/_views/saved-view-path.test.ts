import { expect, it } from "vitest";
import { savedViewPath } from "./saved-view-path";

it("leads to the page as it was saved, of a cell under its name of now", () => {
  const query = "metric=capacityRetention&x=days";
  expect(savedViewPath("lab", { page: "groups", cell: null, query })).toBe(`/labs/lab/groups?${query}`);
  expect(savedViewPath("lab", { page: "compare", cell: null, query: "" })).toBe("/labs/lab/compare");
  expect(savedViewPath("lab", { page: "cell", cell: "A 1", query: "cycle=3" })).toBe("/labs/lab/cells/A%201?cycle=3");
});
