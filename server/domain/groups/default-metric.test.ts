import { expect, it } from "vitest";
import { ALL_CELLS } from "./all-cells";
import { defaultMetric } from "./default-metric";
import { groupOf } from "./groupings";

const cell = (cathode: string, nominalCapacityAh: number | null) => ({ nominalCapacityAh, metadata: { cathode } });
const BY_CATHODE = { by: ["cathode"] };

it("shows capacity where the cells of each group are of one size", () => {
  expect(defaultMetric(BY_CATHODE, [])).toBe("dischargeCapacityAh");
  expect(defaultMetric(BY_CATHODE, [cell("W", 4), cell("W", 4.19), cell("X", 8)])).toBe("dischargeCapacityAh");
  expect(defaultMetric(BY_CATHODE, [cell("W", 4), cell("W", null)])).toBe("dischargeCapacityAh");
});

it("shows retention where nominal capacities within a group differ by more than 5 %", () => {
  const cells = [cell("W", 4), cell("W", 4.21), cell("X", 8)];
  expect(defaultMetric(BY_CATHODE, cells)).toBe("capacityRetention");
  expect(defaultMetric(ALL_CELLS.definition, [cell("W", 4), cell("X", 8)])).toBe("capacityRetention");
});

it("puts every cell into one group where they are not split", () => {
  expect(groupOf(ALL_CELLS.definition, {})).toEqual({ key: '{"rule":"All cells"}', name: "All cells" });
});
