import { describe, expect, it } from "vitest";
import { type Sample, toSampleColumns } from "../../samples/sample-columns";
import { runWarnings } from "./run-warnings";
import { type Run, splitIntoRuns } from "../runs";

const START_US = Date.UTC(2026, 0, 1) * 1000;
type Row = Partial<Sample>;

/** Rows ten seconds apart; at once and one by one they give the same. */
function runsOf(rows: readonly Row[]): Run[] {
  const samples = rows.map(
    (row, index): Sample => ({
      timeUs: START_US + index * 10e6,
      record: 0,
      voltageV: 3.7,
      currentA: 1,
      step: 1,
      testTimeS: 10 * index,
      ...row,
    }),
  );
  const atOnce = splitIntoRuns(toSampleColumns(samples), null, null);
  let oneByOne: Run[] = [];
  for (const sample of samples) {
    const next = splitIntoRuns(toSampleColumns([sample]), oneByOne.at(-1) ?? null, null);
    oneByOne = [...oneByOne.slice(0, -1), ...next];
  }
  expect(oneByOne).toEqual(atOnce);
  return atOnce;
}
const voltages = (...values: number[]) => runsOf(values.map((voltageV) => ({ voltageV })))[0];

describe("extremes of the voltage", () => {
  it("leave out a row that both neighbours contradict", () => {
    expect(voltages(3.7, 3.71, 5.31, 3.71, 3.72)).toMatchObject({
      oddVoltages: 1,
      minVoltageV: 3.7,
      maxVoltageV: 3.72,
    });
    expect(voltages(3.7, -2.54, 3.7)).toMatchObject({ oddVoltages: 1, minVoltageV: 3.7, maxVoltageV: 3.7 });
  });

  it("keep one at the run's first or last row, for nothing contradicts it yet", () => {
    expect(voltages(5.31, 3.7, 3.7)).toMatchObject({ oddVoltages: 0, maxVoltageV: 5.31 });
    expect(voltages(3.7, 3.7, 5.31)).toMatchObject({ oddVoltages: 0, maxVoltageV: 5.31 });
  });

  it("keep two that agree, one within 1 V, and one between rows that differ by over 0.05 V", () => {
    expect(voltages(3.7, 5.31, 5.31, 3.7)).toMatchObject({ oddVoltages: 0, maxVoltageV: 5.31 });
    expect(voltages(3.7, 4.7, 3.7)).toMatchObject({ oddVoltages: 0, maxVoltageV: 4.7 });
    expect(voltages(3.7, 5.31, 3.76)).toMatchObject({ oddVoltages: 0, maxVoltageV: 5.31 });
  });

  it("take the row between two odd ones for what it is", () => {
    expect(voltages(3.7, 5.31, 3.7, 5.31, 3.7)).toMatchObject({ oddVoltages: 2, minVoltageV: 3.7, maxVoltageV: 3.7 });
  });

  it("let a pack of 48 V leap by up to a tenth", () => {
    expect(voltages(48, 52.7, 48)).toMatchObject({ oddVoltages: 0, maxVoltageV: 52.7 });
    expect(voltages(48, 53, 48)).toMatchObject({ oddVoltages: 1, maxVoltageV: 48 });
  });

  it("are those of every row where older formulas made the run", () => {
    const [run] = runsOf([{}]);
    const old = run && { ...run, oddVoltages: null };
    const samples = [5.31, 3.7].map(
      (voltageV, index): Sample => ({
        timeUs: START_US + (index + 1) * 10e6,
        record: 0,
        voltageV,
        currentA: 1,
        step: 1,
      }),
    );
    const [extended] = splitIntoRuns(toSampleColumns(samples), old ?? null, null);
    expect(extended).toMatchObject({ oddVoltages: null, maxVoltageV: 5.31 });
  });
});

describe("what runs tell of their rows", () => {
  it("is nothing where all is well", () => {
    expect(runWarnings(runsOf([{}, {}, {}, { step: 2 }, { step: 2 }]), 1)).toEqual([]);
  });

  it("names the first and the last odd voltage, and how many there are", () => {
    const rows = [3.7, 5, 3.7, 6, 3.7, 7, 3.7].map((voltageV) => ({ voltageV }));
    expect(runWarnings(runsOf(rows), 1)).toEqual([
      expect.stringMatching(
        /^3 single rows .*: 5 V at 2026-01-01T00:00:10.000Z, 7 V at 2026-01-01T00:00:50.000Z and 1 more\./,
      ),
    ]);
  });

  it("names a current for one row over 20 × its neighbours' and 10 × nominal, and keeps a pulse", () => {
    const rows = (leapA: number) => runsOf([{}, {}, { currentA: leapA }, {}, {}]);
    expect(runWarnings(rows(20.5), 2)).toEqual([expect.stringContaining("20.5 A at 2026-01-01T00:00:20.000Z")]);
    expect(runWarnings(rows(20.5), 2.1)).toEqual([]); // 21 A
    expect(runWarnings(rows(19.5), 1)).toEqual([]); // not 20 × 1 A
    expect(runWarnings(rows(20.5), null)).toHaveLength(1); // 20 × the usual 1 A
    const pulse = [{ currentA: 0 }, { currentA: 0 }, { currentA: 3 }, { currentA: 0 }, { currentA: 0 }];
    expect(runWarnings(runsOf(pulse), 1)).toEqual([]);
  });

  it("names a test time far ahead of the next row's, and no clock that began again", () => {
    const times = (...values: number[]) => runsOf(values.map((testTimeS) => ({ testTimeS })));
    expect(runWarnings(times(0, 10, 1e6, 30, 40), 1)).toEqual([
      expect.stringContaining("1000000 s at 2026-01-01T00:00:20.000Z"),
    ]);
    expect(runWarnings(times(1e6, 1e6 + 10, 1e6 + 20, 0, 10), 1)).toEqual([]);
  });
});
