import { describe, expect, it } from "vitest";
import { clockAt, readText, rowsOf, textOf } from "../../testing/files/made-up-file";

const row = (k: number) => `${2 * k},${3.5 + 0.001 * k},1`;
const clocked = (k: number) => `${row(k)},${clockAt(2 * k)}`;
const byClock = (k: number) => `${clockAt(2 * k)},${3.5 + 0.001 * k},1`;
const HEADINGS = "time_s,voltage_V,current_A";
const RIGHT_AH = 198 / 3600;
const range = (from: number, to: number, of: (k: number) => string) => rowsOf(to - from + 1, (k) => of(from + k));

describe("rows that come once more as a block are left out", () => {
  it.each([
    ["the last thirty", HEADINGS, [...range(0, 99, row), ...range(70, 99, row)], "102 to 131"],
    ["with a clock", `${HEADINGS},Date`, [...range(0, 99, clocked), ...range(70, 99, clocked)], "102 to 131"],
    [
      "by their clock alone",
      "Date,voltage_V,current_A",
      [...range(0, 99, byClock), ...range(70, 99, byClock)],
      "102 to 131",
    ],
    ["from the middle", HEADINGS, [...range(0, 79, row), ...range(40, 59, row), ...range(80, 99, row)], "82 to 101"],
    ["and the file goes on below", HEADINGS, [...range(0, 79, row), ...range(40, 99, row)], "82 to 121"],
    ["the whole file", HEADINGS, [...range(0, 99, row), ...range(0, 99, row)], "102 to 201"],
    ["the whole file with its head", HEADINGS, [...range(0, 99, row), HEADINGS, ...range(0, 99, row)], "103 to 202"],
    ["two of them", HEADINGS, [...range(0, 99, row), ...range(98, 99, row)], "102 to 103"],
  ])("%s", async (_, headings, rows, lines) => {
    const { chargeAh, summary, messages } = await readText(textOf(headings, rows));
    expect(chargeAh).toBeCloseTo(RIGHT_AH, 12);
    expect(summary.samples).toBe(100);
    expect(summary.tests).toHaveLength(1);
    expect(messages).toEqual([expect.stringContaining(`Lines ${lines} repeat rows that were read before`)]);
  });

  it("twice, and once more", async () => {
    const rows = [...range(0, 99, row), ...range(70, 99, row), ...range(60, 99, row)];
    const { chargeAh, messages } = await readText(textOf(HEADINGS, rows));
    expect(chargeAh).toBeCloseTo(RIGHT_AH, 12);
    expect(messages).toHaveLength(2);
  });
});

it("keeps a second test whose first row looks like the first of the file", async () => {
  const second = range(0, 99, (k) => `${2 * k},${3.5 + 0.002 * k},1`);
  const { chargeAh } = await readText(textOf(HEADINGS, [...range(0, 99, row), HEADINGS, ...second]));
  expect(chargeAh).toBeCloseTo(2 * RIGHT_AH, 12);
});

it("keeps steps that count their time anew", async () => {
  const rows = range(0, 299, (k) => `${(k % 100) * 2},${3.5 + 0.001 * k},1`);
  const { summary } = await readText(textOf(HEADINGS, rows));
  expect(summary.samples).toBe(300);
});
