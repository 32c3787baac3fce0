import { describe, expect, it } from "vitest";
import { importBytes, importText, readFixture, refusalOf } from "../testing/imported-file";
import { SENT_MODES } from "../domain/sample-columns";
import type { ImportOptions } from "./cycler-file";

const STARTED_AT_US = Date.UTC(2024, 0, 1) * 1000;

type Expected = { format: string; start?: string } & Partial<
  Record<"testTimeS" | "voltageV" | "currentA" | "temperatureC" | "cycle" | "step" | "stepCount", number[]>
> & { modes?: string[]; seconds?: number[] };

/** Imports lines and compares the columns that are named; `seconds` are since the first sample. */
async function expectLines(lines: readonly string[], expected: Expected, options: Partial<ImportOptions> = {}) {
  const { summary, parts } = await importText(`${lines.join("\n")}\n`, options);
  const { format, start, modes, seconds, ...columns } = expected;
  expect(summary.format).toBe(format);
  const samples = parts[0]?.samples;
  if (!samples) throw new Error("no samples");
  for (const [name, values] of Object.entries(columns)) {
    expect(
      [...samples[name as keyof typeof columns]].map((value) => Number(value.toPrecision(12))),
      name,
    ).toEqual(values); // names of columns
  }
  const firstUs = samples.timeUs[0] ?? Number.NaN;
  if (start) expect(new Date(firstUs / 1000).toISOString()).toBe(start);
  if (modes) expect([...samples.mode].map((mode) => SENT_MODES[mode])).toEqual(modes);
  if (seconds) expect([...samples.timeUs].map((timeUs) => (timeUs - firstUs) / 1e6)).toEqual(seconds);
  return summary;
}

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

  it("in Chinese, unsigned, the sign told by the step", async () => {
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
});

