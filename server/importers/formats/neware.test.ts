import { describe, expect, it } from "vitest";
import { expectLines } from "../../testing/expect-lines";
import { importBytes } from "../../testing/files/imported-file";

describe("Neware", () => {
  it("with the old names, mV and mA, and the time of the step alone", async () => {
    await expectLines(
      [
        "Record Index\tStatus\tJumpTo\tCycle\tStep\tCurrent(mA)\tVoltage(mV)\tCapaCity(mAh)\tEnergy(mWh)\tRelative Time(h:min:s.ms)\tAbsolute Time",
        "1\tRest\t2\t1\t1\t0\t3000.5\t0\t0\t0:00:00.000\t2020-05-06 10:00:00",
        "2\tCC_DChg\t3\t1\t2\t-1500\t2999\t0\t0\t0:00:00.100\t2020-05-06 10:00:10",
        "3\tCC_DChg\t3\t1\t2\t-1500\t2990\t0.04\t0.1\t0:00:00.600\t2020-05-06 10:00:10",
      ],
      {
        format: "neware",
        start: "2020-05-06T10:00:00.000Z",
        voltageV: [3.0005, 2.999, 2.99],
        currentA: [0, -1.5, -1.5],
        cycle: [1, 1, 1],
        step: [1, 2, 2],
        stepCount: [1, 2, 2],
        modes: ["rest", "discharge", "discharge"],
        seconds: [0, 10, 10.5],
        testTimeS: [Number.NaN, Number.NaN, Number.NaN],
      },
    );
  });

  it("in Chinese, unsigned, the sign given by the step", async () => {
    await expectLines(
      [
        "数据序号,循环号,工步号,工步类型,时间,总时间,电流(A),电压(V),容量(Ah),绝对时间",
        "1,1,1,静置,00:00:00,00:00:00,0,3.6,0,2023-01-02 03:04:05",
        "2,1,2,恒流放电,00:00:01,00:00:11,2.0,3.5,0.001,2023-01-02 03:04:16",
        "3,1,3,恒流恒压充电,00:00:01,00:00:21,1.5,3.7,0.001,2023-01-02 03:04:26",
      ],
      {
        format: "neware",
        start: "2023-01-01T19:04:05.000Z",
        testTimeS: [0, 11, 21],
        currentA: [0, -2, 1.5],
        modes: ["rest", "discharge", "charge"],
      },
      { timeZone: "Asia/Shanghai" },
    );
  });

  it("as cycles over steps over records, from the names that BTS 7 wrote", async () => {
    await expectLines(
      [
        "Cycle ID,Cap_Chg(mAh),Cap_DChg(mAh)",
        ",Step ID,Step Name,Step Time(h:min:s.ms),Cap(mAh)",
        ",,Record ID,Time(h:min:s.ms),Vol(mV),Cur(mA),Cap(mAh),Realtime",
        "1,10,10",
        ",1,CC_Chg,0:00:20.000,1",
        ",,1,\t0:00:00.000,3500,100,0,\t2020-05-06 10:00:00",
        ",,2,\t0:00:10.000,3600,100,0.2777,\t2020-05-06 10:00:10",
        ",2,Rest,0:00:10.000,0",
        ",,3,\t0:00:00.000,3550,0,0,\t2020-05-06 10:00:10",
        "2,10,10",
        ",1,CC_Chg,0:00:10.000,1",
        ",,4,\t0:00:00.500,3600,100,0.01,\t2020-05-06 10:00:20",
      ],
      {
        format: "neware-hierarchical",
        voltageV: [3.5, 3.6, 3.55, 3.6],
        currentA: [0.1, 0.1, 0, 0.1],
        cycle: [1, 1, 1, 2],
        step: [1, 1, 2, 1],
        stepCount: [1, 1, 2, 3],
        modes: ["charge", "charge", "rest", "charge"],
        seconds: [0, 10, 10, 20],
      },
    );
  });

  it("with the letters of its states, and a sign where those say so", async () => {
    const row = (time: string, step: number, status: string) =>
      `2026-01-01 ${time},1,${step},${step},0:00:00.0,3.5,1000,${status}`;
    await expectLines(
      [
        "DateTime,Cycle ID,Step ID,Record ID,Time(h:min:s.ms),Voltage(V),Current(mA),Status",
        row("00:00:00", 1, "C"),
        row("00:00:10", 2, "R").replace("1000", "0"),
        row("00:00:20", 3, "D"),
      ],
      { format: "neware", currentA: [1, 0, -1], modes: ["charge", "rest", "discharge"] },
    );
  });

  it("in µA, mV, mAs and mWs, in Latin-1", async () => {
    const lines = [
      "DataPoint,Cycle Index,Step Index,Step Type,Time,Total Time,Current(\xb5A),Voltage(mV),Capacity(mAs),Energy(mWs),Date",
      "1,1,1,CC Chg,00:00:00.000,00:00:00.000,360,3500,0,0,2025-06-17 09:26:39.383",
      "2,1,1,CC Chg,00:01:40.000,00:01:40.000,360,3500,36,126,2025-06-17 09:28:19.383",
    ];
    const bytes = Uint8Array.from(`${lines.join("\n")}\n`, (character) => character.charCodeAt(0));
    const { summary, parts } = await importBytes(bytes);
    expect(parts[0]?.samples.currentA[0]).toBe(0.00036);
    // 0.36 mA × 100 s = 36 mAs = 0.01 mAh, at 3.5 V 126 mWs = 0.035 mWh
    const counted = summary.counters.filter(({ vendor }) => vendor > 0);
    expect(counted.map(({ quantity, vendor }) => [quantity, Number(vendor.toPrecision(9))])).toEqual([
      ["chargeCapacity", 1e-5],
      ["chargeEnergy", 3.5e-5],
    ]);
    for (const { relativeDifference } of counted) expect(relativeDifference).toBeCloseTo(0, 9);
  });
});
