import { describe, expect, it } from "vitest";
import { questionOf, readText, refusalOfText, rowsOf, STARTED, textOf } from "../../testing/files/made-up-file";

type Row = { s: number; voltageV: number; currentA: number };
/** Charge at 1 A, rest and discharge, with a row every 10 s and ten minutes each. */
const row = (k: number): Row => {
  const within = k % 60;
  const phase = Math.floor(k / 60);
  const voltageV = [3.5 + within / 100, 4.05 - within / 1e4, 4 - within / 100][phase] ?? 0;
  return { s: 10 * k, voltageV: Number(voltageV.toFixed(4)), currentA: [1, 0, -1][phase] ?? 0 };
};
const table = (headings: string, cells: (row: Row, k: number) => readonly (string | number)[]) =>
  textOf(
    `Time (s);${headings}`,
    rowsOf(180, (k) => [row(k).s, ...cells(row(k), k)].join(";")),
  );
const RIGHT_AH = 590 / 3600;

describe("a second column of the same meaning", () => {
  it.each([
    ["of pack and cell", "Voltage (V);Cell Voltage (V);Current (A)", 4],
    ["of one letter", "u;v;i", 1.1],
    ["of the same name", "Voltage (V);Voltage (V);Current (A)", 1.1],
  ])("that differs is asked about, and read as answered: %s", async (_, headings, factor) => {
    const text = table(headings, (of) => [of.voltageV, of.voltageV * factor, of.currentA]);
    expect(await questionOf(text)).toEqual(["voltageColumn=first", "voltageColumn=second"]);
    const voltageOf = async (voltageColumn: "first" | "second") =>
      (await readText(text, { ...STARTED, answers: { voltageColumn } })).parts[0]?.samples.voltageV[0];
    expect([await voltageOf("first"), await voltageOf("second")]).toEqual([3.5, expect.closeTo(3.5 * factor, 9)]);
  });

  it("of the current is asked about likewise, in its own unit", async () => {
    const text = table("Current (A);Battery Current (mA);Voltage (V)", (of) => [
      of.currentA,
      500 * of.currentA,
      of.voltageV,
    ]);
    expect(await questionOf(text)).toEqual(["currentColumn=first", "currentColumn=second"]);
    const { chargeAh, messages } = await readText(text, { ...STARTED, answers: { currentColumn: "second" } });
    expect([chargeAh, messages]).toEqual([expect.closeTo(RIGHT_AH / 2, 9), []]);
  });

  it.each([
    ["in another unit", "Current (mA);Current (A);Voltage (V)", 1e-3],
    ["measured twice", "Current (A);Battery Current (A);Voltage (V)", 1.001],
  ])("that is alike is not: %s", async (_, headings, factor) => {
    const isMilli = headings.startsWith("Current (mA)");
    const text = table(headings, ({ currentA, voltageV }) => {
      const first = isMilli ? 1000 * currentA : currentA;
      return [first, first * factor, voltageV];
    });
    const { chargeAh, messages } = await readText(text);
    expect([chargeAh, messages]).toEqual([expect.closeTo(RIGHT_AH, 9), []]);
  });

  it.each([
    ["of two cells", "Voltage (V);Current (A);Voltage (V);Current (A)"],
    ["of two cells, as pandas writes it", "Voltage (V);Current (A);Voltage (V).1;Current (A).1"],
  ])("for both voltage and current is refused: %s", async (_, headings) => {
    const text = table(headings, (of) => [of.voltageV, of.currentA, of.voltageV - 0.1, 2 * of.currentA]);
    expect((await refusalOfText(text)).message).toContain("Voltage (V), Current (A) twice");
  });
});

