import { SECONDS_PER_HOUR } from "../../domain/cycles/stored-quantities";
import { splitIntoRuns } from "../../domain/cycles/runs";
import { sliceSamples } from "../../domain/samples/sample-columns";
import { CELLPY_CURVES } from "./cellpy-curves";
import { CELLPY_SUMMARY } from "./cellpy-summary";
import { type Comparison, relative, textOf, type Tool, type Unit } from "./comparison";
import { counterOf, cycleOf, lastOf, type Reading, sum } from "./reading";

/** Of pandas' `assert_frame_equal`, and of pytest's `approx`. */
const [RTOL, APPROX] = [1e-5, 1e-6];
const golden = (suite: string, place: string) => `tests/data/goldens/${suite}/raw.parquet, ${place}`;

type Files = Comparison["files"];
const NEWARE: Files = ["neware_uio.csv"];
const MACCOR: Files = ["cyclers/maccor_001.txt.gz"];
const PEC: Files = ["cyclers/pec.csv.gz"];
const BATMO: Files = ["cyclers/batmo_bdf.excerpt.csv"];

const count = (
  source: string,
  files: Files,
  what: string,
  published: number,
  ours: Comparison["ours"],
): Comparison => ({
  source,
  files,
  what,
  unit: "1",
  published,
  tolerance: 0,
  ours,
});
const rowCount = ({ summary }: Reading) => summary.samples;

type Quantity = "chargeCapacity" | "dischargeCapacity" | "chargeEnergy" | "dischargeEnergy";
const SUMS = {
  chargeCapacity: ["chargeAs", "charge capacity", "Ah"],
  dischargeCapacity: ["dischargeAs", "discharge capacity", "Ah"],
  chargeEnergy: ["chargeWs", "charge energy", "Wh"],
  dischargeEnergy: ["dischargeWs", "discharge energy", "Wh"],
} as const satisfies Record<Quantity, readonly [string, string, Unit]>;

/** The counter in the last row of a cycle; `number` is the cycle's here, `theirs` cellpy's. */
function ofCycle(suite: string, files: Files, row: number, number: number, quantity: Quantity, published: number) {
  const [name, words, unit] = SUMS[quantity];
  const comparison: Comparison = {
    source: golden(suite, `row ${row}`),
    files,
    what: `${words} of cycle ${number}`,
    unit,
    published,
    tolerance: relative(published, RTOL),
    ours: (reading) => cycleOf(reading, number)[name] / SECONDS_PER_HOUR,
    theirWay: { reason: "counter", value: (reading) => counterOf(reading, number, quantity) },
  };
  return comparison;
}

/** Step, capacity in Ah and energy in Wh of the last row of each step with current, as cellpy reads Maccor's counters. */
const MACCOR_STEPS: readonly (readonly [number, number, number])[] = [
  [2, 0.63781, 2.01593],
  [4, 3.36871, 13.0456],
  [5, 1.15388, 4.84626],
  [7, 4.54403, 16.5637],
  [9, 3.35664, 12.99883],
  [10, 1.15991, 4.87161],
  [12, 4.354, 14.81356],
  [14, 3.17303, 12.329],
  [15, 1.15305, 4.84277],
  [17, 4.28448, 13.5001],
  [19, 3.11128, 12.10199],
  [20, 1.1471, 4.81778],
  [22, 3.54279, 10.00696],
];

/** The sum over the runs of one step of the program. */
const ofStep = (
  { runs }: Reading,
  step: number,
  names: readonly ("chargeAs" | "dischargeAs" | "chargeWs" | "dischargeWs")[],
) => sum(runs.filter((run) => run.step === step).flatMap((run) => names.map((name) => run[name]))) / SECONDS_PER_HOUR;

const maccorStep = ([step, capacityAh, energyWh]: (typeof MACCOR_STEPS)[number]): Comparison[] => [
  {
    source: golden("loader_maccor_txt", `last row of step ${step}`),
    files: MACCOR,
    what: `capacity of step ${step}`,
    unit: "Ah",
    published: capacityAh,
    tolerance: relative(capacityAh, RTOL),
    ours: (reading) => ofStep(reading, step, ["chargeAs", "dischargeAs"]),
    theirWay: { reason: "counter", value: () => lastOfMaccorStep(step, "Amp-hr") },
  },
  {
    source: golden("loader_maccor_txt", `last row of step ${step}`),
    files: MACCOR,
    what: `energy of step ${step}`,
    unit: "Wh",
    published: energyWh,
    tolerance: relative(energyWh, RTOL),
    ours: (reading) => ofStep(reading, step, ["chargeWs", "dischargeWs"]),
    theirWay: { reason: "counter", value: () => lastOfMaccorStep(step, "Watt-hr") },
  },
];