describe("Maccor", () => {
  it("with test time in minutes or hours, where only the clock tells", async () => {
    const lines = (factor: number) => [
      "Rec#\tCyc#\tStep\tTestTime\tStepTime\tAmp-hr\tWatt-hr\tAmps\tVolts\tState\tES\tDPt Time",
      ...[0, 1, 2, 3].map(
        (row) =>
          `${row}\t1\t1\t${(row * 600) / factor}\t${(row * 600) / factor}\t0\t0\t1\t3.5\tC\t1\t01/02/2024 00:${row}0:00`,
      ),
    ];
    for (const factor of [1, 60, 3600])
      await expectLines(lines(factor), { format: "maccor", testTimeS: [0, 600, 1200, 1800] });
    const withoutClock = lines(60).map((line) => line.replace(/\t[^\t]*$/, ""));
    await expectLines(
      withoutClock,
      { format: "maccor", testTimeS: [0, 600, 1200, 1800] },
      { startedAtUs: STARTED_AT_US },
    );
  });

  it("in mA and mV, with every letter of its states", async () => {
    await expectLines(
      [
        "Rec,Cycle C,Step,Test Time [s],Step Time [s],Capacity [Ah],mAmps,Voltage [V],Md,DPT Time,Temperature Cell [C]",
        "1,0,1,0,0,0,0,3.5,R,12/31/2023 11:59:50 PM,24.5",
        "2,0,2,10,0,0,500,3.6,C,1/1/2024 12:00:00 AM,24.6",
        "3,0,3,20,0,0,500,3.4,D,1/1/2024 12:00:10 AM,24.7",
        "4,0,4,30,0,0,0,3.4,S,1/1/2024 12:00:20 AM,24.7",
      ],
      {
        format: "maccor",
        start: "2023-12-31T23:59:50.000Z",
        currentA: [0, 0.5, -0.5, 0],
        temperatureC: [24.5, 24.6, 24.7, 24.7],
        modes: ["rest", "charge", "discharge", "rest"],
        seconds: [0, 10, 20, 30],
      },
    );
  });

  it("with numbers grouped in quotes, elapsed times with days, and a clock that is none", async () => {
    await expectLines(
      [
        "Cyc#,Step,TestTime(s),StepTime(s),Capacity(Ah),Watt-hr,Current(A),Voltage(V),DPt Time,Temp 1,EV Temp",
        '869,11,"5,577,644.47",  0d 00:22:05.05,552.0699,"2,082.06","1,499.8856",3.9200,1,30.08,0.0',
        '869,11,"5,577,649.47",  0d 00:22:10.05,554.1531,"2,090.23","1,499.8856",3.9209,1,30.13,0.0',
      ],
      {
        format: "maccor",
        testTimeS: [5_577_644.47, 5_577_649.47],
        currentA: [1499.8856, 1499.8856],
        temperatureC: [30.08, 30.13],
      },
      { startedAtUs: STARTED_AT_US },
    );
  });

  it("is refused where nothing tells charge from discharge", async () => {
    const row = (step: number, volts: number) =>
      `1,${step},"5,577,${644 + step}.47",0d 00:0${step}:05.05,"1,499.8856",${volts}`;
    const lines = [
      "Cyc#,Step,TestTime(s),StepTime(s),Current(mA),Voltage(V),DPt Time",
      ...[row(1, 3.2), row(1, 3.9), row(2, 3.9), row(2, 3.1)].map((line) => `${line},1`),
    ];
    const refusal = await refusalOf(new TextEncoder().encode(`${lines.join("\n")}\n`), { startedAtUs: STARTED_AT_US });
    expect(refusal.problems).toEqual([
      { row: 4, column: "Current(mA)", message: expect.stringContaining("export the state of each row") },
    ]);
  });

  it("asks when a test began whose clock shows the time of day only", async () => {
    const bytes = readFixture("cyclers/maccor_time_of_day.002");
    expect((await refusalOf(bytes)).problems).toEqual([expect.objectContaining({ column: "startedAt" })]);
    const { summary } = await importBytes(bytes, { startedAtUs: STARTED_AT_US });
    expect(summary.tests).toEqual([expect.objectContaining({ startedAtUs: STARTED_AT_US, samples: 8 })]);
    expect(summary.warnings).toEqual([]);
  });

  it("keeps the signs inside a step of a drive cycle", async () => {
    await expectLines(
      [
        "Rec#\tCyc#\tStep\tTest (Sec)\tStep (Sec)\tAmps\tVolts\tState\tDPt Time",
        "1\t1\t1\t0\t0\t-5\t3.5\tD\t01/02/2024 00:00:00",
        "2\t1\t1\t1\t1\t2\t3.6\tD\t01/02/2024 00:00:01",
        "3\t1\t1\t2\t2\t-5\t3.5\tD\t01/02/2024 00:00:02",
      ],
      { format: "maccor", currentA: [-5, 2, -5] },
    );
  });
});

it("turns an unsigned current by what flows in its steps, not by one row of noise", async () => {
  const line = (time: number, type: string, current: number) => `${time};${type};3.5;${current}`;
  const rest = Array.from({ length: 20_000 }, (_, index) => line(index, "Rest", 0));
  const table = (currents: readonly number[]) => [
    "Time (s);Step Type;Voltage (V);Current (A)",
    line(0, "Discharge", 1e-4), // of noise, in the first part
    ...rest,
    ...currents.map((current, index) => line(20_001 + index, "Discharge", current)),
  ];
  for (const [currents, expected] of [
    [
      [-2, -2, 0.5],
      [-2, -2, 0.5],
    ],
    [
      [2, 2, 2],
      [-2, -2, -2],
    ],
  ] as const) {
    const { parts } = await importText(`${table(currents).join("\n")}\n`, { startedAtUs: STARTED_AT_US });
    expect([...(parts.at(-1)?.samples.currentA ?? [])].slice(-3)).toEqual(expected);
  }
});

