import { describe, expect, it } from "vitest";
import {
  clockAt,
  questionOf as asked,
  readText as read,
  refusalOfText as refusal,
  rowsOf,
  STARTED,
  textOf,
} from "../testing/files/made-up-file";

describe("units", () => {
  it("of Digatron's German export are milliseconds, by clock and counter", async () => {
    const text = textOf(
      "Schritt,Zustand,Zeit,Programmdauer,Schrittdauer,Zyklus,AhLad,Spannung,Strom",
      rowsOf(60, (k) => {
        const second = String(k).padStart(2, "0");
        return `6,LAD,2013-01-04 14:45:${second},${1000 * k},${1000 * k},0,${((0.5 * k) / 3600).toFixed(9)},${3.6 + 0.001 * k},0.5`;
      }),
    );
    const { chargeAh, times, summary } = await read(text, {});
    expect(chargeAh).toBeCloseTo(0.0081944, 7);
    expect(new Date((times.at(-1) ?? 0) / 1000).toISOString()).toBe("2013-01-04T14:45:59.000Z");
    expect(summary.warnings).toEqual([]);
  });

  /** 200 rows of 10 s at 0.5 A, written in other units; with a clock, a counter or both. */
  const table = (
    written: { time: number; current?: number; counter?: number | null; hasClock?: boolean },
    headings: string,
  ) =>
    textOf(
      headings,
      rowsOf(200, (k) =>
        [
          (k * 10) / written.time,
          0.5 / (written.current ?? 1),
          3.5 + k / 1000,
          ...(written.hasClock ? [clockAt(k * 10)] : []),
          ...(written.counter ? [(0.5 * k * 10) / 3600 / written.counter] : []),
        ].join(","),
      ),
    );
  const RIGHT_AH = (0.5 * 1990) / 3600;

  it.each<[string, Parameters<typeof table>[0], string]>([
    ["ms by the clock", { time: 1e-3, hasClock: true }, "Time,Current,Voltage,Date"],
    ["minutes by the clock", { time: 60, hasClock: true }, "Time,Current,Voltage,Date"],
    ["hours by the clock", { time: 3600, hasClock: true }, "Time,Current,Voltage,Date"],
    ["days by the clock", { time: 86_400, hasClock: true }, "Time,Current,Voltage,Date"],
    ["minutes by the counter", { time: 60, counter: 1 }, "Time,Current (A),Voltage,Charge Capacity (Ah)"],
    ["days by the counter", { time: 86_400, counter: 1 }, "Time,Current (A),Voltage,Charge Capacity (Ah)"],
    ["ms by the counter", { time: 1e-3, counter: 1 }, "Time,Current (A),Voltage,Charge Capacity (Ah)"],
    ["mA by the counter", { time: 1, current: 1e-3, counter: 1 }, "Time (s),Current,Voltage,Charge Capacity (Ah)"],
    ["µA by the counter", { time: 1, current: 1e-6, counter: 1 }, "Time (s),Current,Voltage,Charge Capacity (Ah)"],
    [
      "mA by counter and clock",
      { time: 1, current: 1e-3, counter: 1, hasClock: true },
      "Time,Current,Voltage,Date,Charge Capacity (Ah)",
    ],
    [
      "ms and mA by counter and clock",
      { time: 1e-3, current: 1e-3, counter: 1, hasClock: true },
      "Time,Current,Voltage,Date,Charge Capacity (Ah)",
    ],
    ["a counter in mAh", { time: 1, counter: 1e-3 }, "Time (s),Current (A),Voltage,Charge Capacity"],
    ["a counter in As", { time: 1, counter: 1 / 3600 }, "Time (s),Current (A),Voltage,Charge Capacity"],
  ])("that no heading names are understood: %s", async (_, written, headings) => {
    const { chargeAh, summary } = await read(table(written, headings), written.hasClock ? {} : STARTED);
    expect(chargeAh / RIGHT_AH).toBeCloseTo(1, 9);
    expect(summary.warnings).toEqual([]);
  });

  it.each([
    ["ms", 1e-3],
    ["min", 60],
    ["h", 3600],
    ["d", 86_400],
  ] as const)("that a heading names are asked about where the clock contradicts them: %s", async (unit, time) => {
    const text = table({ time, hasClock: true }, "Test Time (s),Current (A),Voltage (V),Date Time");
    expect(await asked(text, {})).toEqual([`timeUnit=${unit}`, "timeUnit=s"]);
    const { chargeAh } = await read(text, { answers: { timeUnit: unit } });
    expect(chargeAh / RIGHT_AH).toBeCloseTo(1, 9);
    await read(text, { answers: { timeUnit: "s" } });
  });

  it("that a heading names are asked about where a counter contradicts them", async () => {
    const text = table({ time: 1, counter: 1 }, "Time (s),Current (mA),Voltage (V),Charge Capacity (Ah)");
    const { problems } = await refusal(text);
    expect(problems).toEqual([
      expect.objectContaining({ column: "Current (mA)", message: expect.stringContaining("about 1,000 times") }),
    ]);
    expect(await asked(text)).toEqual(["currentUnit=A", "currentUnit=mA"]);
    expect((await read(text, { ...STARTED, answers: { currentUnit: "A" } })).chargeAh / RIGHT_AH).toBeCloseTo(1, 9);
    const believed = await read(text, { ...STARTED, answers: { currentUnit: "mA" } });
    expect(believed.chargeAh / RIGHT_AH).toBeCloseTo(1e-3, 9);
    expect(believed.summary.warnings).toEqual([
      { row: null, isSevere: true, message: expect.stringContaining("the cycler counted") },
    ]);
  });

  it("that could be wrong either way are asked about", async () => {
    const text = table({ time: 1e-3, counter: 1 }, "Time,Current,Voltage,Charge Capacity (Ah)");
    expect(await asked(text)).toEqual(["timeUnit=ms", "currentUnit=mA", "currentUnit=A"]);
    expect((await read(text, { ...STARTED, answers: { timeUnit: "ms" } })).chargeAh / RIGHT_AH).toBeCloseTo(1, 9);
  });

  it("of a current of hundreds that no heading names are asked about", async () => {
    const text = table({ time: 1, current: 0.5 / 200 }, "Time (s),Current,Voltage (V)");
    expect(await asked(text)).toEqual(["currentUnit=mA", "currentUnit=A"]);
    expect((await read(text, { ...STARTED, answers: { currentUnit: "mA" } })).chargeAh).toBeCloseTo(
      (0.2 * 1990) / 3600,
      9,
    );
    expect(
      (await read(table({ time: 1, current: 0.5 / 200 }, "Time (s),Current (A),Voltage (V)"))).chargeAh,
    ).toBeGreaterThan(100);
  });

  it("of voltages and temperatures that no heading names are those of a cell", async () => {
    const text = textOf(
      "Time (s),Current (A),Voltage,Temperature",
      rowsOf(50, (k) => `${k},1,${3500 + k},298.15`),
    );
    const { parts, summary } = await read(text);
    expect([parts[0]?.samples.voltageV[0], parts[0]?.samples.temperatureC[0]]).toEqual([3.5, 25]);
    expect(summary.warnings).toEqual([]);
  });

  it("show only after the first rows, and are asked about then", async () => {
    const rest = rowsOf(5000, (k) => `${k},0,3.5,0`);
    const charge = rowsOf(200, (k) => `${5000 + k},500,${3.5 + k / 1000},${(0.5 * k) / 3600}`);
    const text = textOf("Time (s),Current,Voltage (V),Charge Capacity (Ah)", [...rest, ...charge]);
    expect(await asked(text)).toEqual(["currentUnit=mA", "currentUnit=A"]);
  });
});

