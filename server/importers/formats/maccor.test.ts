import { describe, expect, it } from "vitest";
import { expectLines } from "../../testing/expect-lines";
import { importBytes, readFixture, refusalOf } from "../../testing/files/imported-file";

const STARTED_AT_US = Date.UTC(2024, 0, 1) * 1000;

describe("Maccor", () => {
  it("with test time in minutes or hours, where only the clock shows which", async () => {
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

  const DAYLESS = [
    "Rec#\tCyc#\tStep\tTest (Sec)\tStep (Sec)\tAmps\tVolts\tState\tES\tDPt Time",
    ...[0, 1, 2, 3].map(
      (row) =>
        `${row}\t0\t1\t${5 + row * 600}\t${5 + row * 600}\t1\t3.5\tC\t1\t${["23:40", "23:50", "00:00", "00:10"][row]}:45`,
    ),
  ];

  it("with the date above the table and the time of day in the rows", async () => {
    const head = "Today's Date\t04/13/2018\tDate of Test:\t11/13/2017\tFilename: a.016";
    const { warnings } = await expectLines([head, ...DAYLESS], {
      ...{ format: "maccor", start: "2017-11-13T23:40:45.000Z" },
      ...{ testTimeS: [5, 605, 1205, 1805], seconds: [0, 600, 1200, 1800] },
    });
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining("the date above the table")]);
  });

  it("asks for the date where the rows have a time of day alone", async () => {
    const { problems } = await refusalOf(new TextEncoder().encode(`${DAYLESS.join("\n")}\n`));
    expect(problems).toEqual([
      expect.objectContaining({ column: "startedAt", message: expect.stringContaining('"DPt Time" has times of day') }),
    ]);
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

  it("is refused where nothing distinguishes charge from discharge", async () => {
    const row = (step: number, volts: number) =>
      `1,${step},"5,577,${644 + step}.47",0d 00:0${step}:05.05,"1,499.8856",${volts}`;
    const lines = [
      "Cyc#,Step,TestTime(s),StepTime(s),Current(mA),Voltage(V),DPt Time",
      ...[row(1, 3.2), row(1, 3.9), row(2, 3.9), row(2, 3.1)].map((line) => `${line},1`),
    ];
    const refusal = await refusalOf(new TextEncoder().encode(`${lines.join("\n")}\n`), { startedAtUs: STARTED_AT_US });
    expect(refusal.problems).toEqual([
      expect.objectContaining({
        ...{ row: 4, column: "Current(mA)" },
        message: expect.stringContaining("export the state of each row"),
      }),
    ]);
  });

  it("asks when a test began whose clock shows the time of day only", async () => {
    const bytes = readFixture("cyclers/maccor_time_of_day.002");
    expect((await refusalOf(bytes)).problems).toEqual([expect.objectContaining({ column: "startedAt" })]);
    const { summary } = await importBytes(bytes, { startedAtUs: STARTED_AT_US });
    expect(summary.tests).toEqual([expect.objectContaining({ startedAtUs: STARTED_AT_US, samples: 8 })]);
    expect(summary.warnings).toEqual([]);
  });

  it("leaves the registers of a battery's own gauge alone", async () => {
    const summary = await expectLines(
      [
        "Rec#\tCyc#\tStep\tTest (Sec)\tAmps\tVolts\tState\tES\tDPt Time\tTemperature (0x06)\tVoltage (0x08)",
        "1\t0\t1\t0\t0\t3.8\tR\t0\t01/22/2024 10:00:00\t6280.4\t65535",
      ],
      { format: "maccor", voltageV: [3.8], temperatureC: [Number.NaN] },
    );
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
