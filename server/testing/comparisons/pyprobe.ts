import { type Comparison, relative, textOf, type Tool, type Unit } from "./comparison";
import { chargeAh, dischargeAh, isoS, lastOf, type Reading, sum, wholeCounter } from "./reading";

const US_PER_S = 1e6;
/** Of polars' `assert_frame_equal`, which PyProBE's tests use: relative, and absolute. */
const [RTOL, ATOL] = [1e-5, 1e-8];
const tolerance = (published: number) => ATOL + relative(published, RTOL);

type Files = Comparison["files"];
type LastRow = {
  test: string;
  /** Where its values stand in the test. */
  lines: { time: number; current: number; voltage: number; temperature: number };
  files: Files;
  timeS: number;
  currentA: number;
  voltageV: number;
  temperatureC: number;
};

/** The last row of a file: what PyProBE reads there. */
function lastRow({ test, lines, files, ...row }: LastRow): Comparison[] {
  const value = (
    line: number,
    what: string,
    unit: Unit,
    published: number,
    column: "testTimeS" | "currentA" | "voltageV" | "temperatureC",
  ): Comparison => ({
    source: `tests/cyclers/${test}:${line}`,
    files,
    what: `${what} of the last row`,
    unit,
    published,
    tolerance: tolerance(published),
    ours: (...readings) => lastOf(readings.at(-1)?.samples[column] ?? []),
  });
  return [
    value(lines.time, "time", "s", row.timeS, "testTimeS"),
    value(lines.current, "current", "A", row.currentA, "currentA"),
    value(lines.voltage, "voltage", "V", row.voltageV, "voltageV"),
    value(lines.temperature, "temperature", "°C", row.temperatureC, "temperatureC"),
  ];
}

/** The values stand on lines of their own: time, step, event, current, voltage, capacity, temperature. */
const consecutive = (first: number) => ({
  time: first,
  current: first + 3,
  voltage: first + 4,
  temperature: first + 6,
});

const netAh = (...readings: Reading[]) => sum(readings.map(({ runs }) => chargeAh(runs) - dischargeAh(runs)));
const netCounter = (...readings: Reading[]) =>
  sum(readings.map((reading) => wholeCounter(reading, "chargeCapacity") - wholeCounter(reading, "dischargeCapacity")));
const largestChargeCounter = (...readings: Reading[]) =>
  Math.max(...readings.map((reading) => wholeCounter(reading, "chargeCapacity")));

function capacity(source: string, files: Files, published: number, reason: "counter" | "offset"): Comparison {
  return {
    source: `tests/cyclers/${source}`,
    files,
    what: "capacity of the last row since the first",
    unit: "Ah",
    published,
    tolerance: tolerance(published),
    ours: netAh,
    theirWay: {
      reason,
      value:
        reason === "counter"
          ? netCounter
          : (...readings) => netCounter(...readings) + largestChargeCounter(...readings),
    },
  };
}

/** Published to the microsecond; a clock with milliseconds, as most of these files have, tells no more than those. */
function clock(source: string, files: Files, iso: string, theirWay?: Comparison["theirWay"]): Comparison {
  return {
    source: `tests/cyclers/${source}`,
    files,
    what: "clock of the last row",
    unit: "UTC",
    published: isoS(iso),
    tolerance: 1.5e-3,
    ours: (...readings) => lastOf(readings.at(-1)?.samples.timeUs ?? []) / US_PER_S,
    ...(theirWay && { theirWay }),
  };
}

const STARTED_S = isoS("2024-05-13T11:19:51.602Z");
const asMicroseconds: Comparison["theirWay"] = {
  reason: "microseconds",
  value: (...readings) => STARTED_S + lastOf(readings.at(-1)?.samples.testTimeS ?? []) / US_PER_S,
};

const BIOLOGIC = "cyclers/Sample_data_biologic_";
const FIRST: Files = [`${BIOLOGIC}01_MB_CA1.txt`];
const ALL: Files = [FIRST[0], `${BIOLOGIC}02_MB_CA1.txt`, `${BIOLOGIC}03_MB_CA1.txt`];
const TIMESTAMPED: Files = [`${BIOLOGIC}timestamped.txt`];
const ARBIN: Files = ["cyclers/sample_data_arbin.csv"];
const MACCOR: Files = ["cyclers/sample_data_maccor.csv"];
const BASYTEC: Files = ["cyclers/sample_data_basytec.txt"];
const NOVONIX: Files = ["cyclers/sample_data_novonix.csv"];