it("reads Arbin's names with underscores and units", async () => {
  await expectLines(
    [
      "Data_Point,Date_Time,Test_Time(s),Step_Time(s),Step_Index,Cycle_Index,Current(A),Voltage(V),Charge_Capacity(Ah),Discharge_Capacity(Ah),Internal_Resistance(Ohm),Aux_Temperature(C)_1",
      "1,2024-05-06 07:08:09.5,0.5,0.5,1,1,1,3.5,0,0,0,21.5",
      "2,2024-05-06 07:08:10.5,1.5,1.5,1,1,1,3.6,0.0003,0,0,21.6",
    ],
    {
      format: "arbin",
      start: "2024-05-06T07:08:09.500Z",
      testTimeS: [0.5, 1.5],
      temperatureC: [21.5, 21.6],
      step: [1, 1],
    },
  );
});

describe("BioLogic", () => {
  const head = ["EC-Lab ASCII FILE", "Nb header lines : 6", "", "Acquisition started on : 04/22/2015 16:16:38", ""];

  it("with decimal commas, <I> and Ewe, in µ and m, in Latin-1", async () => {
    const lines = [
      ...head,
      "mode\tox/red\tNs changes\tNs\ttime/s\tcontrol/V/mA\tEwe/V\t<I>/mA\t(Q-Qo)/mA.h\tcycle number\t",
      "3\t0\t1\t0\t0,000000000000000E+000\t0\t3,5\t0,0000000E+000\t0\t0,0\t",
      "1\t1\t1\t1\t1,500000000000000E+001\t5\t3,6\t5,0000000E+000\t0\t1,0\t",
    ];
    const bytes = Uint8Array.from(`${lines.join("\r\n")}\r\n`, (character) => character.charCodeAt(0));
    const { summary, parts } = await importBytes(bytes);
    expect(summary.format).toBe("biologic");
    const samples = parts[0]?.samples;
    expect([samples?.testTimeS[1], samples?.voltageV[1], samples?.currentA[1], samples?.cycle[1]]).toEqual([
      15, 3.6, 0.005, 1,
    ]);
    expect(new Date((samples?.timeUs[1] ?? 0) / 1000).toISOString()).toBe("2015-04-22T16:16:53.000Z");
  });

  it("at open circuit has no current, for none flows", async () => {
    const rows = ["3\t0\t0\t3.2\t21.5", "3\t0\t60\t3.3\t21.5"];
    const expected = { format: "biologic", currentA: [0, 0], voltageV: [3.2, 3.3], temperatureC: [21.5, 21.5] };
    await expectLines([...head, "mode\terror\ttime/s\t<Ewe/V>\tTemperature/°C\t", ...rows], expected);
  });

  it("begins a step where its mark says so, though its number stays", async () => {
    const rows = ["0\t0\t0\t3\t1", "1\t0\t1\t3\t1", "0\t0\t2\t3\t1"];
    await expectLines(
      ["Ns changes\tNs\ttime/s\tEcell/V\tI/mA", ...rows],
      { format: "biologic", stepCount: [1, 2, 2] },
      { startedAtUs: STARTED_AT_US },
    );
  });
});

it("reads Basytec's hours and the start in its head, German dates and commas", async () => {
  await expectLines(
    [
      "~Resultfile from Basytec Battery Test System",
      "~Start of Test: 03.04.2023 17:56:53",
      "~",
      "~Time[h]\tDataSet\tt-Step[h]\tLine\tCommand\tU[V]\tI[A]\tAh-Cyc-Charge\tAh-Cyc-Discharge\tT1[°C]\tCyc-Count",
      "0,5\t1\t0\t3\tCharge\t3,5\t1,5\t0\t0\t25,5\t1",
      "1,0\t2\t0,5\t3\tCharge\t3,6\t1,5\t0,75\t0\t25,6\t1",
      "1,0\t3\t0\t4\tDischarge\t3,5\t-1,5\t0,75\t0\t25,6\t1",
    ],
    {
      format: "basytec",
      start: "2023-04-03T16:26:53.000Z", // 17:56:53 in Berlin is 15:56:53, and half an hour of test time
      testTimeS: [1800, 3600, 3600],
      currentA: [1.5, 1.5, -1.5],
      stepCount: [1, 1, 2],
      modes: ["charge", "charge", "discharge"],
    },
    { timeZone: "Europe/Berlin" },
  );
});

