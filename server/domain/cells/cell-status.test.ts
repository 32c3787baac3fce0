import { expect, it } from "vitest";
import { cellStatus } from "./cell-status";

const MINUTE_MS = 60_000;
const given = {
  lastSampleAtMs: 0,
  lastCurrentA: 1,
  hasEnded: false,
  arrivedAtMs: 1e12,
  arrivalIntervalS: 1,
  nominalCapacityAh: 3,
};

it.each([
  [{}, 0, "running"], // however old the sample's own clock says it is
  [{ lastCurrentA: -1 }, 0, "running"],
  [{ lastCurrentA: 0 }, 0, "resting"],
  [{ lastCurrentA: 0.002 }, 0, "resting"], // below 3 Ah / 1000 h = 3 mA
  [{ lastCurrentA: 0.002, nominalCapacityAh: null }, 0, "running"],
  [{}, 10, "running"],
  [{}, 10.1, "silent"],
  [{ arrivalIntervalS: null }, 10.1, "silent"],
  [{ arrivalIntervalS: 3600 }, 599, "running"], // one that sends each hour
  [{ arrivalIntervalS: 3600 }, 601, "silent"],
  [{ arrivedAtMs: null }, 1e6, "imported"],
  [{ arrivedAtMs: null, hasEnded: true }, 0, "ended"],
  [{ hasEnded: true }, 100, "ended"],
  [{ lastSampleAtMs: null, arrivedAtMs: null }, 0, "waiting"],
] as const)("of %j after %d minutes is %s", (changes, minutes, status) => {
  expect(cellStatus({ ...given, ...changes }, given.arrivedAtMs + minutes * MINUTE_MS)).toBe(status);
});
