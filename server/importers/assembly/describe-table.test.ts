import { expect, it } from "vitest";
import { readText, rowsOf, textOf } from "../../testing/files/made-up-file";

const TABLE = textOf(
  "test_time_second,voltage_volt,current_ampere",
  rowsOf(5, (k) => `${k},3.${k},1`),
);
const headerAbove = async (...lines: string[]) => (await readText(`${lines.join("\n")}\n${TABLE}`)).summary.header;

it("shows what the lines above a table say", async () => {
  expect(
    await headerAbove(
      "Test name:\tNMC-01",
      "# Operator = Ada",
      "Start Time,2024-01-05 12:00:00",
      "~Mass; 2.5 g;;",
      "free text",
    ),
  ).toEqual({ "Test name": "NMC-01", Operator: "Ada", "Start Time": "2024-01-05 12:00:00", Mass: "2.5 g" });
});

it("ends a key outside brackets, and at the last of several equations", async () => {
  expect(
    await headerAbove(
      "Molecular weight of active material (at x = 0) : 0.001 g/mol",
      "for DX = 1, DQ = 26.802 mA.h",
      "Battery capacity : 4.500 A.h",
      "Comment (open: none",
    ),
  ).toEqual({
    "Molecular weight of active material (at x = 0)": "0.001 g/mol",
    "for DX = 1, DQ": "26.802 mA.h",
    "Battery capacity": "4.500 A.h",
    "Comment (open": "none",
  });
});

it.each(["\t", " ", ":", "=", ";", ",", "~", '"', "#", "\t ", ": ", "a\t", "x:"])(
  "reads lines of many %j above a table as fast as others",
  async (mark) => {
    const long = mark.repeat(100_000 / mark.length);
    const { summary } = await readText(`Test name${long}\n${long}\n${TABLE}`);
    expect(summary.samples).toBe(5);
  },
  5000,
);
