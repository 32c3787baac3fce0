import { expect, it } from "vitest";
import { isMetricName, METRICS, unscaledUnit, uncertaintyOf } from "./metrics";

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
