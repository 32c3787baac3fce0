import { describe, expect, it } from "vitest";
import { importText, refusalOf } from "../../testing/files/imported-file";

type Row = {
  time?: number;
  clock?: string;
  voltage?: number;
  current?: number | string;
  temperature?: number;
  cycle?: number | string;
  step?: number;
  charge?: number;
};

/** A table of rows; what is not said is a steady charge of 1 A. */
function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row, index) => {
    const time = row.time ?? index * 10;
    const charge = row.charge ?? time / 3600;
    return [
      time,
      row.clock ?? "",
      row.voltage ?? 3 + index / 1e4,
      row.current ?? 1.0001,
      row.temperature ?? 25,
      row.cycle ?? 1,
      row.step ?? 1,
      charge,
    ].join(",");
  });
  const headings = "Test Time (s),Date,Voltage (V),Current (A),Temperature (C),Cycle,Step,Charge Capacity (Ah)";
  return `${[headings, ...lines].join("\n")}\n`;
}

const STARTED = { startedAtUs: Date.UTC(2024, 0, 1) * 1000 };

async function warningsOn(rows: readonly Row[]): Promise<{ row: number | null; message: string }[]> {
  return (await importText(tableOf(rows), STARTED)).summary.warnings;
}

/** Why a table is refused, and what may be answered. */
async function questionOn(rows: readonly Row[]) {
  const { message, problems } = await refusalOf(new TextEncoder().encode(tableOf(rows)), STARTED);
  const choices = problems.flatMap(({ question }) => question?.choices ?? []);
  return { message, answers: choices.map(({ parameter, value }) => `${parameter}=${value}`) };
}

const rows = (count: number, row: (index: number) => Row = () => ({})) =>
  Array.from({ length: count }, (_, index) => row(index));
const clockAt = (seconds: number) =>
  new Date(Date.UTC(2024, 0, 1) + seconds * 1000).toISOString().slice(0, 19).replace("T", " ");

it("warns of nothing where nothing is wrong", async () => {
  expect(await warningsOn(rows(200, (index) => ({ clock: clockAt(index * 10) })))).toEqual([]);
});

describe("test time against the clock", () => {
  it.each([
    [60, "min"],
    [3600, "h"],
    [1e-3, "ms"],
  ])("finds a factor of %s", async (factor, unit) => {
    const row = (index: number) => ({
      time: (index * 60) / Math.min(factor, 1),
      clock: clockAt(index * 60 * Math.max(factor, 1)),
    });
    const { message, answers } = await questionOn(rows(50, (index) => ({ ...row(index), charge: 0, current: 0 })));
    expect(message).toContain(`its unit seems to be ${unit}`);
    expect(answers).toEqual([`timeUnit=${unit}`, "timeUnit=s"]);
  });

  it("asks which is right where the clock runs steadily at another speed, or leaps by years", async () => {
    const asked = ["timeFrom=testTime", "timeFrom=clock"];
    const still = (row: Row): Row => ({ charge: 0, current: 0, ...row });
    const faster = rows(50, (index) => still({ time: index * 10, clock: clockAt(index * 60) }));
    expect((await questionOn(faster)).answers).toEqual(asked);
    const leaping = rows(50, (index) =>
      still({ time: index * 60, clock: clockAt(index * 60 + (index > 20 ? 4e7 : 0)) }),
    );
    expect((await questionOn(leaping)).answers).toEqual(asked);
    const lastS = async (timeFrom: "testTime" | "clock") => {
      const { parts } = await importText(tableOf(faster), { answers: { timeFrom } });
      const { timeUs } = parts.at(-1)?.samples ?? { timeUs: [] };
      return ((timeUs.at(-1) ?? 0) - (timeUs[0] ?? 0)) / 1e6;
    };
    expect([await lastS("testTime"), await lastS("clock")]).toEqual([490, 49 * 60]);
  });

  it("ignores pauses and a corrected clock", async () => {
    const clock = (index: number) => clockAt(index * 60 + (index > 20 ? 7200 : 0) - (index > 30 ? 3600 : 0));
    const warnings = await warningsOn(
      rows(60, (index) => ({ time: index * 60, clock: clock(index), charge: index / 60 })),
    );
    expect(warnings).toEqual([]);
  });
});

it("doubts a test of many years", async () => {
  const hoursTwice = rows(50, (index) => ({ time: index * 3600 * 3600, charge: 0, current: 0 }));
  const { message, answers } = await questionOn(hoursTwice); // 49 × 150 days
  expect(message).toContain("lasts over ten years");
  expect(answers).toEqual(["timeUnit=ms", "timeUnit=s"]);
});

it("sets the cycler's counter beside ours, and warns over 1 %", async () => {
  const off = (share: number) => rows(200, (index) => ({ charge: ((index * 10 * 1.0001) / 3600) * share }));
  expect(await warningsOn(off(1.009))).toEqual([]);
  const [warning] = await warningsOn(off(1.02));
  expect(warning?.message).toMatch(
    /Cycle 1: the cycler counted 0\.56\d+ Ah of charge, the samples give 0\.55\d+ \(−2\.0 %\)/,
  );
});