describe("what the cycler counted otherwise", () => {
  const tableOf = (share: number) =>
    textOf(
      "Time (s),Current (A),Voltage (V),Charge Capacity (Ah)",
      rowsOf(200, (k) => `${k * 10},0.5,${3.5 + k / 1000},${((0.5 * k * 10) / 3600) * share}`),
    );

  it.each([0.95, 0.85])("by less than a fifth is told: %s", async (share) => {
    expect((await read(tableOf(share))).summary.warnings).toEqual([
      { row: null, message: expect.stringContaining("the cycler counted") },
    ]);
  });

  it("by more is asked about, and kept in mind where it is accepted", async () => {
    expect(await asked(tableOf(0.7))).toEqual(["countersDiffer=accepted"]);
    expect((await refusal(tableOf(0.7))).message).toContain("To read it as it is, say countersDiffer=accepted (");
    const { summary } = await read(tableOf(0.7), { ...STARTED, answers: { countersDiffer: "accepted" } });
    expect(summary.warnings).toEqual([
      { row: null, isSevere: true, message: expect.stringContaining("the cycler counted") },
    ]);
  });

  const cycles = (shares: readonly number[]) =>
    textOf(
      "Time (s),Current (A),Voltage (V),Cycle,Charge Capacity (Ah)",
      shares.flatMap((share, cycle) =>
        rowsOf(200, (k) => `${(cycle * 200 + k) * 10},0.5,${3.5 + k / 1000},${cycle + 1},${((5 * k) / 3600) * share}`),
      ),
    );

  it("in many cycles is told in one sentence", async () => {
    const { messages } = await read(cycles(Array.from({ length: 44 }, (_, at) => (at === 20 ? 0.9 : 0.95))));
    expect(messages).toEqual([
      expect.stringMatching(/^null: In all 44 cycles, from cycle 1 on, .* another charge .*; most in cycle 21: /),
    ]);
    const some = await read(cycles(Array.from({ length: 44 }, (_, at) => (at < 12 ? 1 : 0.95))));
    expect(some.messages).toEqual([expect.stringMatching(/^null: In 32 of 44 cycles, from cycle 13 on, /)]);
  });

  it("by much in one cycle of three is told, for a part of that one may be missing; in two of them it is asked about", async () => {
    expect((await read(cycles([1, 0.5, 1]))).summary.warnings).toEqual([
      { row: null, message: expect.stringContaining("Cycle 2: the cycler counted") },
    ]);
    expect(await asked(cycles([1, 0.5, 0.5]))).toEqual(["countersDiffer=accepted"]);
  });

  it("is nothing where the counters are 0 throughout: they are not in use", async () => {
    const { summary } = await read(tableOf(0));
    expect(summary.warnings.map(({ isSevere = false }) => isSevere)).toEqual([false]);
  });

  it("as the other direction is asked about as a sign", async () => {
    const text = textOf(
      "Time (s),Current (A),Voltage (V),Charge Capacity (Ah),Discharge Capacity (Ah)",
      rowsOf(200, (k) => `${k * 10},0.5,3.5,0,${(0.5 * k * 10) / 3600}`),
    );
    expect(await asked(text)).toEqual(["positiveCurrent=discharges", "countersDiffer=accepted"]);
    const turned = await read(text, { ...STARTED, answers: { positiveCurrent: "discharges" } });
    expect([turned.dischargeAh, turned.messages]).toEqual([expect.closeTo((0.5 * 1990) / 3600, 9), []]);
    const asRead = await read(text, { ...STARTED, answers: { countersDiffer: "accepted" } });
    expect([asRead.chargeAh, asRead.dischargeAh]).toEqual([expect.closeTo((0.5 * 1990) / 3600, 9), 0]);
  });
});

it("a clock that runs beside test time by a factor that makes no unit is asked about", async () => {
  // An hour of the clock in a minute of a test time that says it is in hours.
  const text = textOf(
    "Test Time (h),Current (A),Voltage (V),Date Time",
    rowsOf(200, (k) => `${k / 360},0.5,${3.5 + k / 1000},${clockAt(600 * k)}`),
  );
  expect(await asked(text, {})).toEqual(["timeFrom=testTime", "timeFrom=clock"]);
});
