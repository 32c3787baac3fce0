import { expect, it } from "vitest";
import type { GroupStrays } from "@/server/domain/groups/groups-view";
import { countStrays, straysOf } from "./prepare-strays";

const at = { cycle: 130, persistence: 10 };
const groups: GroupStrays[] = [
  {
    key: "Z",
    cells: [
      { cellId: 1, cell: "Z-04", metrics: [{ ...at, metric: "capacityRetention", relativeDeviation: -0.117 }] },
      {
        cellId: 2,
        cell: "Z-14",
        metrics: [
          { ...at, metric: "coulombicEfficiency", relativeDeviation: -0.004 },
          { ...at, metric: "capacityRetention", relativeDeviation: null },
        ],
      },
    ],
  },
  { key: "W", cells: [] },
];

it("says how many cells of a group stray, in what, and where most of them are seen", () => {
  expect(straysOf(groups, "Z")).toEqual({
    count: 2,
    title: "Z-04: capacity retention −11.7 %\nZ-14: coulombic efficiency −0.4 %, capacity retention",
    metric: "capacityRetention",
  });
  expect(straysOf(groups, "W")).toBeNull();
  expect(straysOf(groups, "gone")).toBeNull();
  expect(countStrays(groups)).toBe(2);
});
