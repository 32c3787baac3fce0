import { expect, it } from "vitest";
import { preparePanels } from "./prepare-panels";
import { resolutionText, wholeOf } from "./prepare-time-view";

it("knows from when to when there are samples, whichever cycle has them", () => {
  const cycles = [
    { startedAtMs: 50, endedAtMs: 90 },
    { startedAtMs: 10, endedAtMs: 40 }, // of an earlier test that was given a higher number
  ];
  expect(wholeOf(cycles)).toEqual([10, 90]);
  expect(wholeOf([])).toBeNull();
});

it("says what is drawn", () => {
  expect(resolutionText({ resolution: "samples", points: { time: [1] } })).toBe("1 sample");
  expect(resolutionText({ resolution: "samples", points: { time: Array.from({ length: 1500 }, () => 1) } })).toBe(
    "1,500 points",
  );
  expect(resolutionText({ resolution: "1h", points: { time: [] } })).toBe("min to max by hour");
});

it("draws metrics that have values, and names those that are still to come", () => {
  const cycles = [{ isComplete: true }, { isComplete: false }];
  const found = {
    cycles,
    metrics: { dischargeCapacityAh: [0, 0], voltageHysteresisV: [null, 0.1], chargeCapacityAh: [null, 0] },
  };
  expect(preparePanels(found, null)).toEqual({
    drawn: ["dischargeCapacityAh", "voltageHysteresisV"],
    awaited: ["coulombicEfficiency"],
  });
  // Nothing has flowed yet.
  expect(preparePanels(found, ["chargeCapacityAh"])).toEqual({ drawn: [], awaited: ["chargeCapacityAh"] });
});
