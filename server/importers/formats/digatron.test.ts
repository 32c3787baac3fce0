import { describe, expect, it } from "vitest";
import { expectLines } from "../../testing/expect-lines";

describe("Digatron", () => {
  it("with units after #", async () => {
    await expectLines(
      [
        "Step,Status,Timestamp,Program Duration#s,Step Duration#s,Voltage#mV,Current#A,AhCha#Ah,AhDch#Ah,T1#°C",
        "1,PAU,2025-06-06 10:00:00.5+02:00,0.5,0.5,3500,0,0,0,25",
        "2,DCH,2025-06-06 10:00:10.5+02:00,10.5,0.1,3400,-10,0,0,25",
      ],
      {
        format: "digatron",
        start: "2025-06-06T08:00:00.500Z",
        voltageV: [3.5, 3.4],
        modes: ["rest", "discharge"],
        testTimeS: [0.5, 10.5],
      },
    );
  });

  it("with units on the line below, and in German with semicolons", async () => {
    await expectLines(
      [
        "Time Stamp,Step,Status,Prog Time,Step Time,Cycle,Cycle Level,Procedure,Voltage,Current,Temperature,Capacity,WhAccu,Cnt,",
        ",,,,,,,,[V],[A],[C],[Ah],[Wh],[Cnt],",
        "11/20/2017 10:00:00 AM,1,PAU,00:00:00.000,00:00:00.000,0,0,x,3.5,0,25,0,0,1,",
        "11/20/2017 10:00:10 AM,2,CHA,00:00:10.000,00:00:00.100,0,0,x,3.6,1.5,25,0,0,1,",
      ],
      { format: "digatron", testTimeS: [0, 10], currentA: [0, 1.5], modes: ["rest", "charge"] },
    );
    await expectLines(
      [
        "Schritt;Zustand;Zeit;Programmdauer;Schrittdauer;Zyklus;Zyklusebene;Spannung;Strom;Temp1",
        "1;PAU;03.04.2023 10:00:00;00:00:00;00:00:00;1;0;3,5;0,0;25,5",
        "2;LAD;03.04.2023 10:00:10;00:00:10;00:00:00;1;0;3,6;1,5;25,5",
      ],
      {
        format: "digatron",
        start: "2023-04-03T10:00:00.000Z",
        voltageV: [3.5, 3.6],
        currentA: [0, 1.5],
        modes: ["rest", "charge"],
      },
    );
  });

  it("counts one charge through all steps, down on discharge", async () => {
    const row = (second: number, step: number, status: string, current: number, ah: number) =>
      `11/27/2018 8:00:${second} PM,${step},${status},25:19:${second}.000,00:00:00.000,0,0,x,3.5,${current},25,${ah},0,1,`;
    const summary = await expectLines(
      [
        "Measurement ID,585,,,,,,,,,,,,,",
        "Time Stamp,Step,Status,Prog Time,Step Time,Cycle,Cycle Level,Procedure,Voltage,Current,Temperature,Capacity,WhAccu,Cnt,",
        ",,,,,,,,[V],[A],[C],[Ah],[Wh],[Cnt],",
        row(10, 1, "DCH", -3.6, 0.1),
        row(30, 1, "DCH", -3.6, 0.08), // 3.6 A × 20 s = 0.02 Ah
        row(30, 2, "CHA", 1.8, 0.08),
        row(50, 2, "CHA", 1.8, 0.09), // 0.01 Ah
      ],
      { format: "digatron", testTimeS: [91_150, 91_170, 91_170, 91_190] },
    );
    const capacities = summary.counters.filter(({ quantity }) => quantity.endsWith("Capacity"));
    expect(capacities.map(({ vendor, ours }) => [vendor, ours].map((ah) => Number(ah.toPrecision(9))))).toEqual([
      [0.01, 0.01],
      [0.02, 0.02],
    ]);
  });

  it("counts what is left of both directions in a drive cycle, which is held against neither", async () => {
    const row = (second: number, current: number, ah: number) =>
      `11/27/2018 8:00:${second} PM,1,TABLE,00:00:${second}.000,00:00:${second}.000,1,1,x,3.5,${current},25,${ah},0,1,`;
    const summary = await expectLines(
      [
        "Time Stamp,Step,Status,Prog Time,Step Time,Cycle,Cycle Level,Procedure,Voltage,Current,Temperature,Capacity,WhAccu,Cnt,",
        ",,,,,,,,[V],[A],[C],[Ah],[Wh],[Cnt],",
        row(10, -3.6, 0.1),
        row(20, 3.6, 0.1),
        row(30, -3.6, 0.1),
      ],
      { format: "digatron", modes: ["other", "other", "other"] },
    );
    expect(summary.counters).toEqual([]);
    expect(summary.warnings).toEqual([]);
  });
});
