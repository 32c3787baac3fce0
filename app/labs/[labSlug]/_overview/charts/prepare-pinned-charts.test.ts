import { expect, it } from "vitest";
import { pinnedAt } from "./prepare-pinned-charts";

const chart = (groupingId: number) => ({ groupingId, metric: "dischargeCapacityAh" as const });

it.each([
  ["where it was", [1, 3], 2, 1, [1, 2, 3]],
  ["at the end where others are gone by now", [1], 2, 5, [1, 2]],
  ["once, where somebody pinned it meanwhile", [2, 1], 2, 1, [2, 1]],
])("a chart is pinned again %s", (_, pinned, again, at, expected) => {
  const found = pinnedAt(pinned.map(chart), chart(again), at);
  expect(found.map(({ groupingId }) => groupingId)).toEqual(expected);
});
