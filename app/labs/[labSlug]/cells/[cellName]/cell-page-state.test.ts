import { expect, it } from "vitest";
import { type CellPageState, isStepInHistory, readCellPageState, writeCellPageState } from "./cell-page-state";

const read = (query: string) => readCellPageState(new URLSearchParams(query));

const CHANGED: CellPageState = {
  cycle: 41,
  metrics: ["capacityRetention", "coulombicEfficiency"],
  from: 2,
  to: 300,
  kind: "dqdv",
  mode: "both",
  smoothing: "gaussian",
  peers: 0,
  against: 10,
  first: 1,
  last: 200,
  left: 3.2,
  right: 3.9,
  low: -1.5e-7,
  high: 0.25,
  time: "charges",
  since: 1_700_000_000_000,
  until: 1_700_000_060_000,
  step: 7,
  begin: 0.5,
  end: 60,
  pulse: "30",
};

it("keeps everything that is shown in the URL, and nothing that is usual", () => {
  expect(read(writeCellPageState(CHANGED))).toEqual(CHANGED);
  expect(writeCellPageState(read(""))).toBe("");
  expect(writeCellPageState({ ...read(""), kind: "dvdq", cycle: -3 })).toBe("cycle=-3&kind=dvdq");
});

it("takes what means nothing for absent", () => {
  const strange =
    "cycle=9.5&metrics=voltage,coulombicEfficiency,coulombicEfficiency&from=30&to=2&kind=iv&mode=rest&smoothing=spline&left=4&right=3&low=x&since=1e99&time=never";
  expect(read(strange)).toEqual({ ...read(""), metrics: ["coulombicEfficiency"] });
  expect(read("from=7&to=7")).toMatchObject({ from: 7, to: 7 });
  expect(read("from=7")).toMatchObject({ from: 7, to: null });
  // What the server would refuse: no cycle and no moment has so many digits.
  expect(read("cycle=2147483648&since=253402300800000&until=-1&peers=-1")).toEqual(read(""));
});

it("leaves to Back what is shown, not which cycle is looked at", () => {
  expect(isStepInHistory({ cycle: 3 })).toBe(false);
  expect(isStepInHistory({ cycle: 3, kind: "dqdv" })).toBe(true);
});
