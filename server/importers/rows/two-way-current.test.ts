import { describe, expect, it } from "vitest";
import { questionOf, readText, refusalOfText, rowsOf, STARTED, textOf } from "../../testing/made-up-file";

/** An hour's sixth of charge at 1 A, a rest, and as long a discharge at 1 A. */
const row = (k: number) => {
  const phase = Math.floor(k / 60);
  const voltageV = [3.5 + (k % 60) / 100, 4.05, 4 - (k % 60) / 100][phase] ?? 0;
  return { k, timeS: 10 * k, voltageV: voltageV.toFixed(4), currentA: [1, 0, -1][phase] ?? 0 };
};
const RIGHT_AH = (10 * 59) / 3600;

type Written = (currentA: number) => [charge: string | number, discharge: string | number];
const unsigned: Written = (currentA) => [Math.max(0, currentA), Math.max(0, -currentA)];
const table = (headings: string, written: Written, separator = ",") =>
  textOf(
    ["Time (s)", "Voltage (V)", ...headings.split(",")].join(separator),
    rowsOf(180, (k) => [row(k).timeS, row(k).voltageV, ...written(row(k).currentA)].join(separator)),
  );

describe("a column for the current of each direction", () => {
  it.each<[string, string, Written]>([
    ["without signs", "Charge current (A),Discharge current (A)", unsigned],
    ["the other way round", "Discharge current (A),Charge current (A)", (currentA) => unsigned(-currentA)],
    ["negative on discharge", "Charging Current/A,Discharging Current/A", (a) => [Math.max(0, a), Math.min(0, a)]],
    ["short", "I_charge (A),I_dchg (A)", unsigned],
    [
      "empty where the other has a value",
      "Charge current (A),Discharge current (A)",
      (a) => [a >= 0 ? a : "", a <= 0 ? -a : ""],
    ],
    ["in two units", "Charge current (mA),Discharge current (A)", (a) => [1000 * Math.max(0, a), Math.max(0, -a)]],
    ["German", "Ladestrom (A),Entladestrom (A)", unsigned],
    ["French", "Courant de charge (A),Courant de décharge (A)", unsigned],
    ["Spanish", "Corriente de carga (A),Corriente de descarga (A)", unsigned],
    ["Italian", "Corrente di carica (A),Corrente di scarica (A)", unsigned],
    ["Portuguese", "Corrente de carga (A),Corrente de descarga (A)", unsigned],
    ["Chinese", "充电电流(A),放电电流(A)", unsigned],
    ["Japanese", "充電電流[A],放電電流[A]", unsigned],
    ["Korean", "충전전류(A),방전전류(A)", unsigned],
  ])("is one signed current: %s", async (_, headings, written) => {
    const { chargeAh, dischargeAh, summary, messages } = await readText(table(headings, written));
    expect([chargeAh, dischargeAh]).toEqual([expect.closeTo(RIGHT_AH, 12), expect.closeTo(RIGHT_AH, 12)]);
    expect(summary.columns.map(({ field }) => field)).toContain("dischargeCurrent");
    expect(messages).toEqual([]);
  });

  it("may have noise about 0", async () => {
    const noisy: Written = (currentA) => [currentA > 0 ? currentA : -0.001, currentA < 0 ? -currentA : 0.002];
    const { summary, parts } = await readText(table("Charge current (A),Discharge current (A)", noisy));
    const currents = parts.flatMap(({ samples }) => [...samples.currentA]);
    expect([currents[0], currents[70], currents.at(-1)]).toEqual([1, -0.002, -1]);
    expect(summary.warnings).toEqual([]);
  });

  it("may be named by hand", async () => {
    const mapping = {
      columns: {
        "Time (s)": { field: "testTime", unit: "s" },
        "Voltage (V)": { field: "voltage" },
        In: { field: "chargeCurrent", unit: "mA" },
        Out: { field: "dischargeCurrent", unit: "mA" },
      },
    } as const;
    const written: Written = (currentA) => [1000 * Math.max(0, currentA), 1000 * Math.max(0, -currentA)];
    const { chargeAh, dischargeAh } = await readText(table("In,Out", written), { ...STARTED, mapping });
    expect([chargeAh, dischargeAh]).toEqual([expect.closeTo(RIGHT_AH, 12), expect.closeTo(RIGHT_AH, 12)]);
  });

  it("is asked about where the voltage says that they are exchanged", async () => {
    const exchanged = table("Charge current (A),Discharge current (A)", (currentA) => unsigned(-currentA));
    expect(await questionOf(exchanged)).toEqual(["positiveCurrent=discharges", "positiveCurrent=charges"]);
    const { chargeAh } = await readText(exchanged, { ...STARTED, answers: { positiveCurrent: "discharges" } });
    expect(chargeAh).toBeCloseTo(RIGHT_AH, 12);
    const kept = await readText(exchanged, { ...STARTED, answers: { positiveCurrent: "charges" } });
    expect(kept.chargeAh).toBeCloseTo(RIGHT_AH, 12);
  });
});

describe("two columns that are no such thing are refused", () => {
  it.each<[string, Written, string]>([
    ["the same current in both", (currentA) => [Math.abs(currentA), Math.abs(currentA)], "in the same rows"],
    ["the signed current in one", (currentA) => [currentA, 0], "has both signs"],
    ["the signed current in the other", (currentA) => [0, currentA], "has both signs"],
  ])("%s", async (_, written, why) => {
    const { message, problems } = await refusalOfText(table("Charge current (A),Discharge current (A)", written));
    expect(message).toContain(why);
    expect(problems).toEqual([expect.objectContaining({ row: 1 })]);
  });

  it.each<[string, Written, string]>([
    ["nothing in both", (currentA) => (currentA === 0 ? ["", ""] : unsigned(currentA)), "current is missing"],
    ["a word", (currentA) => (currentA === 0 ? ["off", 0] : unsigned(currentA)), '"off" is not a current'],
    ["too much", (currentA) => (currentA === 0 ? [20_000, 0] : unsigned(currentA)), "exceeds 10000 A"],
  ])("row by row: %s", async (_, written, why) => {
    const { problems } = await refusalOfText(table("Charge current (A),Discharge current (A)", written));
    expect(problems[0]).toMatchObject({ row: 62, column: "Charge current (A)", message: expect.stringContaining(why) });
  });

  it.each(["Charge current (A),Other", "Other,Discharge current (A)"])("one direction alone: %s", async (headings) => {
    expect((await refusalOfText(table(headings, unsigned))).message).toContain("no current column");
  });
});
