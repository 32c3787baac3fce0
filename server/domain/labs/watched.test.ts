import { expect, it } from "vitest";
import { type WatchedGroups, watchKey } from "./watched";

const SHOWN: WatchedGroups = {
  groupingId: 1,
  by: ["W"],
  where: "a = 1",
  metric: "dischargeCapacityAh",
  tag: null,
  rateC: 0.5,
};

it("gives the same statistics one key, in whatever order they are written", () => {
  const { groupingId, by, where, metric, tag, rateC } = SHOWN;
  expect(watchKey({ rateC, tag, metric, where, by, groupingId })).toBe(watchKey(SHOWN));
});

it("gives other statistics another key", () => {
  const others: Partial<WatchedGroups>[] = [
    {},
    { groupingId: 2 },
    { by: null },
    { by: [] },
    { by: ["W", "X"] },
    { by: ["W,X"] },
    { where: null },
    { where: "a = 2" },
    { metric: "chargeCapacityAh" },
    { tag: "null" },
    { tag: "formation" },
    { rateC: null },
    { rateC: 1 },
  ];
  expect(new Set(others.map((other) => watchKey({ ...SHOWN, ...other }))).size).toBe(others.length);
});
