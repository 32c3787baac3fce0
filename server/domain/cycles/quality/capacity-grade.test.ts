import { expect, it } from "vitest";
import { capacityGrade, coulombicEfficiencyDecimals, efficiencyUncertainty } from "./capacity-grade";

it.each([
  [0.0002, 2, "A"], // 1e-4 of it
  [0.00021, 2, "B"],
  [0.002, 2, "B"],
  [0.0021, 2, "C"],
  [0.02, 2, "C"],
  [0.021, 2, "D"],
  [null, 2, null],
  [0.1, 0, null],
])("grades ±%s of %s Ah %s", (uncertaintyAh, capacityAh, grade) => {
  expect(capacityGrade(uncertaintyAh, capacityAh)).toBe(grade);
});

const cycle = (chargeUAh: number | null, dischargeAh = 0.99) => ({
  chargeCapacityAh: 1,
  dischargeCapacityAh: dischargeAh,
  chargeCapacityUncertaintyAh: chargeUAh,
  dischargeCapacityUncertaintyAh: 0.00198,
});

it("adds the shares of both capacities: 0.99 × (0.001 + 0.002)", () => {
  expect(efficiencyUncertainty(0.99, cycle(0.001))).toBeCloseTo(0.00297, 12);
});

it("knows none of an efficiency that is missing or whose capacities nobody knows", () => {
  expect(efficiencyUncertainty(null, cycle(0.001))).toBeNull();
  expect(efficiencyUncertainty(0.99, cycle(null))).toBeNull();
  expect(efficiencyUncertainty(0, cycle(0.001, 0))).toBeNull();
});

it.each([
  [0.0004, 4], // 0.9987
  [0.001, 3],
  [0.00099, 4],
  [0.03, 2],
  [0.5, 1],
  [2, 0],
  [1e-9, 5],
  [0, 5],
  [null, 5],
])("prints an efficiency ± %s to %s decimals", (uncertainty, decimals) => {
  expect(coulombicEfficiencyDecimals(uncertainty)).toBe(decimals);
});