/** PEC's counters, where a cycle begins with its charge; cellpy's cycles count from 1, ours as the file from 0. */
const PEC_CYCLES: readonly (readonly [number, number, Quantity, number])[] = [
  [1399, 0, "dischargeCapacity", 11.634168],
  [1399, 0, "dischargeEnergy", 36.539824],
  [11377, 1, "chargeCapacity", 44.424915],
  [11377, 1, "chargeEnergy", 148.356771],
  [11377, 1, "dischargeCapacity", 44.351991],
  [11377, 1, "dischargeEnergy", 144.897131],
  [16254, 2, "chargeCapacity", 44.25893],
  [16254, 2, "chargeEnergy", 147.740133],
];
const BATMO_CYCLES: readonly (readonly [number, number, number, number])[] = [
  [552, 1, 0.158947897737955, 0.276687081247552],
  [904, 2, 0.15516342398229, 0.146837581719826],
  [6410, 30, 0.131195090196408, 0.131195090196408],
  [11780, 60, 0.131195090196408, 0.131195090196408],
];

const NEWARE_CYCLES: readonly (readonly [number, number, number, number])[] = [
  [3462, 1, 0.00424934, 0.00508628],
  [5817, 2, 0.00424668, 0.00436841],
  [8715, 3, 0.00783477, 0.00797423],
  [9064, 4, 0.00143796, 0.00331516],
];

const lastRow = (
  [suite, files, rowCountOfGolden]: readonly [string, Files, number],
  what: string,
  unit: Unit,
  published: number,
  column: "testTimeS" | "voltageV" | "currentA",
): Comparison => ({
  source: golden(suite, `row ${rowCountOfGolden - 1}`),
  files,
  what: `${what} of the last row`,
  unit,
  published,
  tolerance: relative(published, RTOL),
  ours: ({ samples }) => lastOf(samples[column]),
});

const ROWS_OF_PEC = "tests/test_pec.py";
/** What the first seven rows moved. */
const firstRows = ({ samples }: Reading, name: "dischargeAs" | "dischargeWs") =>
  sum(splitIntoRuns(sliceSamples(samples, 0, 7), null, null).map((run) => run[name])) / SECONDS_PER_HOUR;

const PEC_ROWS: readonly Comparison[] = [
  {
    source: `${ROWS_OF_PEC}:63`,
    files: PEC,
    what: "voltage of row 0",
    unit: "V",
    published: 3.272632,
    tolerance: relative(3.272632, APPROX),
    ours: ({ samples }) => samples.voltageV[0] ?? Number.NaN,
  },
  {
    source: `${ROWS_OF_PEC}:64`,
    files: PEC,
    what: "current of row 5",
    unit: "A",
    published: -1.6339,
    tolerance: relative(1.6339, APPROX),
    ours: ({ samples }) => samples.currentA[5] ?? Number.NaN,
  },
  {
    source: `${ROWS_OF_PEC}:65`,
    files: PEC,
    what: "discharge capacity up to row 6",
    unit: "Ah",
    published: 0.000455,
    tolerance: relative(0.000455, APPROX),
    ours: (reading) => firstRows(reading, "dischargeAs"),
    theirWay: { reason: "counter", value: () => fieldOfPec("Discharge Capacity (mAh)") / 1000 },
  },
  {
    source: `${ROWS_OF_PEC}:66`,
    files: PEC,
    what: "discharge energy up to row 6",
    unit: "Wh",
    published: 0.001487,
    tolerance: relative(0.001487, APPROX),
    ours: (reading) => firstRows(reading, "dischargeWs"),
    theirWay: { reason: "counter", value: () => fieldOfPec("Discharge Capacity (mWh)") / 1000 },
  },
];

/** A field of row 6 of PEC's table. */
function fieldOfPec(heading: string): number {
  const lines = textOf(PEC[0]).split(/\r?\n/);
  const header = lines.findIndex((line) => line.startsWith("Test,Cell,Rack"));
  const column = lines[header]?.split(",").indexOf(heading) ?? -1;
  return Number(lines[header + 7]?.split(",")[column]);
}

