import { expect, it } from "vitest";
import { type CompareState, compareHref, readCompareState, writeCompareState } from "./compare-state";

const state: CompareState = {
  pins: [
    { kind: "cell", cell: "LFP:10 & 2" },
    { kind: "group", groupingId: 7, key: 'a:b "c"' },
  ],
  metric: "coulombicEfficiency",
  x: "testTime",
  isSideBySide: true,
  isNormalised: true,
  from: 0.5,
  to: 3600,
  at: -1.5,
  reference: 1,
};

it("comes back from the address as it went there", () => {
  expect(readCompareState(new URLSearchParams(writeCompareState(state)))).toEqual(state);
});

it("says nothing of what is as usual, and takes what is wrong for absent", () => {
  const usual = readCompareState(
    new URLSearchParams("pin=&pin=cell:&pin=group:x:y&metric=no&x=no&from=3&to=2&reference=5"),
  );
  expect(usual).toMatchObject({ pins: [], metric: "dischargeCapacityAh", x: null, from: null, to: null, reference: 0 });
  expect(writeCompareState(usual)).toBe("");
  expect(compareHref("bench", [{ kind: "cell", cell: "A-01" }])).toBe("/labs/bench/compare?pin=cell%3AA-01");
});

it("keeps each pin once, and no more than are told apart", () => {
  const many = Array.from({ length: 30 }, (_, index) => `pin=cell:C-${index % 20}`).join("&");
  expect(readCompareState(new URLSearchParams(many)).pins).toHaveLength(12);
});
