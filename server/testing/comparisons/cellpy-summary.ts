import { SECONDS_PER_HOUR } from "../../domain/cycles/stored-quantities";
import { type Comparison, relative } from "./comparison";
import { counterOf, cycleOf, lastOf, sum, wholeCounter } from "./reading";

/**
 * cellpy's summary of an Arbin test, as its `test_goldens.py` expects it: cycle, charge and discharge capacity in Ah, charge ÷ discharge in %,
 * number of the last row, its test time in s.
 */
const SUMMARY: readonly (readonly [number, number, number, number, number, number])[] = [
  [1, 0.001625405999113, 0.001755093529421, 92.61079092743373, 1457, 168686.22969122807],
  [2, 0.001699563704792, 0.001567475110416, 108.42683839113366, 2283, 248276.16990686243],
  [3, 0.001731507850782, 0.00158572094753, 109.1937300493561, 3119, 329048.5426259496],
  [4, 0.001575977621879, 0.001517317963934, 103.8660095866071, 3635, 367369.23850190704],
  [5, 0.001535303245007, 0.001471186143864, 104.35819093392217, 4133, 404665.96104384895],
  [6, 0.00153715757967, 0.001470715447093, 104.51767421824044, 4632, 441979.8184910384],
  [7, 0.001535230829355, 0.001470578416947, 104.39639339615917, 5130, 479267.15477778006],
  [8, 0.001532428826304, 0.001465147078091, 104.59214977247638, 5628, 516459.76693208434],
  [9, 0.001574540263525, 0.001509112515388, 104.33551159836337, 6134, 554665.8655123436],
  [10, 0.001528125264222, 0.001463215585026, 104.43609812937078, 6632, 591782.9212351139],
  [11, 0.001542494117841, 0.001477811254452, 104.37693671598038, 7133, 629241.8652969805],
  [12, 0.001539749578288, 0.001475715569952, 104.33918362317495, 7633, 666644.2137209115],
  [13, 0.001572530562167, 0.001507443670779, 104.31769973563026, 8143, 704809.9761072166],
  [14, 0.001564749034931, 0.001502867196376, 104.11758528659227, 8649, 742829.0939941168],
  [15, 0.001555163656208, 0.001491728698028, 104.25244605563051, 9154, 780603.0134510964],
  [16, 0.001585585819467, 0.001526201441619, 103.89099212126315, 9666, 819143.0188367418],
  [17, 0.00152536232814, 0.001464807818354, 104.13395593792262, 10165, 856246.606951976],
  [18, 0, 0.000239313155618, 0, 10261, 859077.2406335169],
];

const FILES = ["comparisons/cellpy_arbin_res_raw.parquet"] as const;
const at = (cycle: number, column: string) =>
  `tests/data/goldens/pipeline_smoke/summary.parquet, cycle ${cycle}, ${column}`;
/** Of pandas' `assert_frame_equal`, which cellpy's test uses. */
const RTOL = 1e-5;

const ofCycle = ([cycle, charge, discharge, efficiency, lastRow, lastS]: (typeof SUMMARY)[number]): Comparison[] => [
  {
    source: at(cycle, "charge_capacity"),
    files: FILES,
    what: `charge capacity of cycle ${cycle}`,
    unit: "Ah",
    published: charge,
    tolerance: relative(charge, RTOL),
    ours: (reading) => cycleOf(reading, cycle).chargeAs / SECONDS_PER_HOUR,
    theirWay: { reason: "counter", value: (reading) => counterOf(reading, cycle, "chargeCapacity") },
  },
  {
    source: at(cycle, "discharge_capacity"),
    files: FILES,
    what: `discharge capacity of cycle ${cycle}`,
    unit: "Ah",
    published: discharge,
    tolerance: relative(discharge, RTOL),
    ours: (reading) => cycleOf(reading, cycle).dischargeAs / SECONDS_PER_HOUR,
    theirWay: { reason: "counter", value: (reading) => counterOf(reading, cycle, "dischargeCapacity") },
  },
  {
    source: at(cycle, "coulombic_efficiency"),
    files: FILES,
    what: `coulombic efficiency of cycle ${cycle}, of a half cell's anode: charge ÷ discharge`,
    unit: "%",
    published: efficiency,
    tolerance: relative(efficiency, RTOL),
    ours: (reading) => (100 * cycleOf(reading, cycle).chargeAs) / cycleOf(reading, cycle).dischargeAs,
    theirWay: {
      reason: "counterOverCounter",
      value: (reading) =>
        (100 * counterOf(reading, cycle, "chargeCapacity")) / counterOf(reading, cycle, "dischargeCapacity"),
    },
  },
  {
    source: at(cycle, "datapoint_num_last"),
    files: FILES,
    what: `samples up to the end of cycle ${cycle}`,
    unit: "1",
    published: lastRow,
    tolerance: 0,
    ours: ({ cycles }) => sum(cycles.filter((other) => other.cycle <= cycle).map(({ sampleCount }) => sampleCount)),
  },
  {
    source: at(cycle, "last_test_time"),
    files: FILES,
    what: `test time of the last sample of cycle ${cycle}`,
    unit: "s",
    published: lastS,
    tolerance: relative(lastS, RTOL),
    ours: ({ samples }) => lastOf(samples.testTimeS.filter((_, index) => samples.cycle[index] === cycle)),
  },
];

/** What the summary and `metrics.json` say of the whole test. */
const OF_TEST: Comparison[] = [
  {
    source: "tests/data/goldens/pipeline_smoke/metrics.json, n_cycles",
    files: FILES,
    what: "cycles",
    unit: "1",
    published: 18,
    tolerance: 0,
    ours: ({ cycles }) => cycles.length,
  },
  {
    source: "tests/data/goldens/pipeline_smoke/metrics.json, n_steps",
    files: FILES,
    what: "steps",
    unit: "1",
    published: 103,
    tolerance: 0,
    ours: ({ runs }) => runs.length,
  },
  {
    source: at(18, "test_cumulated_capacity_throughput"),
    files: FILES,
    what: "charge throughput of the test",
    unit: "Ah",
    published: 0.052722327824579,
    tolerance: relative(0.052722327824579, RTOL),
    ours: ({ cycles }) => sum(cycles.map(({ chargeAs, dischargeAs }) => chargeAs + dischargeAs)) / SECONDS_PER_HOUR,
    theirWay: {
      reason: "counter",
      value: (reading) => wholeCounter(reading, "chargeCapacity") + wholeCounter(reading, "dischargeCapacity"),
    },
  },
  {
    source: at(2, "potential_end_charge"),
    files: FILES,
    what: "highest voltage of a charge, cycle 2",
    unit: "V",
    published: 1.0001134872436523,
    tolerance: relative(1.0001134872436523, RTOL),
    ours: (reading) => cycleOf(reading, 2).maxVoltageV,
  },
  {
    source: at(2, "potential_end_discharge"),
    files: FILES,
    what: "lowest voltage of a discharge, cycle 2",
    unit: "V",
    published: 0.049893856048583984,
    tolerance: relative(0.049893856048583984, RTOL),
    ours: (reading) => cycleOf(reading, 2).minVoltageV,
  },
];

export const CELLPY_SUMMARY: readonly Comparison[] = [...OF_TEST, ...SUMMARY.flatMap(ofCycle)];
