import { expect, it } from "vitest";
import { choosePeers } from "./choose-peers";

const row = (cell: string, value: number | null, verdict: "ok" | "stray" | "no_value" = "ok") => ({
  cell,
  value,
  verdict,
});

it("compares with the others that are in order, from the lowest to the highest", () => {
  const rows = [row("mine", 2.7, "stray"), row("c", 3.02), row("a", 3), row("b", 3.01), row("d", null, "no_value")];
  const { chosen, middle, among, strays } = choosePeers([...rows, row("low", 2, "stray")], "mine");
  expect(chosen.map(({ cell }) => cell)).toEqual(["a", "b", "c"]);
  expect(middle?.cell).toBe("b");
  expect([among, strays]).toEqual([3, 1]);
});

it("takes eleven of many, with the first, the middle and the last", () => {
  const rows = Array.from({ length: 101 }, (_, index) => row(String(index).padStart(3, "0"), index));
  const { chosen, middle, among } = choosePeers(rows, "none of them");
  expect(chosen.map(({ value }) => value)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  expect([middle?.value, among]).toEqual([50, 101]);
});

it("has nobody to compare with where a cell is alone", () => {
  expect(choosePeers([row("mine", 1)], "mine")).toEqual({ chosen: [], middle: null, among: 0, strays: 0 });
});
