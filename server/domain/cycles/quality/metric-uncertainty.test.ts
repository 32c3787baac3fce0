import { expect, it } from "vitest";
import { metricUncertainties } from "./metric-uncertainty";

it("gives uncertainties cycle by cycle", () => {
  const metrics = {
    coulombicEfficiency: [0.5, null],
    chargeCapacityAh: [2, 2],
    dischargeCapacityAh: [1, 0],
    chargeCapacityUncertaintyAh: [0.02, 0.02],
    dischargeCapacityUncertaintyAh: [0.03, 0.01],
  };
  expect(metricUncertainties("dischargeCapacityAh", metrics)).toEqual([0.03, 0.01]);
  // 0.5 × (0.02 ÷ 2 + 0.03 ÷ 1) = 0.02
  expect(metricUncertainties("coulombicEfficiency", metrics)).toEqual([expect.closeTo(0.02, 12), null]);
  expect(metricUncertainties("coulombicEfficiency", { coulombicEfficiency: [1] })).toBeNull();
  expect(metricUncertainties("maxVoltageV", metrics)).toBeNull();
});
