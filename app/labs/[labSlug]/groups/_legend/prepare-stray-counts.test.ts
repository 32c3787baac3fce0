import { expect, it } from "vitest";
import type { GroupStrays } from "@/server/domain/groups/groups-view";
import { countStrays, straysOf } from "./prepare-stray-counts";

const at = { cycle: 130, since: 41, mayBeginEarlier: false, value: 1, robustScore: -9, persistence: 10 };
const groups: GroupStrays[] = [
  {
    key: "Z",
    name: "Z",
    cells: [
      { cellId: 1, cell: "Z-04", metrics: [{ ...at, metric: "capacityRetention", relativeDeviation: -0.117 }] },
      {
        cellId: 2,
        cell: "Z-14",
        metrics: [
          { ...at, metric: "coulombicEfficiency", relativeDeviation: -0.004, since: 90 },
          { ...at, metric: "capacityRetention", relativeDeviation: null, mayBeginEarlier: true },
        ],
      },
    ],
  },
  { key: "W", name: "W", cells: [] },
];

it("says how many cells of a group stray, in what, and where most of them are seen", () => {
  expect(straysOf(groups, "Z")).toEqual({
    count: 2,
    title: [
      "Z-04: stray in capacity retention −11.7 % since cycle 41",
      "Z-14: stray in coulombic efficiency −0.4 % since cycle 90, in capacity retention since cycle 41 or earlier",
    ].join("\n"),
    metric: "capacityRetention",
  });
  expect(straysOf(groups, "W")).toBeNull();
  expect(straysOf(groups, "gone")).toBeNull();
  expect(countStrays(groups)).toBe(2);
});