const ROWS: readonly LastRow[] = [
  {
    test: "test_biologic.py",
    lines: consecutive(91),
    files: FIRST,
    timeS: 139.524007,
    currentA: -0.899826,
    voltageV: 3.4854481,
    temperatureC: 23.029291,
  },
  {
    test: "test_biologic.py",
    lines: consecutive(123),
    files: ALL,
    timeS: 256016.11344,
    currentA: 0.450135,
    voltageV: 3.062546,
    temperatureC: 22.989878,
  },
  {
    test: "test_biologic.py",
    lines: consecutive(157),
    files: [`${BIOLOGIC}no_header.mpt`],
    timeS: 281792.50213,
    currentA: 0,
    voltageV: 2.9814022,
    temperatureC: 24.506462,
  },
  {
    test: "test_maccor.py",
    lines: consecutive(20),
    files: MACCOR,
    timeS: 13.06,
    currentA: 28.798,
    voltageV: 3.716,
    temperatureC: 22.2591,
  },
  {
    test: "test_arbin.py",
    lines: consecutive(20),
    files: ARBIN,
    timeS: 301.214,
    currentA: 2.650138,
    voltageV: 3.599601,
    temperatureC: 24.68785,
  },
  {
    test: "test_basytec.py",
    lines: consecutive(30),
    files: BASYTEC,
    timeS: 70.235804,
    currentA: 0.449602,
    voltageV: 3.53285,
    temperatureC: 25.47953,
  },
  {
    test: "test_novonix.py",
    lines: consecutive(29),
    files: NOVONIX,
    timeS: 12287.48004,
    currentA: 0.49999387,
    voltageV: 4.12864581,
    temperatureC: 24.792,
  },
];

const CAPACITIES: readonly Comparison[] = [
  capacity("test_biologic.py:96", FIRST, -0.03237135133365209, "counter"),
  capacity("test_biologic.py:128", ALL, 0.307727, "offset"),
  capacity("test_biologic.py:162", [`${BIOLOGIC}no_header.mpt`], 0, "counter"),
  capacity("test_maccor.py:25", MACCOR, 0.048, "offset"),
  capacity("test_arbin.py:25", ARBIN, 0.0007812400999999999, "offset"),
  capacity("test_basytec.py:35", BASYTEC, 0.001248916998009, "counter"),
  capacity("test_novonix.py:34", NOVONIX, 1.70652976, "counter"),
];

const CLOCKS: readonly Comparison[] = [
  clock("test_biologic.py:90", FIRST, "2024-05-13T11:19:51.602Z", asMicroseconds),
  clock("test_biologic.py:122", ALL, "2024-05-13T11:19:51.858Z", asMicroseconds),
  clock("test_maccor.py:19", MACCOR, "2023-11-23T15:56:24.060Z"),
  clock("test_arbin.py:19", ARBIN, "2024-09-20T08:37:05.772Z"),
  clock("test_basytec.py:29", BASYTEC, "2023-06-19T17:58:03.236Z"),
  clock("test_novonix.py:28", NOVONIX, "2025-07-19T18:51:08.000Z", {
    reason: "clockOfSeconds",
    value: () => isoS(`${lastClockOf(NOVONIX[0])}Z`),
  }),
];

/** The first field of the last line, as Novonix writes it: `2025-07-19 6:51:08 PM`. */
function lastClockOf(file: string): string {
  const field = textOf(file).trimEnd().split("\n").at(-1)?.split(",")[0] ?? "";
  return field;
}

const SECONDS_AFTER_REST: readonly Comparison[] = [0, 6.464, 7.464, 8.464, 9.464, 10.464, 11.464, 12.464].map(
  (published, index) => ({
    source: "tests/cyclers/test_biologic.py:65",
    files: TIMESTAMPED,
    what: `time of row ${index + 1} since the first`,
    unit: "s",
    published,
    tolerance: relative(published, 1e-7),
    ours: ({ samples: { timeUs } }) => ((timeUs[index] ?? Number.NaN) - (timeUs[0] ?? Number.NaN)) / US_PER_S,
  }),
);

export const PYPROBE: Tool = {
  name: "PyProBE",
  repository: "ImperialCollegeLondon/PyProBE",
  commit: "b6302b79",
  licence: "BSD-3-Clause",
  comparisons: [...CAPACITIES, ...CLOCKS, ...ROWS.flatMap(lastRow), ...SECONDS_AFTER_REST],
  left: [
    "Break-in cycles, pulse resistances and open-circuit voltages (`test_cycling.py`, `test_pulsing.py`, `test_rawdata.py`): all of one Neware file, `sample_data_neware`, which is not in the repository's history as it could be had.",
    "Event numbers: PyProBE counts steps anew where a number repeats, as `stepCount` does here; the numbers are an index, not a measurement.",
  ],
};
