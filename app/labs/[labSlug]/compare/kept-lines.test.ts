import { expect, it, vi } from "vitest";
import { keptLines } from "./kept-lines";
import { lineOfCell } from "./prepare-lines";

it("makes lines once of an answer and what is asked of it", () => {
  const found = { referenceCycle: null, cycles: [], metrics: {} };
  const make = vi.fn(() => [lineOfCell("A-01", found, { metric: "dischargeCapacityAh", x: null, filter: null })]);
  const first = keptLines(found, "dischargeCapacityAh", make);
  expect(keptLines(found, "dischargeCapacityAh", make)).toBe(first);
  expect(make).toHaveBeenCalledTimes(1);
  expect(keptLines(found, "capacityRetention", make)).not.toBe(first);
  expect(keptLines({ ...found }, "dischargeCapacityAh", make)).not.toBe(first);
  expect(make).toHaveBeenCalledTimes(3);
});
