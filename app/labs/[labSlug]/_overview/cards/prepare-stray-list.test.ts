import { expect, it } from "vitest";
import type { Stray } from "@/server/domain/groups/groups-view";
import { listStrays } from "./prepare-stray-list";

const stray = (given: Partial<Stray>): Stray => ({
  metric: "capacityRetention",
  cycle: 50,
  since: 41,
  mayBeginEarlier: false,
  value: 0.8,
  relativeDeviation: -0.117,
  robustScore: -9,
  persistence: 10,
  ...given,
});

it("lists strays of all groups by the score of their worst metric", () => {
  const efficiency = stray({ metric: "coulombicEfficiency", relativeDeviation: -0.004, robustScore: -12, since: 47 });
  const groups = [
    { key: "w", name: "W", cells: [{ cellId: 4, cell: "W-04", metrics: [stray({ mayBeginEarlier: true })] }] },
    { key: "z", name: "Z", cells: [{ cellId: 9, cell: "Z-09", metrics: [stray({ robustScore: 5 }), efficiency] }] },
  ];
  const listed = listStrays(groups);
  expect(listed.map(({ cell, metric, text }) => [cell, metric, text])).toEqual([
    ["Z-09", "coulombicEfficiency", "coulombic efficiency −0.4 % since cycle 47"],
    ["W-04", "capacityRetention", "capacity retention −11.7 % since cycle 41 or earlier"],
  ]);
  expect(listed[0]?.all).toBe("coulombic efficiency −0.4 % since cycle 47\ncapacity retention −11.7 % since cycle 41");
  expect(listStrays([])).toEqual([]);
});