it("reads Landt's tables with their units behind strokes", async () => {
  await expectLines(
    [
      "Record,TestTime/Sec,StepTime/Sec,Current/mA,Capacity/mAh,SpeCap/mAh/g,Voltage/V,Energy/mWh,SysTime,Cycle-Index,Step-Index,Step-State",
      "1,0,0,0.5,0,0,3.1,0,2021-02-25 13:41:24,1,1,C_CC",
      "2,60,60,0.5,0.008333,1,3.2,0,2021-02-25 13:42:24,1,1,C_CC",
    ],
    { format: "landt", testTimeS: [0, 60], currentA: [0.0005, 0.0005], cycle: [1, 1] },
  );
});

describe("Digatron", () => {
  it("with units behind #", async () => {
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
});

describe("the Battery Data Format", () => {
  it.each([
    [
      "machine-readable names",
      "unix_time_second,test_time_second,voltage_volt,current_ampere,cycle_count,step_count,step_type",
    ],
    [
      "preferred labels",
      "Unix Time / s,Test Time / s,Voltage / V,Current / A,Cycle Count / 1,Step Count / 1,Step Type",
    ],
    [
      "labels in other units",
      "Unix Time / ms,Test Time / min,Voltage / mV,Current / mA,Cycle Count / 1,Step Count / 1,Step Type",
    ],
  ])("with %s", async (name, headings) => {
    const isOther = name.includes("other");
    const row = (index: number) =>
      isOther
        ? `${1_700_000_000_000 + index * 6000},${index / 10},${3500 + index},-250,4,${7 + index},CC_DCH`
        : `${1_700_000_000 + index * 6},${index * 6},${3.5 + index / 1000},-0.25,4,${7 + index},CC_DCH`;
    await expectLines([headings, row(0), row(1)], {
      format: "bdf",
      start: "2023-11-14T22:13:20.000Z",
      testTimeS: [0, 6],
      voltageV: [3.5, 3.501],
      currentA: [-0.25, -0.25],
      cycle: [4, 4],
      stepCount: [7, 8],
      modes: ["discharge", "discharge"],
    });
  });
});

it("reads the messages of the first ChargeTracker, a cell each", async () => {
  const line = (id: string, step: string, second: number) =>
    `${id}, W, 1, ${step}, 2018-09-20 10:00:0${second}, 3.5, 200.0, -2.0, 900.0`;
  const lines = [
    line("aa-1", "C", 0),
    line("bb-2", "C", 0),
    line("aa-1", "C", 1),
    line("aa-1", "D", 2),
    line("bb-2", "D", 1),
  ];
  const { summary, parts } = await importText(`${lines.join("\n")}\n`);
  expect(summary).toMatchObject({ format: "chargetracker-2018", samples: 5 });
  expect(summary.tests.map(({ cell, samples }) => [cell, samples])).toEqual([
    ["aa-1", 3],
    ["bb-2", 2],
  ]);
  const first = parts.find(({ cell }) => cell === "aa-1")?.samples;
  expect([...(first?.currentA ?? [])]).toEqual([0.2, 0.2, -0.2]);
  expect([...(first?.cycle ?? [])]).toEqual([1, 1, 1]);
});

it("tells runs apart by steps that have names", async () => {
  const rows = ["0;form;3;1", "1;form;3;1", "2;age;3;1", "3;form;3;1"];
  await expectLines(
    ["Time (s);Step;Voltage (V);Current (A)", ...rows],
    { format: "delimited", stepCount: [1, 1, 2, 3] },
    { startedAtUs: STARTED_AT_US },
  );
});
