import { expect, it } from "vitest";
import { METRICS } from "@/server/domain/cycles/metrics";
import { formatValue } from "./prepare-numbers";
import { fittingMetric, fittingUnit, metricOfCell } from "./prepare-unit";

it("shows a coin cell in mAh and a pouch cell in Ah", () => {
  const coin = fittingMetric(METRICS.dischargeCapacityAh, [{ mean: [0.007974, 0.0079] }, { mean: [0.0081] }]);
  expect(coin).toMatchObject({ unit: "mAh", scale: 1000, label: "Discharge capacity" });
  expect(fittingMetric(METRICS.dischargeCapacityAh, [{ mean: [0.007974] }, { mean: [3] }])).toBe(
    METRICS.dischargeCapacityAh,
  );
  expect(fittingMetric(METRICS.chargeEnergyWh, [{ mean: [0.03] }]).unit).toBe("mWh");
});

it("shows a resistance in mΩ where it is small, with three digits, and leaves the metric its own", () => {
  const cell = metricOfCell(METRICS.internalResistanceOhm, [0.04567, null]);
  expect(cell).toMatchObject({ unit: "mΩ", scale: 1000, significantDigits: 3 });
  expect(formatValue(0.04567, cell)).toBe("45.7");
  // Half an ohm is small, and a coin cell's 12 Ω are not.
  expect(metricOfCell(METRICS.internalResistanceOhm, [0.5]).unit).toBe("mΩ");
  const coin = metricOfCell(METRICS.internalResistanceOhm, [12.3456]);
  expect([coin.unit, formatValue(12.3456, coin)]).toEqual(["Ω", "12.3"]);
  expect(METRICS.internalResistanceOhm).toMatchObject({ unit: "Ω", scale: 1, significantDigits: 4 });
});

it("leaves other units, and axes without numbers, as they are", () => {
  expect(fittingMetric(METRICS.voltageHysteresisV, [{ mean: [0.02] }])).toBe(METRICS.voltageHysteresisV);
  expect(fittingMetric(METRICS.capacityRetention, [{ mean: [0.0001] }]).unit).toBe("%");
  expect(fittingUnit("Ah", 0)).toEqual({ unit: "Ah", scale: 1 });
});
