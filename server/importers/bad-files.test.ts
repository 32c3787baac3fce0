import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { importBytes, readFixture, refusalOf } from "../testing/files/imported-file";

const place = z.object({ line: z.int(), column: z.string().optional() });
const bad = z
  .array(
    z.object({
      file: z.string(),
      outcome: z.string(),
      errors: z.array(place).default([]),
      warnings: z.array(place).default([]),
    }),
  )
  .parse(JSON.parse(readFileSync("fixtures/expected/bad.json", "utf8")));

describe.each(bad)("$file", ({ file, outcome, errors, warnings }) => {
  const bytes = readFixture(file);

  if (outcome === "refused") {
    it("is refused, every place of it named", async () => {
      const { problems } = await refusalOf(bytes);
      const places = problems.map(({ row, column }) => (column === null ? { line: row } : { line: row, column }));
      expect(places).toEqual(errors);
    });
  } else {
    it("is accepted, with the warnings named", async () => {
      const { summary } = await importBytes(bytes);
      expect(summary.warnings.map(({ row }) => row)).toEqual(warnings.map(({ line }) => line));
    });
  }
});

it("says which columns it found where it knows no format", async () => {
  const { message } = await refusalOf(readFixture("bad/unsupported_test.csv"));
  expect(message).toContain("no known format");
  expect(message).toContain("cutoff_voltage");
});

it("leaves the half line out where the file may be partial", async () => {
  const { summary } = await importBytes(readFixture("bad/custom_truncated.csv"), { isPartial: true });
  expect(summary.samples).toBe(59);
  expect(summary.warnings).toEqual([{ row: 80, message: expect.stringContaining('cut off at "cycle"') }]);
});

describe("a table that sums up cycles or steps is no record of a test", () => {
  const STARTED = { startedAtUs: Date.UTC(2024, 0, 1) * 1000 };
  const refusedLines = (...lines: string[]) => refusalOf(new TextEncoder().encode(`${lines.join("\n")}\n`), STARTED);

  it.each([
    [
      "Arbin's StatisticByCycle",
      "Date_Time,Test Time (s),Cycle Index,Current (A),Voltage (V),Charge Capacity (Ah),V_Max_On_Cycle (V)",
      '"\t03/13/2022 14:35:33.860",11069.8765,2,0,3.669845,2.554667,4.2',
    ],
    [
      "Maccor's [STATS]",
      "Cycle\tTest Time\tCurrent\tVoltage\tAH-IN\tAH-OUT\tDate",
      "0\t0d 00:08:59.16\t0.0998\t4.2001\t0.0366\t0\t43916.96",
    ],
  ])("%s, by its columns", async (_, headings, row) => {
    const { message, problems } = await refusedLines(headings, row);
    expect(message).toMatch(/^line 1: the table has one row per cycle or step.*export the records of the test$/);
    expect(problems).toEqual([expect.objectContaining({ row: 1 })]);
  });

  it("and any other, because nothing flows between its rows", async () => {
    const rows = [1, 2, 3, 4, 5].map((cycle) => `${cycle * 7200},${cycle},0,3.5,2.5`);
    const { message } = await refusedLines("time (s),cycle,current (A),voltage (V),charge capacity (Ah)", ...rows);
    expect(message).toContain("nearly every row is a step of its own");
  });
});

it("says of a file that is no text that it is none", async () => {
  const pickle = Uint8Array.from({ length: 3000 }, (_, at) =>
    at % 7 === 0 ? 0x00 : at % 5 === 0 ? 0x12 : 0x41 + (at % 50),
  );
  expect((await refusalOf(pickle)).message).toContain("this is no text");
});

it("says of shuffled rows that they are in no order", async () => {
  const rows = Array.from({ length: 100 }, (_, k) => `${((k * 37) % 100) * 10},1,3.5`);
  const text = ["Time (s),Current (A),Voltage (V)", ...rows, ""].join("\n");
  const { message } = await refusalOf(new TextEncoder().encode(text), { startedAtUs: Date.UTC(2024, 0, 1) * 1000 });
  expect(message).toContain("in no order of time");
});
