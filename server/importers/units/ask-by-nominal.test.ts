import { describe, expect, it } from "vitest";
import { questionOf, readText, refusalOfText, rowsOf, STARTED, textOf } from "../../testing/files/made-up-file";

const NOMINAL = { ...STARTED, nominalCapacityAh: 0.004 };

type Given = { currentA?: number; rows?: number; intervalS?: number; from?: number; to?: number };

/** Charge and then discharge of a coin cell of 4 mAh from 3 to 4.2 V and back, at C/2 unless said, a row a minute. */
function cycle(headings: string, unitA: number, given: Given = {}, unitS = 1): string {
  const { currentA = 0.002, rows = 110, intervalS = 60, from = 3, to = 4.2 } = given;
  const half = (sign: number, first: number) =>
    rowsOf(rows, (k) => {
      const done = sign > 0 ? k / rows : 1 - k / rows;
      return [(intervalS * (first + k)) / unitS, (sign * currentA) / unitA, from + (to - from) * done].join(",");
    });
  return textOf(headings, [...half(1, 0), ...half(-1, rows)]);
}
const MOVED_AH = (0.002 * 60 * 109) / 3600;

describe("a current of which no heading names the unit is held against the nominal capacity", () => {
  it("and asked about where a half cycle would move far more", async () => {
    const text = cycle("Time (s),Current,Voltage (V)", 1e-3);
    const { message } = await refusalOfText(text, NOMINAL);
    expect(message).toContain(
      "the largest half cycle moves 3.63 Ah, 908 times the nominal capacity of 0.004 Ah, and no heading names the unit of the current.",
    );
    expect(await questionOf(text, NOMINAL)).toEqual(["currentUnit=mA", "currentUnit=A"]);
    const { chargeAh } = await readText(text, { ...NOMINAL, answers: { currentUnit: "mA" } });
    expect(chargeAh).toBeCloseTo(MOVED_AH, 9);
    await readText(text, { ...NOMINAL, answers: { currentUnit: "A" } });
    expect((await readText(text)).chargeAh, "no capacity is known").toBeCloseTo(1000 * MOVED_AH, 6);
  });

  it.each([
    ["Nominal Capacity: 4.0 mAh", "Nominal Capacity: 4.0 Ah"],
    ["Battery capacity : 0.004 A.h", "Battery capacity : 4.000 A.h"],
    ["Nennkapazität (mAh);4,0", "Nennkapazität (Ah);4,0"],
  ])("that stands above the table: %s", async (small, large) => {
    const text = cycle("Time (s),Current,Voltage (V)", 1e-3);
    expect(await questionOf(`${small}\n${text}`)).toEqual(["currentUnit=mA", "currentUnit=A"]);
    await readText(`${large}\n${text}`);
  });

  it("also beside counters that no heading names the unit of", async () => {
    const [head = "", ...rows] = cycle("Time (s),Current,Voltage (V)", 1e-3).trim().split("\n");
    const counted = rows.map((row, k) => `${row},${(2 * Math.min(k, 109)) / 60}`);
    const text = textOf(`${head},Charge Capacity`, counted);
    expect(await questionOf(text, NOMINAL)).toEqual(["currentUnit=mA", "currentUnit=A"]);
    const { chargeAh, messages } = await readText(text, { ...NOMINAL, answers: { currentUnit: "mA" } });
    expect([chargeAh, messages]).toEqual([expect.closeTo(MOVED_AH, 9), []]);
  });

  it("and asked about where a cell would have gone through its voltages with nothing: hours read as seconds", async () => {
    const text = cycle("Time,Current,Voltage (V)", 1, {}, 3600);
    expect(await questionOf(text, NOMINAL)).toEqual(["timeUnit=h", "currentUnit=A"]);
    const { chargeAh } = await readText(text, { ...NOMINAL, answers: { timeUnit: "h" } });
    expect(chargeAh).toBeCloseTo(MOVED_AH, 9);
    await readText(text, { ...NOMINAL, answers: { currentUnit: "A" } });
  });
});

describe("nothing is asked of", () => {
  it.each<[string, Given]>([
    ["a rate test at 10C", { currentA: 0.04, rows: 60, intervalS: 5 }],
    ["formation at C/100", { currentA: 4e-5, rows: 600, intervalS: 600 }],
    ["a cell that holds three times as much", { rows: 330 }],
    ["a partial cycle of a hundredth", { rows: 3, intervalS: 30, from: 3.6, to: 3.61 }],
    [
      "a cell that was touched for ten seconds, at C/10",
      { currentA: 4e-4, rows: 11, intervalS: 1, from: 3.6, to: 3.62 },
    ],
    [
      "pulses of ten seconds at 1C, which lower the voltage",
      { currentA: 4e-3, rows: 11, intervalS: 1, from: 3.4, to: 3.7 },
    ],
  ])("%s", async (_, given) => {
    await readText(cycle("Time (s),Current,Voltage (V)", 1, given), NOMINAL);
  });

  it("a current whose heading names its unit", async () => {
    await readText(cycle("Time (s),Current (A),Voltage (V)", 1e-3), NOMINAL);
  });

  it("halves that follow each other with rest between, however many", async () => {
    const rows = rowsOf(60, (pass) =>
      [...rowsOf(60, (k) => `0.004,${3.5 + k / 100}`), ...rowsOf(3, () => "0,4")]
        .map((row, k) => `${60 * (63 * pass + k)},${row}`)
        .join("\n"),
    );
    await readText(textOf("Time (s),Current,Voltage (V)", rows), NOMINAL);
  });
});
