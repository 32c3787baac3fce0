import { expect, it } from "vitest";
import {
  type CompareState,
  cellsOfPins,
  compareHref,
  readCompareState,
  withPinsRenamed,
  writeCompareState,
} from "./compare-state";

const state: CompareState = {
  pins: [
    { kind: "cell", cell: "LFP:10 & 2" },
    { kind: "group", groupingId: 7, by: null, where: null, key: 'a:b "c"' },
    { kind: "group", groupingId: 0, by: ["Loading: front, back", "100 %"], where: null, key: "a:b" },
    { kind: "group", groupingId: 7, by: null, where: 'a = "x:y; z" | 2', key: "a;b:c" },
    { kind: "group", groupingId: 0, by: ["Loading"], where: "a = 1", key: "a" },
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
      "pin=&pin=cell:&pin=group:x:y&pin=fields:%25:y&pin=fields:a,b,c:y&pin=fields:,:y&pin=group:7;%25:y&pin=group:7;%20:y&cycles=%00&rate=-1&metric=no&x=no&from=3&to=2&reference=5",
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

it("names cells as they are called by now, each once, and keeps what is compared with", () => {
  const old = readCompareState(new URLSearchParams("pin=cell:A&pin=cell:B&pin=group:7:k&pin=cell:C&reference=3"));
  expect(cellsOfPins(old.pins)).toEqual(["A", "B", "C"]);
  const now = withPinsRenamed(old, new Map([["A", "B"]]));
  expect(writeCompareState(now)).toBe("pin=cell%3AB&pin=group%3A7%3Ak&pin=cell%3AC&reference=2");
  const merged = withPinsRenamed(old, new Map([["C", "A"]]));
  expect([cellsOfPins(merged.pins), merged.reference]).toEqual([["A", "B"], 0]);
});
