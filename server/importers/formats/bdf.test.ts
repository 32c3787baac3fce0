import { describe, it } from "vitest";
import { expectLines } from "../../testing/expect-lines";

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

  it("beside columns of the same names without units, which it leaves alone", async () => {
    await expectLines(
      [
        "Test_Time,Current,Voltage,Test Time / s,Voltage / V,Current / A",
        "0,-250,3500,0,3.5,-0.25",
        "1,-250,3490,60,3.49,-0.25",
      ],
      { format: "bdf", testTimeS: [0, 60], voltageV: [3.5, 3.49], currentA: [-0.25, -0.25] },
      { startedAtUs: Date.UTC(2024, 0, 1) * 1000 },
    );
  });
});
