import { expect, it } from "vitest";
import { type CompareState, compareHref, readCompareState, writeCompareState } from "./compare-state";

const state: CompareState = {
  pins: [
    { kind: "cell", cell: "LFP:10 & 2" },
    { kind: "group", groupingId: 7, by: null, key: 'a:b "c"' },
    { kind: "group", groupingId: 0, by: ["Loading: front, back", "100 %"], key: "a:b" },
  ],
  metric: "coulombicEfficiency",
  x: "testTime",
  tag: "check_up",
  rateC: 0.05,
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
    new URLSearchParams(
      "pin=&pin=cell:&pin=group:x:y&pin=fields:%25:y&pin=fields:a,b,c:y&pin=fields:,:y&cycles=%00&rate=-1&metric=no&x=no&from=3&to=2&reference=5",
    ),
  );
  expect(usual).toMatchObject({
    pins: [],
    metric: "dischargeCapacityAh",
    x: null,
    tag: null,
    rateC: null,
    reference: 0,
  });
  expect([usual.from, usual.to]).toEqual([null, null]);
  expect(writeCompareState(usual)).toBe("");
  expect(compareHref("bench", [{ kind: "cell", cell: "A-01" }])).toBe("/labs/bench/compare?pin=cell%3AA-01");
  expect(compareHref("bench", [], { metric: "capacityRetention", x: "days", tag: "ageing", rateC: 1 })).toBe(
    "/labs/bench/compare?metric=capacityRetention&x=days&cycles=ageing&rate=1",
  );
});

it("keeps each pin once, and no more than are told apart", () => {
  const many = Array.from({ length: 30 }, (_, index) => `pin=cell:C-${index % 20}`).join("&");
  expect(readCompareState(new URLSearchParams(many)).pins).toHaveLength(12);
});
