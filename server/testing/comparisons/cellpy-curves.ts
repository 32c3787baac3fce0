import { capacityAlong } from "../../domain/curves/curve-samples";
import { NO_INT, sliceSamples } from "../../domain/samples/sample-columns";
import { type Comparison, relative } from "./comparison";
import { lastOf, type Reading } from "./reading";

/** Rows of cellpy's curves of cycle 5, from 0: capacity in Ah (cellpy: mAh/g of one milligram) and voltage. */
const CHARGE: readonly (readonly [number, number, number])[] = [
  [0, 1.106868e-9, 0.15119725465774536],
  [20, 0.000116377142707, 0.24695821106433868],
  [50, 0.000421807051592, 0.3140832483768463],
  [100, 0.0009308559331370001, 0.47081100940704346],
  [150, 0.001384055965356, 0.6712623834609985],
  [213, 0.001535303235807, 1.0001134872436523],
];
const DISCHARGE: readonly (readonly [number, number, number])[] = [
  [0, 1.53e-13, 0.7928880453109741],
  [20, 0.000003107822929, 0.6866580843925476],
  [50, 0.000016971768183, 0.5296223759651184],
  [100, 0.000225468137107, 0.2980717718601227],
  [150, 0.000732811707205, 0.2152431607246399],
  [223, 0.001471186133298, 0.049893856048583984],
];

const FILES = ["comparisons/cellpy_arbin_res_raw.parquet"] as const;
const RTOL = 1e-5;

/** The samples of cycle 5 with current of one sign, and their run. */
function stepOfCycle5({ samples, runs }: Reading, sign: 1 | -1) {
  let from = 0;
  for (const run of runs) {
    const own = sliceSamples(samples, from, from + run.sampleCount);
    from += run.sampleCount;
    const movedAs = sign > 0 ? run.chargeAs : run.dischargeAs;
    if (run.sentCycle === 5 && movedAs > 0) return { samples: own, run, firstRow: from - run.sampleCount };
  }
  throw new RangeError(`cycle 5 has no run of sign ${sign}`);
}

function curve(name: "ccap" | "dcap", sign: 1 | -1, rows: typeof CHARGE): Comparison[] {
  const direction = sign > 0 ? "charge" : "discharge";
  const source = (row: number) => `tests/data/goldens/curve_get_${name}_c5/curve.parquet, row ${row}`;
  const capacityAt = (reading: Reading, row: number) => {
    const { samples, run } = stepOfCycle5(reading, sign);
    return capacityAlong({ samples, sign, leadInS: run.leadInS, heldFromUs: null, maxGapSeconds: null })[row];
  };
  /** The cycler's counter starts with the cycle. */
  const counterAt = (reading: Reading, row: number) =>
    Number(reading.table[stepOfCycle5(reading, sign).firstRow + row]?.[`${direction}_capacity`]);
  const points: Comparison = {
    source: `tests/data/goldens/curve_get_${name}_c5/metrics.json, n_rows`,
    files: FILES,
    what: `points of the ${direction} of cycle 5`,
    unit: "1",
    published: sign > 0 ? 214 : 224,
    tolerance: 0,
    ours: (reading) => stepOfCycle5(reading, sign).samples.length,
  };
  const places = rows.flatMap(([row, capacityAh, voltageV]): Comparison[] => [
    {
      source: source(row),
      files: FILES,
      what: `voltage of the ${direction} of cycle 5, point ${row}`,
      unit: "V",
      published: voltageV,
      tolerance: relative(voltageV, RTOL),
      ours: (reading) => stepOfCycle5(reading, sign).samples.voltageV[row] ?? Number.NaN,
    },
    {
      source: source(row),
      files: FILES,
      what: `capacity of the ${direction} of cycle 5, point ${row}`,
      unit: "Ah",
      published: capacityAh,
      tolerance: 1e-8 + relative(capacityAh, RTOL),
      ours: (reading) => capacityAt(reading, row) ?? Number.NaN,
      theirWay: { reason: "counter", value: (reading) => counterAt(reading, row) },
    },
  ]);
  return [points, ...places];
}

/** The samples of one cycle and step. */
function samplesOf({ samples }: Reading, cycle: number, step: number) {
  const from = samples.cycle.findIndex((value, index) => value === cycle && (samples.step[index] ?? NO_INT) === step);
  let to = from;
  while (samples.cycle[to] === cycle && samples.step[to] === step) to++;
  return sliceSamples(samples, from, to);
}

const OCV = "tests/data/goldens/curve_get_ocv_up_c1/curve.parquet";
const RELAXATION: readonly Comparison[] = [
  {
    source: "tests/data/goldens/curve_get_ocv_up_c1/metrics.json, n_rows",
    files: FILES,
    what: "points of the rest after the discharge of cycle 1",
    unit: "1",
    published: 32,
    tolerance: 0,
    ours: (reading) => samplesOf(reading, 1, 5).length,
  },
  {
    source: `${OCV}, row 0`,
    files: FILES,
    what: "voltage at the start of that rest",
    unit: "V",
    published: 0.06960029155015945,
    tolerance: relative(0.06960029155015945, RTOL),
    ours: (reading) => samplesOf(reading, 1, 5).voltageV[0] ?? Number.NaN,
  },
  {
    source: `${OCV}, row 31`,
    files: FILES,
    what: "voltage at its end",
    unit: "V",
    published: 0.09546498954296112,
    tolerance: relative(0.09546498954296112, RTOL),
    ours: (reading) => lastOf(samplesOf(reading, 1, 5).voltageV),
  },
  {
    source: `${OCV}, row 31`,
    files: FILES,
    what: "step time at its end",
    unit: "s",
    published: 1800.000481445629,
    tolerance: relative(1800.000481445629, RTOL),
    ours: (reading) => lastOf(samplesOf(reading, 1, 5).stepTimeS),
  },
];

export const CELLPY_CURVES: readonly Comparison[] = [
  ...curve("ccap", 1, CHARGE),
  ...curve("dcap", -1, DISCHARGE),
  ...RELAXATION,
];
