import type { CycleQuantity } from "../../data/test-cycles";
import type { MetricName } from "../../domain/cycles/metrics";
import { SECONDS_PER_HOUR } from "../../domain/cycles/stored-quantities";
import type { TestColumns } from "./test-columns";

/** What metrics need of a cell beside its cycles. NaN for what it does not have. */
export type MetricCell = {
  isAnode: boolean;
  /** Of the reference cycle. */
  referenceAh: number;
  nominalAh: number;
  activeMassG: number;
  areaCm2: number;
  /** For metrics that are summed up over cycles: what all up to each row moved, by test. */
  throughputs: ReadonlyMap<TestColumns, Float64Array> | null;
};

type Fill = (out: Float64Array, rows: Rows, cell: MetricCell) => void;
/** Some rows of a test. */
type Rows = { test: TestColumns; from: number; to: number };
type MetricColumn = { needs: readonly CycleQuantity[]; fill: Fill };

const dischargeShare = ratio("dischargeCapacityAh", "chargeCapacityAh");
const chargeShare = ratio("chargeCapacityAh", "dischargeCapacityAh");
const meanCharge = ratio("chargeEnergyWh", "chargeCapacityAh");
const meanDischarge = ratio("dischargeEnergyWh", "dischargeCapacityAh");
const efficiency: MetricColumn = {
  needs: dischargeShare.needs,
  // In a half cell of an anode the charge that comes back is that of the charge step.
  fill: (out, rows, cell) => (cell.isAnode ? chargeShare : dischargeShare).fill(out, rows, cell),
};
const CAPACITIES = ["chargeCapacityAh", "dischargeCapacityAh"] as const;
const ENERGIES = ["chargeEnergyWh", "dischargeEnergyWh"] as const;
const massOf = (cell: MetricCell) => cell.activeMassG;
const areaOf = (cell: MetricCell) => cell.areaCm2;

/** How metrics come from stored quantities, column by column; the others are stored under their own names. */
const DERIVED = {
  coulombicEfficiency: efficiency,
  energyEfficiency: ratio("dischargeEnergyWh", "chargeEnergyWh"),
  capacityRetention: {
    needs: ["dischargeCapacityAh"],
    fill(out, { test, from, to }, { referenceAh }) {
      const capacityAh = test.column("dischargeCapacityAh");
      for (let row = from; row < to; row++) out[row - from] = finite((capacityAh[row] as number) / referenceAh);
    },
  },
  meanDischargeVoltageV: meanDischarge,
  meanChargeVoltageV: meanCharge,
  voltageHysteresisV: {
    needs: [...meanCharge.needs, ...meanDischarge.needs],
    fill(out, rows, cell) {
      const dischargeV = new Float64Array(rows.to - rows.from);
      meanDischarge.fill(dischargeV, rows, cell);
      meanCharge.fill(out, rows, cell);
      for (let at = 0; at < dischargeV.length; at++) out[at] = (out[at] as number) - (dischargeV[at] as number);
    },
  },
  specificDischargeCapacityMahG: perSize("dischargeCapacityAh", massOf),
  specificChargeCapacityMahG: perSize("chargeCapacityAh", massOf),
  specificDischargeEnergyWhKg: perSize("dischargeEnergyWh", massOf),
  specificChargeEnergyWhKg: perSize("chargeEnergyWh", massOf),
  arealDischargeCapacityMahCm2: perSize("dischargeCapacityAh", areaOf),
  arealChargeCapacityMahCm2: perSize("chargeCapacityAh", areaOf),
  arealDischargeEnergyMwhCm2: perSize("dischargeEnergyWh", areaOf),
  arealChargeEnergyMwhCm2: perSize("chargeEnergyWh", areaOf),
  chargeRateC: rate("chargeCapacityAh", "chargeDurationS"),
  dischargeRateC: rate("dischargeCapacityAh", "dischargeDurationS"),
  coulombicInefficiencyPerHour: {
    needs: [...efficiency.needs, "durationS", "uncoveredS"],
    fill(out, rows, cell) {
      efficiency.fill(out, rows, cell);
      const [durationS, uncoveredS] = [rows.test.column("durationS"), rows.test.column("uncoveredS")];
      for (let row = rows.from; row < rows.to; row++) {
        const hours = ((durationS[row] as number) + (uncoveredS[row] as number)) / SECONDS_PER_HOUR;
        out[row - rows.from] = finite((1 - (out[row - rows.from] as number)) / hours);
      }
    },
  },
  equivalentFullCycles: throughput(CAPACITIES, ({ nominalAh }) => 2 * nominalAh),
  throughputAh: throughput(CAPACITIES, () => 1),
  throughputWh: throughput(ENERGIES, () => 1),
} as const satisfies Partial<Record<MetricName, MetricColumn>>;

