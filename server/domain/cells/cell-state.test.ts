import { expect, it } from "vitest";
import { cellState } from "./cell-state";

const MINUTE_MS = 60_000;
const ARRIVED_MS = 1e12;
const given = {
  lastSampleAtMs: 0,
  lastCurrentA: 1,
  endedAtMs: null,
  arrivedAtMs: ARRIVED_MS,
  arrivalIntervalS: 1,
  nominalCapacityAh: 3,
};

it.each([
  [{}, 0, "running", null], // however old the sample's own clock says it is
  [{ lastCurrentA: -1 }, 0, "running", null],
  [{ lastCurrentA: 0 }, 0, "resting", null],
  [{ lastCurrentA: null }, 0, "resting", null],
  [{ lastCurrentA: 0.002 }, 0, "resting", null], // below 3 Ah / 1000 h = 3 mA
  [{ lastCurrentA: 0.002, nominalCapacityAh: null }, 0, "running", null],
  [{}, 10, "running", null],
  [{}, 10.1, "silent", ARRIVED_MS],
  [{ arrivalIntervalS: null }, 10.1, "silent", ARRIVED_MS],
  [{ arrivalIntervalS: 3600 }, 599, "running", null], // one that sends each hour
  [{ arrivalIntervalS: 3600 }, 601, "silent", ARRIVED_MS],
  [{ arrivedAtMs: null }, 1e6, "imported", null],
  [{ arrivedAtMs: null, endedAtMs: 5 }, 0, "ended", 5],
  [{ endedAtMs: 5 }, 100, "ended", 5],
  [{ lastSampleAtMs: null, arrivedAtMs: null }, 0, "waiting", null],
  [{ lastSampleAtMs: null, arrivedAtMs: null, endedAtMs: 5 }, 0, "waiting", null], // before its first sample nothing has ended
] as const)("of %j after %d minutes is %s", (changes, minutes, state, sinceMs) => {
  expect(cellState({ ...given, ...changes }, ARRIVED_MS + minutes * MINUTE_MS)).toEqual({ state, sinceMs });
});
