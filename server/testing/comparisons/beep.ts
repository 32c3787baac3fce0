import { SECONDS_PER_HOUR } from "../../domain/cycles/stored-quantities";
import type { Comparison, Tool } from "./comparison";
import { counterOf, cycleOf, isoS, lastOf, type Reading } from "./reading";

const PATHS = "beep/structure/tests/test_cyclerpaths.py";
const LOOPS = ["comparisons/test_loopsnewoutput_MB_CE1_short10k.csv.gz"] as const;
/** Half of the last digit of `assertAlmostEqual(…, 6)`. */
const SIX_PLACES = 5e-7;
const US_PER_S = 1e6;

const rows = (line: number, file: string, published: number): Comparison => ({
  source: `${PATHS}:${line}`,
  files: [file],
  what: "rows",
  unit: "1",
  published,
  tolerance: 0,
  ours: ({ summary }) => summary.samples,
});

/** The longest time between two neighbours by the clock. */
function longestPauseS({ samples }: Reading, round: (timeS: number) => number): number {
  const clockS = Array.from(samples.timeUs, (timeUs) => round(timeUs / US_PER_S));
  return clockS.slice(1).reduce((longest, timeS, index) => Math.max(longest, timeS - (clockS[index] ?? timeS)), 0);
}

const COMPARISONS: readonly Comparison[] = [
  rows(127, "comparisons/xTESLADIAG_000019_CH70.070.gz", 11669),
  rows(130, "comparisons/PredictionDiagnostics_000151_test.052.gz", 333),
  rows(133, "comparisons/PredictionDiagnostics_000109_tztest.010.gz", 2165),
  rows(522, "cyclers/test_Nova_Form-CH01-01_short.csv.gz", 3942),
  {
    source: "beep/structure/tests/test_base.py:414",
    files: ["cyclers/PredictionDiagnostics_000151_paused.052"],
    what: "longest pause by the clock",
    unit: "s",
    published: 7201,
    tolerance: 0,
    ours: (reading) => longestPauseS(reading, (timeS) => timeS),
    theirWay: { reason: "wholeSeconds", value: (reading) => longestPauseS(reading, Math.floor) },
  },
  {
    source: `${PATHS}:370`,
    files: LOOPS,
    what: "charge capacity of the first cycle",
    unit: "Ah",
    published: 1.461875,
    tolerance: SIX_PLACES,
    ours: (reading) => cycleOf(reading, 0).chargeAs / SECONDS_PER_HOUR,
    theirWay: { reason: "counter", value: (reading) => counterOf(reading, 0, "chargeCapacity") },
  },
  {
    source: `${PATHS}:371`,
    files: LOOPS,
    what: "discharge capacity of the first cycle",
    unit: "Ah",
    published: 2.324598,
    tolerance: SIX_PLACES,
    ours: (reading) => cycleOf(reading, 0).dischargeAs / SECONDS_PER_HOUR,
    theirWay: { reason: "counter", value: (reading) => counterOf(reading, 0, "dischargeCapacity") },
  },
  {
    source: `${PATHS}:372`,
    files: LOOPS,
    what: "start of the first cycle, its clock taken for Pacific time",
    unit: "UTC",
    published: isoS("2021-05-05T22:36:22.757Z"),
    tolerance: 0,
    ours: (reading) => cycleOf(reading, 0).firstTimeUs / US_PER_S,
  },
  {
    source: `${PATHS}:373`,
    files: LOOPS,
    what: "start of the second cycle",
    unit: "UTC",
    published: isoS("2021-05-06T09:44:45.604Z"),
    tolerance: 0,
    ours: (reading) => cycleOf(reading, 1).firstTimeUs / US_PER_S,
  },
  {
    source: `${PATHS}:375`,
    files: LOOPS,
    what: "time of the last sample since the first",
    unit: "s",
    published: 102040.77,
    tolerance: 5e-4,
    ours: ({ samples }) => (lastOf(samples.timeUs) - (samples.timeUs[0] ?? Number.NaN)) / US_PER_S,
  },
];

export const BEEP: Tool = {
  name: "BEEP",
  repository: "TRI-AMDD/beep",
  commit: "decb02d4",
  licence: "Apache-2.0",
  comparisons: COMPARISONS,
  left: [
    "Capacities of `neware_test.csv` (`test_cyclerpaths.py:479`), of `BEEPDatapath_arbin_memloaded.csv`, `BEEPDatapath_maccor_w_diagnostic_memloaded.csv` and of the structured runs behind its features: those files are larger than what could be had of the repository.",
    "`diag_interp … median()` and other numbers of curves interpolated at a thousand and more even voltages: medians of an interpolation, which no capacity of ours stands for.",
    "The highest voltage and a current of an interpolated charge (`test_cyclerpaths.py:247`): points of an interpolation, none of the file's rows.",
    "Step numbers of a Novonix file (`test_cyclerpaths.py:540`): BEEP takes the step's type for its number, here both are kept apart.",
    "Cycle numbers from a mapping file (`test_cyclerpaths.py:464`): BioLogic's own numbers are kept here.",
  ],
};