/** A counter in the last row of a step of Maccor's table. */
function lastOfMaccorStep(step: number, heading: string): number {
  const rows = textOf(MACCOR[0])
    .split(/\r?\n/)
    .map((line) => line.split("\t"));
  const header = rows.find(([first]) => first === "Rec#") ?? [];
  const [stepAt, valueAt] = [header.indexOf("Step"), header.indexOf(heading)];
  return Number(rows.filter((row) => row[stepAt] === String(step)).at(-1)?.[valueAt]);
}

const COMPARISONS: readonly Comparison[] = [
  ...CELLPY_SUMMARY,
  ...CELLPY_CURVES,
  count("tests/test_neware.py:34", NEWARE, "rows", 9065, rowCount),
  count("tests/test_neware.py:35", NEWARE, "cycles", 4, ({ cycles }) => cycles.length),
  ...NEWARE_CYCLES.flatMap(([row, cycle, charge, discharge]) => [
    ofCycle("loader_neware_txt", NEWARE, row, cycle, "chargeCapacity", charge),
    ofCycle("loader_neware_txt", NEWARE, row, cycle, "dischargeCapacity", discharge),
  ]),
  lastRow(["loader_neware_txt", NEWARE, 9065], "test time", "s", 518538, "testTimeS"),
  lastRow(["loader_neware_txt", NEWARE, 9065], "voltage", "V", 0.4251, "voltageV"),
  lastRow(["loader_neware_txt", NEWARE, 9065], "current", "A", 0.00099171, "currentA"),
  count("tests/test_maccor.py:25", MACCOR, "rows", 6704, rowCount),
  lastRow(["loader_maccor_txt", MACCOR, 6704], "test time", "s", 183171.569999694, "testTimeS"),
  {
    ...count(
      golden("loader_maccor_txt", "cycle_index"),
      MACCOR,
      "number of the first cycle",
      1,
      ({ cycles }) => cycles[0]?.cycle ?? Number.NaN,
    ),
    theirWay: { reason: "numberedFrom1", value: ({ cycles }) => (cycles[0]?.cycle ?? Number.NaN) + 1 },
  },
  ...MACCOR_STEPS.flatMap(maccorStep),
  count("tests/data/goldens/loader_pec_csv/metrics.json, n_rows", PEC, "rows", 16255, rowCount),
  {
    ...count(
      "tests/test_pec.py:62",
      PEC,
      "number of the first cycle",
      1,
      ({ cycles }) => cycles[0]?.cycle ?? Number.NaN,
    ),
    theirWay: { reason: "numberedFrom1", value: ({ cycles }) => (cycles[0]?.cycle ?? Number.NaN) + 1 },
  },
  ...PEC_ROWS,
  ...PEC_CYCLES.map(([row, cycle, quantity, published]) =>
    ofCycle("loader_pec_csv", PEC, row, cycle, quantity, published),
  ),
  ...BATMO_CYCLES.flatMap(([row, cycle, charge, discharge]) => [
    ofCycle("loader_batmo_bdf", BATMO, row, cycle, "chargeCapacity", charge),
    ofCycle("loader_batmo_bdf", BATMO, row, cycle, "dischargeCapacity", discharge),
  ]),
  count("tests/test_bad_fixtures.py:45", ["bad/custom_good_small.csv"], "rows", 60, rowCount),
  count("tests/test_bad_fixtures.py:76", ["bad/custom_missing_cycle.csv"], "rows", 40, rowCount),
  ...[1, 3].map((cycle, index) =>
    count(
      "tests/test_bad_fixtures.py:75",
      ["bad/custom_missing_cycle.csv"],
      `number of cycle ${index + 1} of the file`,
      cycle,
      ({ cycles }) => cycles[index]?.cycle ?? Number.NaN,
    ),
  ),
];

export const CELLPY: Tool = {
  name: "cellpy",
  repository: "jepegit/cellpy",
  commit: "c5d74b99",
  licence: "MIT",
  comparisons: COMPARISONS,
  left: [
    "Files in binary formats (`.res`, `.ndax`, `.mpr`, `.h5`), which are not read here. Of one `.res` cellpy's tests keep the rows as Parquet; that file is compared.",
    "C-rates and equivalent full cycles of the summary (153.6 and 1,690 after one cycle): computed there with the default mass and nominal capacity of a cell that has neither.",
    "Capacity losses, shifted and cumulated differences: differences of the capacities that are compared.",
    "Not-a-number and infinite values kept on loading (`test_bad_fixtures.py:61`): such a file is refused here, with its row.",
  ],
};
