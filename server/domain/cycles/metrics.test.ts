import { expect, it } from "vitest";
import { isMetricName, METRICS, unscaledUnit, uncertaintyOf } from "./metrics";
import { metricUncertainties } from "./quality/metric-uncertainty";

it("knows its own names, and none that every object has", () => {
  expect(["dischargeCapacityAh", "capacity", "toString", "constructor"].map(isMetricName)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

it("tells answers in the stored unit: a ratio without one", () => {
  expect(unscaledUnit(METRICS.coulombicEfficiency)).toBe("1"); // shown in %
  expect(unscaledUnit(METRICS.dischargeEnergyWh)).toBe("Wh");
});

it("names the uncertainty of a capacity, derives that of the coulombic efficiency, and has none of others", () => {
  expect(uncertaintyOf("dischargeCapacityAh")).toBe("dischargeCapacityUncertaintyAh");
  expect(uncertaintyOf("chargeCapacityAh")).toBe("chargeCapacityUncertaintyAh");
  expect(uncertaintyOf("coulombicEfficiency")).toBe("derived");
  expect(uncertaintyOf("maxVoltageV")).toBeNull();
});

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
