import { expect, it } from "vitest";
import { cellStatus } from "./cell-status";

const HOUR_MS = 3_600_000;
const given = {
  lastSampleAtMs: 10 * HOUR_MS,
  lastCurrentA: 1,
  hasEnded: false,
  nominalCapacityAh: 3,
  nowMs: 10 * HOUR_MS,
};

it.each([
  [{}, "running"],
  [{ lastCurrentA: -1 }, "running"],
  [{ lastCurrentA: 0 }, "resting"],
  [{ lastCurrentA: 0.002 }, "resting"], // below 3 Ah / 1000 h = 3 mA
  [{ lastCurrentA: 0.002, nominalCapacityAh: null }, "running"],
  [{ nowMs: 11 * HOUR_MS + 1 }, "silent"],
  [{ nowMs: 11 * HOUR_MS }, "running"],
  [{ hasEnded: true }, "finished"],
  [{ lastSampleAtMs: null }, "waiting"],
])("of %j is %s", (changes, status) => {
  expect(cellStatus({ ...given, ...changes })).toBe(status);
});