it.each([
  [1000, "the samples give about 1,000 times what the cycler counted", "timeUnit=ms"],
  [1 / 60, "the cycler counted about 60 times what the samples give", "timeUnit=min"],
  [3600, "the samples give about 3,600 times what the cycler counted", null],
])("asks for the unit where a counter differs by %s", async (factor, words, likely) => {
  const counting = (by: number) => rows(200, (index) => ({ charge: (index * 10 * 1.0001) / 3600 / by }));
  const { message, answers } = await questionOn(counting(factor));
  expect(message).toContain(words);
  expect(answers).toEqual(expect.arrayContaining([likely ?? "currentUnit=A"]));
  const twice = await questionOn(counting(2));
  expect(twice.message).toContain("(+100 %)");
  expect(twice.answers).toEqual(["countersDiffer=accepted"]);
});

describe("charge and discharge swapped", () => {
  const TURN = ["positiveCurrent=discharges", "positiveCurrent=charges"];
  it.each([
    ["the voltage falls", 200, (index: number) => 4 - index / 1000],
    ["it falls and flickers", 6000, (index: number) => 4.2 - 0.001 * Math.floor(index / 5) + 0.001 * (index % 2)],
    ["it falls by 30 mV", 31, (index: number) => 3.7 - 0.001 * index],
    ["it falls and ends with a wrong value", 200, (index: number) => (index === 199 ? 4.5 : 4 - index / 1000)],
  ])("are asked about where %s", async (_, count, voltage) => {
    const { message, answers } = await questionOn(rows(count, (index) => ({ voltage: voltage(index), charge: 0 })));
    expect(message).toContain("seem to be swapped");
    expect(answers).toEqual(TURN);
  });

  it("are turned or kept as answered", async () => {
    const text = tableOf(rows(200, (index) => ({ voltage: 4 - index / 1000 })));
    const currentA = async (positiveCurrent: "charges" | "discharges") =>
      (await importText(text, { ...STARTED, answers: { positiveCurrent, countersDiffer: "accepted" } })).parts[0]
        ?.samples.currentA[0];
    expect([await currentA("charges"), await currentA("discharges")]).toEqual([1.0001, -1.0001]);
  });

  it.each([
    ["a charge that flickers", (index: number): Row => ({ voltage: 3.5 + index / 5000 + (index % 2) / 500 })],
    ["a constant voltage with noise", (index: number): Row => ({ voltage: 4.2 - (index % 3) / 2000 })],
    [
      "a symmetric cell",
      (index: number): Row => {
        const sign = index < 100 ? 1 : -1;
        return { voltage: sign * (0.1 - (index % 100) / 2000), current: sign, step: sign + 2, charge: 0 };
      },
    ],
  ])("are not seen in %s", async (_, row) => {
    expect(JSON.stringify(await warningsOn(rows(200, row)))).not.toContain("swapped");
  });
});

it("takes no single leap for a swap", async () => {
  const warnings = await warningsOn(rows(200, (index) => ({ voltage: index === 199 ? 0 : 3 + index / 1000 })));
  expect(JSON.stringify(warnings)).not.toContain("swapped");
});

describe("a current without a sign", () => {
  /** Up by half a volt in step 1, down in step 3, a rest between. */
  const cycled = (current: (step: number) => number) =>
    rows(150, (index) => {
      const step = 1 + Math.floor(index / 50);
      return {
        step,
        voltage: [0, 3 + index / 100, 3.5, 5 - index / 100][step] ?? 0,
        current: current(step),
        charge: 0,
      };
    });

  it("is found where it drives the voltage both ways", async () => {
    const firstLine = async (current: number) => {
      const text = tableOf(cycled((step) => (step === 2 ? 0 : current)));
      const { problems } = await refusalOf(new TextEncoder().encode(text), STARTED);
      expect(problems[0]?.message).toContain("never changes sign");
      return problems[0]?.row;
    };
    expect(await firstLine(1.0001)).toBe(102); // the first of step 3
    expect(await firstLine(-1.0001)).toBe(2);
  });

  it("is none where it has one, or goes one way only", async () => {
    const signed = await warningsOn(cycled((step) => [0, 1.0001, 0, -1.0001][step] ?? 0));
    const oneWay = await warningsOn(cycled((step) => (step === 1 ? 1.0001 : 0)));
    for (const warnings of [signed, oneWay]) expect(JSON.stringify(warnings)).not.toContain("never changes sign");
  });
});

