import { describe, expect, it } from "vitest";
import { readText, rowsOf, textOf } from "../../testing/files/made-up-file";

const row = (k: number) => `${10 * k},${3.5 + k / 1000},1`;
const RIGHT_AH = (10 * 59) / 3600;

describe("headings that labs have", () => {
  it.each([
    ["NASA's", "Time,Voltage_measured,Current_measured"],
    ["NREL's", "Seconds,Volts,Amps"],
    ["Squidstat's", "Elapsed Time (s),Working Electrode (V),Current (A)"],
    ["Keysight's", "Time,Volts DC,Amps DC"],
    ["Toyo's", "経過時間[Sec],電圧[V],電流[A]"],
    ["Korean", "시간(s),전압(V),전류(A)"],
    ["traditional Chinese", "時間(s),電壓(V),電流(A)"],
    ["Spanish", "Tiempo (s);Voltaje (V);Corriente (A)"],
    ["Italian", "Tempo (s);Tensione (V);Corrente (A)"],
    ["Portuguese", "Tempo (s);Tensão (V);Corrente (A)"],
    ["French", "Temps (s);Tension (V);Courant (A)"],
    ["Dutch", "Tijd (s);Spanning (V);Stroom (A)"],
    ["Swedish", "Tid (s);Spänning (V);Ström (A)"],
    ["Polish", "Czas (s);Napięcie (V);Prąd (A)"],
    ["Russian", "Время (s);Напряжение (V);Ток (A)"],
    ["short", "Time(S),Vol(V),Cur(A)"],
    ["of a meter", "secs,VDC,ADC"],
  ])("%s", async (_, headings) => {
    const separator = headings.includes(";") ? ";" : ",";
    const text = textOf(
      headings,
      rowsOf(60, (k) => row(k).replaceAll(",", separator)),
    );
    const { chargeAh, messages } = await readText(text);
    expect([chargeAh, messages]).toEqual([expect.closeTo(RIGHT_AH, 12), []]);
  });

  it("with other units in their names", async () => {
    const text = textOf(
      "millis,voltage_mV,current_mA",
      rowsOf(60, (k) => `${10_000 * k},${3500 + k},1000`),
    );
    expect((await readText(text)).chargeAh).toBeCloseTo(RIGHT_AH, 12);
    const toyo = textOf(
      "経過時間[Sec],電圧[V],電流[mA]",
      rowsOf(60, (k) => `${10 * k},${3.5 + k / 1000},1000`),
    );
    expect((await readText(toyo)).chargeAh).toBeCloseTo(RIGHT_AH, 12);
  });

  it.each(["Temperature A1", "Temp A1 (C)"])("with the temperature of Bitrode's first sensor: %s", async (heading) => {
    const text = textOf(
      `Total Time (s),Voltage (V),Current (A),${heading}`,
      rowsOf(60, (k) => `${row(k)},24.5`),
    );
    expect((await readText(text)).parts[0]?.samples.temperatureC[0]).toBe(24.5);
  });

  it("with the columns of NASA and NREL beside them", async () => {
    const nasa = textOf(
      "Voltage_measured,Current_measured,Temperature_measured,Time,cycle_idx",
      rowsOf(120, (k) => `${3.5 + (k % 60) / 1000},1,24.5,${10 * (k % 60)},${k < 60 ? 1 : 2}`),
    );
    const { summary, chargeAh, parts } = await readText(nasa);
    expect([summary.cycles, parts[0]?.samples.temperatureC[0]]).toEqual([2, 24.5]);
    expect(chargeAh).toBeCloseTo(2 * RIGHT_AH, 12);
    const nrel = textOf(
      "Seconds,Amps,Volts,State,Step,Cycle,Ah",
      rowsOf(60, (k) => `${10 * k},-1,${4 - k / 1000},D,3,1,${(10 * k) / 3600}`),
    );
    const read = await readText(nrel);
    expect([read.dischargeAh, read.summary.counters.length]).toEqual([expect.closeTo(RIGHT_AH, 12), 2]);
  });
});

it.each([
  ["D-CC 1.00A 2.50V", [0, RIGHT_AH]],
  ["C-CV 1.00A 4.20V", [RIGHT_AH, 0]],
])("ZKETECH's files tell their direction in their head: %s", async (mode, [charge, discharge]) => {
  const falls = mode.startsWith("D");
  const rows = rowsOf(60, (k) => `${10 * k},1.00,${(falls ? 4 - k / 1000 : 3.5 + k / 1000).toFixed(3)}`);
  const { summary, chargeAh, dischargeAh } = await readText(
    `Device:EBC-A20\nMode:${mode}\n${textOf("Time(S),Cur(A),Vol(V)", rows)}`,
  );
  expect(summary.header.Device).toBe("EBC-A20");
  expect([chargeAh, dischargeAh]).toEqual([expect.closeTo(charge ?? 0, 12), expect.closeTo(discharge ?? 0, 12)]);
});

it.each([".", ","])("Gamry's files, with the start of their head, and decimals after a %s", async (mark) => {
  const head = [
    "EXPLAIN",
    "TAG\tPWR800_CHARGE",
    "DATE\tLABEL\t31.3.2023\tDate",
    "TIME\tLABEL\t14:02:11\tTime",
    "CURVE\tTABLE\t60",
  ];
  const rows = rowsOf(60, (k) => `\t${k}\t${10 * k}\t${3.5 + k / 1000}\t1.0\t0`.replaceAll(".", mark));
  const { summary, times, chargeAh } = await readText(
    `${head.join("\n")}\n${textOf("\tPt\tT\tVf\tIm\tAch", ["\t#\ts\tV\tA\tV", ...rows])}`,
    {},
  );
  expect(summary.format).toBe("gamry");
  expect(new Date((times[0] ?? 0) / 1000).toISOString()).toBe("2023-03-31T14:02:11.000Z");
  expect(chargeAh).toBeCloseTo(RIGHT_AH, 12);
});