describe("a column that tells cells apart", () => {
  it.each(["Channel", "CH", "Serial No.", "Kanal", "通道", "Slot", "Sample ID"])("is refused: %s", async (heading) => {
    const text = table(`${heading};Voltage (V);Current (A)`, (of, k) => [(k % 2) + 1, of.voltageV, of.currentA]);
    const { message, problems } = await refusalOfText(text);
    expect(message).toContain("has several values (1, 2): the rows are of several cells");
    expect(problems).toEqual([expect.objectContaining({ row: 1, column: heading })]);
  });

  it("names the cells where a person says so", async () => {
    const text = table("Channel;Voltage (V);Current (A)", (of, k) => [(k % 2) + 1, of.voltageV, of.currentA]);
    const columns = {
      Channel: { field: "cell" },
      "Time (s)": { field: "testTime", unit: "s" },
      "Voltage (V)": { field: "voltage" },
      "Current (A)": { field: "current" },
    } as const;
    const { summary } = await readText(text, { ...STARTED, mapping: { columns } });
    expect(summary.tests.map(({ cell, samples }) => [cell, samples])).toEqual([
      ["1", 90],
      ["2", 90],
    ]);
  });

  it.each<[string, (k: number) => string | number]>([
    ["one value", () => 7],
    ["a number for each row", (k) => k],
    ["a measurement", (k) => (k % 5) / 10],
  ])("is not one with %s", async (_, channel) => {
    const text = table("Channel;Voltage (V);Current (A)", (of, k) => [channel(k), of.voltageV, of.currentA]);
    expect((await readText(text)).chargeAh).toBeCloseTo(RIGHT_AH, 9);
  });
});

describe("headings that are exchanged", () => {
  it("of voltage and current are asked about, and read as answered", async () => {
    const text = table("Current (A);Voltage (V)", (of) => [of.voltageV, of.currentA]);
    expect(await questionOf(text)).toEqual(["headings=exchanged", "headings=asNamed"]);
    const exchanged = await readText(text, { ...STARTED, answers: { headings: "exchanged" } });
    expect([exchanged.chargeAh, exchanged.messages]).toEqual([expect.closeTo(RIGHT_AH, 9), []]);
    const asNamed = await readText(text, { ...STARTED, answers: { headings: "asNamed" } });
    expect(asNamed.parts[0]?.samples.currentA[0]).toBe(exchanged.parts[0]?.samples.voltageV[0]);
  });

  it("are not seen in a constant voltage under a falling current, or in a symmetric cell", async () => {
    const cv = table("Voltage (V);Current (A)", (_, k) => [4.2, (3 * Math.exp(-k / 100)).toFixed(4)]);
    const symmetric = table("Voltage (V);Current (A)", ({ currentA }, k) => [currentA * 0.05, currentA + k / 1e4]);
    for (const text of [cv, symmetric]) expect((await readText(text)).summary.warnings).toEqual([]);
  });
});

describe("a mark before three digits in every number", () => {
  it.each([",", "."])("separates thousands where the voltage would be none of a cell otherwise: %s", async (mark) => {
    const grouped = (value: number) => {
      const digits = String(Math.abs(Math.round(value)));
      const text = digits.length > 3 ? `${digits.slice(0, -3)}${mark}${digits.slice(-3)}` : digits;
      return value < 0 ? `-${text}` : text;
    };
    const text = table("Voltage (mV);Current (mA)", (of) => [grouped(1000 * of.voltageV), grouped(1000 * of.currentA)]);
    const { chargeAh, parts, messages } = await readText(text);
    expect([chargeAh, parts[0]?.samples.voltageV[0], messages]).toEqual([expect.closeTo(RIGHT_AH, 9), 3.5, []]);
  });

  it.each([",", "."])("is a decimal mark where it would be none of a pack: %s", async (mark) => {
    const text = table("Voltage (V);Current (A)", (of) =>
      [of.voltageV, of.currentA].map((value) => value.toFixed(3).replace(".", mark)),
    );
    const { chargeAh, parts } = await readText(text);
    expect([chargeAh, parts[0]?.samples.voltageV[0]]).toEqual([expect.closeTo(RIGHT_AH, 9), 3.5]);
  });
});

it("the voltage of an LFP cell, which moves by little, tells charge from discharge after a rest", async () => {
  const flat = (k: number) =>
    [3.3 + (k % 60) / 1000, 3.33, 3.28 - (k % 60) / 1000][Math.floor(k / 60)]?.toFixed(4) ?? "";
  const unsigned = table("Voltage (V);Current (A)", (of, k) => [flat(k), Math.abs(of.currentA)]);
  expect(await questionOf(unsigned)).toEqual(["positiveCurrent=charges", "positiveCurrent=discharges"]);
  const charges = table("Voltage (V);Current (A)", (of, k) => [flat(k % 60), Math.abs(of.currentA)]);
  expect((await readText(charges)).summary.warnings).toEqual([]);
});