it("finds a current that is written too coarsely", async () => {
  const coarse = async (current: (index: number) => number | string) => {
    const warnings = await warningsOn(rows(200, (index) => ({ current: current(index), charge: 0 })));
    return warnings.map(({ message }) => message).find((message) => message.includes("a resolution of"));
  };
  // Trailing zeros show the resolution of all values.
  expect(await coarse((index) => (index < 10 ? "0.0000" : "0.0002"))).toContain("0.0001 A, 50 % of its mean");
  expect(await coarse((index) => (index < 10 ? "0.0000" : "0.0001"))).toContain("0.0001 A, 100 % of its mean");
  expect(await coarse((index) => (index < 10 ? "0.0000" : "1.0000"))).toBeUndefined();
  // 0.1, 0.2 and 0.3 A in turn are 0.2 A on average.
  expect(await coarse((index) => ((index % 3) + 1) / 10)).toContain("0.1 A, 50 % of its mean");
  // A setpoint, however many steps it has, shows no resolution.
  expect(await coarse(() => 1)).toBeUndefined();
  expect(await coarse((index) => (index < 10 ? "0.0" : "1.0"))).toBeUndefined();
  expect(await coarse((index) => [1, -1, 0.5, 0, 2][Math.floor(index / 40)] ?? 0)).toBeUndefined();
  expect(
    await warningsOn(
      rows(200, (index) => ({ current: 0.02 + (index % 3) / 1e4, charge: (index * 10 * 0.0201) / 3600 })),
    ),
  ).toEqual([]);
});

it("finds a gap inside a step", async () => {
  const time = (index: number) => index * 10 + (index > 30 ? 600 : 0);
  const warnings = await warningsOn(
    rows(60, (index) => ({ time: time(index), charge: (time(index) * 1.0001) / 3600 })),
  );
  expect(warnings).toEqual([{ row: 2, message: expect.stringContaining("two samples are 610 s apart") }]);
});

it("finds rows that repeat the row before", async () => {
  const time = (index: number) => Math.floor(index / 2) * 10;
  const warnings = await warningsOn(
    rows(60, (index) => ({ time: time(index), voltage: 3 + time(index) / 1e5, charge: (time(index) * 1.0001) / 3600 })),
  );
  expect(warnings).toEqual([{ row: 3, message: expect.stringContaining("30 rows repeat the row before") }]);
});

it("leaves a row alone that a step ends with twice", async () => {
  // 0, 10, 20 s and once more 20 s in every step
  const time = (index: number) => Math.floor(index / 4) * 30 + Math.min(index % 4, 2) * 10;
  const row = (index: number) => ({
    time: time(index),
    step: Math.floor(index / 4),
    voltage: 3 + time(index) / 1e5,
    charge: 0,
    current: 0,
  });
  expect(await warningsOn(rows(60, row))).toEqual([]);
});

describe("impossible values", () => {
  it("of sensors are named with the first lines", async () => {
    const warnings = await warningsOn(rows(50, (index) => ({ temperature: index === 7 ? -273.15 : 25 })));
    expect(warnings).toEqual([
      { row: 9, message: expect.stringContaining("-273.15 °C is not a plausible cell temperature") },
    ]);
    // A thermocouple that is not there, as three makers write it
    const sentinels = await importText(
      tableOf(rows(50, (index) => ({ temperature: [-4000, 25, 850, 6553.5][index % 4] ?? 25 }))),
      STARTED,
    );
    expect(sentinels.summary.warnings).toEqual([
      { row: 2, message: expect.stringContaining("37 such values are taken as missing") },
    ]);
    expect([...(sentinels.parts[0]?.samples.temperatureC ?? [])].slice(0, 2)).toEqual([Number.NaN, 25]);
    const absent = await warningsOn(rows(150, () => ({ temperature: 0 })));
    expect(absent).toEqual([{ row: null, message: expect.stringContaining("0 °C throughout") }]);
  });

  it("of a voltage that leaps and comes back", async () => {
    const warnings = await warningsOn(rows(50, (index) => ({ voltage: index === 20 ? 9.9 : 3 + index / 1e4 })));
    expect(warnings).toEqual([{ row: 22, message: expect.stringMatching(/voltage is 9.9 V.*left out/) }]);
  });
});

describe("cycle numbers", () => {
  const cyclesOf = async (...cycles: (number | string)[]) =>
    (await warningsOn(cycles.map((cycle, index) => ({ cycle, current: 0, charge: 0, time: index * 10 })))).map(
      ({ row, message }) => `${row}: ${message}`,
    );

  it("that are missing, fall or are no counts are named, and kept", async () => {
    expect(await cyclesOf(1, 1, 2, 5)).toEqual([expect.stringMatching(/^5: Cycles 3–4 are missing/)]);
    expect(await cyclesOf(4, 4, 1)).toEqual([expect.stringMatching(/^4: The cycle number falls from 4 to 1/)]);
    expect(await cyclesOf(1, 1.5, 2)).toEqual([expect.stringMatching(/^3: Cycle number 1.5 is not a count/)]);
    expect(await cyclesOf(0, 1, "", 2)).toEqual([]);
  });
});