/** What is summed up over cycles for a metric; null for one that each cycle has alone. */
export function summedQuantities(metric: MetricName): readonly [CycleQuantity, CycleQuantity] | null {
  if (metric === "throughputWh") return ENERGIES;
  return metric === "throughputAh" || metric === "equivalentFullCycles" ? CAPACITIES : null;
}

/** Sums up to each row, which the cell's tests make together. */
function throughput(
  needs: readonly [CycleQuantity, CycleQuantity],
  divisorOf: (cell: MetricCell) => number,
): MetricColumn {
  return {
    needs,
    fill(out, { test, from, to }, cell) {
      const sums = cell.throughputs?.get(test);
      const divisor = divisorOf(cell);
      for (let row = from; row < to; row++) out[row - from] = finite((sums?.[row] ?? Number.NaN) / divisor);
    },
  };
}

/** Thousandths of a quantity for a unit of mass or area. */
function perSize(quantity: CycleQuantity, sizeOf: (cell: MetricCell) => number): MetricColumn {
  return {
    needs: [quantity],
    fill(out, { test, from, to }, cell) {
      const values = test.column(quantity);
      const size = sizeOf(cell);
      for (let row = from; row < to; row++) out[row - from] = finite(((values[row] as number) * 1000) / size);
    },
  };
}

/** Capacity ÷ hours ÷ nominal capacity. */
function rate(capacity: CycleQuantity, duration: CycleQuantity): MetricColumn {
  return {
    needs: [capacity, duration],
    fill(out, { test, from, to }, { nominalAh }) {
      const [capacityAh, durationS] = [test.column(capacity), test.column(duration)];
      for (let row = from; row < to; row++) {
        const currentA = finite((capacityAh[row] as number) / ((durationS[row] as number) / SECONDS_PER_HOUR));
        out[row - from] = finite(currentA / nominalAh);
      }
    },
  };
}

/** @see ratio in server/domain/cycles/cycle-metrics.ts: a property test holds the two together */
function ratio(numerator: CycleQuantity, denominator: CycleQuantity): MetricColumn {
  return {
    needs: [numerator, denominator],
    fill(out, { test, from, to }) {
      const [above, below] = [test.column(numerator), test.column(denominator)];
      for (let row = from; row < to; row++) out[row - from] = finite((above[row] as number) / (below[row] as number));
    },
  };
}

/** NaN instead of an infinity: a column's sign for a value that is missing. */
const finite = (value: number) => (value - value === 0 ? value : Number.NaN);

type StoredMetric = Exclude<MetricName, keyof typeof DERIVED>;

function isDerived(metric: MetricName): metric is keyof typeof DERIVED {
  return Object.hasOwn(DERIVED, metric);
}

function stored(quantity: StoredMetric & CycleQuantity): MetricColumn {
  return {
    needs: [quantity],
    fill(out, { test, from, to }) {
      const values = test.column(quantity);
      for (let row = from; row < to; row++) out[row - from] = values[row] as number;
    },
  };
}

/** The stored quantities that a metric is computed from. */
export function quantitiesOf(metric: MetricName): readonly CycleQuantity[] {
  return metricColumn(metric).needs;
}

/** Whether a metric of any cycle changes with the cell's reference cycle. */
export const dependsOnReference = (metric: MetricName) => metric === "capacityRetention";

/** Writes a metric of some rows of a test to the begin of `out`, NaN where it has no value. */
export function fillMetric(metric: MetricName, out: Float64Array, rows: Rows, cell: MetricCell): void {
  metricColumn(metric).fill(out, rows, cell);
}

function metricColumn(metric: MetricName): MetricColumn {
  return isDerived(metric) ? DERIVED[metric] : stored(metric);
}
