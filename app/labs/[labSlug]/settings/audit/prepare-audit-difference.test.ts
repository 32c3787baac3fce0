import { expect, it } from "vitest";
import { prepareDifference } from "./prepare-audit-difference";

it("shows the parts that differ", () => {
  expect(prepareDifference({ role: "viewer", name: "A" }, { role: "admin", name: "A" })).toEqual([
    { name: "role", before: "viewer", after: "admin" },
  ]);
});

it("shows what came and what went", () => {
  expect(prepareDifference(null, { scopes: ["read"] })).toEqual([{ name: "scopes", before: null, after: "read" }]);
  expect(prepareDifference({ role: "viewer" }, null)).toEqual([{ name: "role", before: "viewer", after: null }]);
  expect(prepareDifference("old", "new")).toEqual([{ name: "", before: "old", after: "new" }]);
  expect(prepareDifference({ days: null }, { days: 90 })).toEqual([{ name: "days", before: null, after: "90" }]);
  expect(prepareDifference(null, null)).toEqual([]);
});

it("cuts what is too long to be read", () => {
  expect(prepareDifference(null, "x".repeat(10_000))[0]?.after).toHaveLength(201);
});
