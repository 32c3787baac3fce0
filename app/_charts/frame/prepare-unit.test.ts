import { expect, it } from "vitest";
import { METRICS } from "@/server/domain/cycles/metrics";
import { fittingMetric, fittingUnit } from "./prepare-unit";

it("shows a coin cell in mAh and a pouch cell in Ah", () => {
  const coin = fittingMetric(METRICS.dischargeCapacityAh, [{ mean: [0.007974, 0.0079] }, { mean: [0.0081] }]);
  expect(coin).toMatchObject({ unit: "mAh", scale: 1000, label: "Discharge capacity" });
  expect(fittingMetric(METRICS.dischargeCapacityAh, [{ mean: [0.007974] }, { mean: [3] }])).toBe(
    METRICS.dischargeCapacityAh,
  );
  expect(fittingMetric(METRICS.chargeEnergyWh, [{ mean: [0.03] }]).unit).toBe("mWh");
});

it("leaves other units, and axes without numbers, as they are", () => {
  expect(fittingMetric(METRICS.voltageHysteresisV, [{ mean: [0.02] }])).toBe(METRICS.voltageHysteresisV);
  expect(fittingMetric(METRICS.capacityRetention, [{ mean: [0.0001] }]).unit).toBe("%");
  expect(fittingUnit("Ah", 0)).toEqual({ unit: "Ah", scale: 1 });
});
