import { describe, expect, it } from "vitest";
import { arrangeGroups, compareGroups, groupOf } from "./groupings";
import { groupingDefinition } from "./input-groupings";

describe("groups by fields", () => {
  const definition = { by: ["cathode", "loading"] };
  it("joins the values", () => {
    expect(groupOf(definition, { cathode: "NMC811", loading: 3 })).toEqual({ key: '["NMC811",3]', name: "NMC811 · 3" });
  });
  it("leaves a cell without a value unassigned", () => {
    expect(groupOf(definition, { cathode: "NMC811" })).toBeNull();
    expect(groupOf(definition, { cathode: "NMC811", loading: null })).toBeNull();
  });
  it("keeps groups apart whose joined names agree", () => {
    expect(groupOf(definition, { cathode: "a · b", loading: "c" })?.key).not.toBe(
      groupOf(definition, { cathode: "a", loading: "b · c" })?.key,
    );
  });
  it("orders by number where names are numbers", () => {
    const names = ["10", "9", "100"].map((name) => ({ key: name, name }));
    expect(names.sort(compareGroups(definition)).map(({ name }) => name)).toEqual(["9", "10", "100"]);
  });
});

describe("groups by rules", () => {
  const definition = {
    rules: [
      { name: "thick", where: [{ field: "loading", op: ">=" as const, value: 4 }] },
      { name: "rest", where: [{ field: "cathode", op: "in" as const, value: ["X", "Y"] }] },
    ],
  };
  it("lets the first rule that matches win", () => {
    expect(groupOf(definition, { cathode: "X", loading: 10 })?.name).toBe("thick");
    expect(groupOf(definition, { cathode: "X", loading: 3 })?.name).toBe("rest");
    expect(groupOf(definition, { cathode: "Z" })).toBeNull();
  });
  it("compares numbers as numbers and dates as text", () => {
    const before = { rules: [{ name: "old", where: [{ field: "made", op: "<" as const, value: "2024-10-01" }] }] };
    expect(groupOf(before, { made: "2024-09-30" })?.name).toBe("old");
    expect(groupOf(before, { made: "2024-10-01" })).toBeNull();
  });
});

describe("bounds of rules", () => {
  const rule = (name: string, conditions: number, values: number) => ({
    name,
    where: Array.from({ length: conditions }, () => ({ field: "a", op: "in", value: Array(values).fill("v") })),
  });
  const isTaken = (...rules: unknown[]) => groupingDefinition.safeParse({ rules }).success;
  it("takes 20 conditions of a rule and 500 values of a condition", () => {
    expect(isTaken(rule("most", 10, 500))).toBe(true);
    expect(isTaken(rule("conditions", 20, 1))).toBe(true);
    expect(isTaken(rule("conditions", 21, 1))).toBe(false);
    expect(isTaken(rule("values", 1, 501))).toBe(false);
  });
  it("takes no text that the database cannot hold", () => {
    for (const bad of ["a\u0000", "\ud800"]) {
      expect(isTaken({ name: bad, where: [{ field: "a", op: "=", value: 1 }] })).toBe(false);
      expect(isTaken({ name: "n", where: [{ field: bad, op: "=", value: 1 }] })).toBe(false);
      expect(isTaken({ name: "n", where: [{ field: "a", op: "=", value: bad }] })).toBe(false);
    }
  });
});

it("shows groups with a style first, in its colour, and gives others the first places that are free", () => {
  const groups = ["10", "9", "b"].map((name) => ({ key: name, name }));
  const styles = [
    { key: "b", colour: 1 },
    { key: "empty", colour: 0 }, // it may come back
  ];
  expect(arrangeGroups(groups, { by: ["loading"] }, styles)).toEqual([
    { key: "b", name: "b", colour: 1 },
    { key: "9", name: "9", colour: 2 },
    { key: "10", name: "10", colour: 3 },
  ]);
});
