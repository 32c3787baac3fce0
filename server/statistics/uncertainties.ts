import type { CycleQuantity } from "../data/test-cycles";
import { efficiencyUncertainty } from "../domain/cycles/quality/capacity-grade";
import type { MetricName } from "../domain/cycles/metrics";
import type { CellColumns } from "./columns/cell-columns";
import { MetricReader } from "./columns/metric-reader";

const OF_CHARGE = ["chargeCapacityAh", "chargeCapacityUncertaintyAh"] as const;
const OF_DISCHARGE = ["dischargeCapacityAh", "dischargeCapacityUncertaintyAh"] as const;

/** What must be loaded for the uncertainties of a metric's values; nothing for one that has none. */
export function quantitiesOfUncertainty(metric: MetricName): readonly CycleQuantity[] {
  if (metric === "chargeCapacityAh") return OF_CHARGE;
  if (metric === "dischargeCapacityAh") return OF_DISCHARGE;
  return metric === "coulombicEfficiency" ? [...OF_CHARGE, ...OF_DISCHARGE] : [];
}

/** Reads how sure a metric's values are, in the metric's unit: at most about ± this. The quantities for it are loaded. */
export class UncertaintyReader {
  private readonly charge = OF_CHARGE.map((metric) => new MetricReader(metric));
  private readonly discharge = OF_DISCHARGE.map((metric) => new MetricReader(metric));

  constructor(private readonly metric: MetricName) {}

  /** Of the cell's cycle of that number and its value; null where it is not known. */
  at(cell: CellColumns, cycle: number, value: number | null): number | null {
    if (value === null || quantitiesOfUncertainty(this.metric).length === 0) return null;
    const read = (readers: readonly MetricReader[]) => readers.map((reader) => reader.at(cell, cycle));
    if (this.metric === "chargeCapacityAh") return orNull(read(this.charge)[1]);
    if (this.metric === "dischargeCapacityAh") return orNull(read(this.discharge)[1]);
    const [chargeCapacityAh = Number.NaN, chargeUAh] = read(this.charge);
    const [dischargeCapacityAh = Number.NaN, dischargeUAh] = read(this.discharge);
    return efficiencyUncertainty(value, {
      chargeCapacityAh,
      dischargeCapacityAh,
      chargeCapacityUncertaintyAh: orNull(chargeUAh),
      dischargeCapacityUncertaintyAh: orNull(dischargeUAh),
    });
  }
}

const orNull = (value = Number.NaN): number | null => (Number.isNaN(value) ? null : value);
