import { expect, it } from "vitest";
import { comparedCycle, comparisonOptions, comparisonText } from "./prepare-comparison";

const cycle = (number: number, isComplete = true, isPartial = false) => ({ cycle: number, isComplete, isPartial });

it("compares at the cycle that is looked at, else at the last whole one", () => {
  const cycles = [cycle(1, true, true), cycle(2), cycle(3), cycle(4, false)];
  expect(comparedCycle(2, cycles)).toBe(2);
  expect(comparedCycle(null, cycles)).toBe(3);
  expect(comparedCycle(null, [cycle(1, true, true)])).toBeNull();
  expect(comparedCycle(null, undefined)).toBeNull();
});

it("says how the cells behind were chosen, or why there are none", () => {
  const peers = [
    { cell: "A", isMiddle: false },
    { cell: "B", isMiddle: true },
  ];
  const loaded = {
    cycle: 9,
    metric: "dischargeCapacityAh",
    group: { key: "NMC811", name: "NMC811" },
    peers,
    among: 5,
    strays: 1,
  } as const;
  expect(comparisonText(loaded)).toEqual({
    chosen: "Grey: cycle 9 of 2 of 5 cells of NMC811, from the lowest to the highest discharge capacity",
    left: "1 stray left out",
  });
  expect(comparisonText({ ...loaded, peers: peers.slice(1), among: 1, strays: 0 })).toEqual({
    chosen: "Grey: cycle 9 of 1 cell of NMC811",
    left: "",
  });
  expect(comparisonText({ ...loaded, peers: [] })).toEqual({
    why: "No other cell of NMC811 has finished a cycle 9 without straying.",
  });
  expect(comparisonText({ ...loaded, group: null })).toEqual({ why: "This grouping puts the cell into no group." });
});

it("offers the lab's groupings, and all cells", () => {
  expect(comparisonOptions([{ id: 4, name: "Cathode" }])).toEqual([
    { value: "4", label: "Compared: Cathode" },
    { value: "0", label: "Compared: All cells" },
  ]);
});
