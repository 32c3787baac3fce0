import type { CycleQuantity } from "../data/test-cycles";
import type { MetricName } from "../domain/cycles/metrics";
import type { TestColumns } from "./test-columns";

/** What metrics need of a cell beside its cycles. */
export type MetricCell = { isAnode: boolean /** Of the reference cycle; NaN without one. */; referenceAh: number };

type Fill = (out: Float64Array, rows: Rows, cell: MetricCell) => void;
/** Some rows of a test. */
type Rows = { test: TestColumns; from: number; to: number };
type MetricColumn = { needs: readonly CycleQuantity[]; fill: Fill };

const dischargeShare = ratio("dischargeCapacityAh", "chargeCapacityAh");
const chargeShare = ratio("chargeCapacityAh", "dischargeCapacityAh");
const meanCharge = ratio("chargeEnergyWh", "chargeCapacityAh");
const meanDischarge = ratio("dischargeEnergyWh", "dischargeCapacityAh");

/** How metrics come from stored quantities, column by column; the others are stored under their own names. */
const DERIVED = {
  coulombicEfficiency: {
    needs: dischargeShare.needs,
    // In a half cell of an anode the charge that comes back is that of the charge step.
    fill: (out, rows, cell) => (cell.isAnode ? chargeShare : dischargeShare).fill(out, rows, cell),
  },
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
} as const satisfies Partial<Record<MetricName, MetricColumn>>;

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
