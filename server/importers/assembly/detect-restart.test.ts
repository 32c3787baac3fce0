import { describe, expect, it } from "vitest";
import { importBytes, importText, readFixture } from "../../testing/files/imported-file";
import type { ImportOptions } from "../cycler-file";

type Row = { time: number; clock?: string; cycle?: number; step?: number; record?: number; charge?: number };

const HEAD = "test time (s),date time,voltage (V),current (A),record,cycle,step,charge capacity (Ah)";
const table = (rows: readonly Row[]) =>
  `${[HEAD, ...rows.map(({ time, clock = "", record = "", cycle = "", step = "", charge = "" }, index) => `${time},${clock},${3 + index / 100},0,${record},${cycle},${step},${charge}`)].join("\n")}\n`;

async function testsOf(text: string, options: Partial<ImportOptions> = { startedAtUs: 1.7e15 }) {
  const { summary } = await importText(text, { answers: { countersDiffer: "accepted" }, ...options });
  const restarts = summary.warnings.filter(({ message }) => message.startsWith("The header row is repeated"));
  expect(restarts).toHaveLength(summary.tests.length - 1);
  return summary.tests.map(({ test, cycleOffset, samples }) => [test, cycleOffset, samples]);
}

const rows = (count: number, row: (index: number) => Omit<Row, "time">, fromS = 0): Row[] =>
  Array.from({ length: count }, (_, index) => ({ time: fromS + index * 10, ...row(index) }));
const at = (seconds: number) => new Date(Date.UTC(2024, 0, 1) + seconds * 1000).toISOString().slice(0, 19);

describe("a repeated header row while test time continues", () => {
  const first = rows(6, (index) => ({ cycle: 1 + Math.floor(index / 3), step: 1 + Math.sign(index % 3) }));
  const twoTests = [
    ["", 0, 6],
    ["restart 2", 2, 6],
  ];

  it("begins another test where counts restart, with a file header before it or not", async () => {
    const second = first.map((row) => ({ ...row, time: row.time + 500 }));
    expect(await testsOf(table(first) + table(second))).toEqual(twoTests);
    expect(await testsOf(`${table(first)}Cell: A-02\nOperator, Ada, of the night\n\n${table(second)}`)).toEqual(
      twoTests,
    );
    const [counted, again] = [first, second].map((all) =>
      all.map((row, index) => ({ ...row, cycle: 1, step: 1, record: index })),
    );
    expect(await testsOf(table(counted ?? []) + table(again ?? []))).toEqual([
      ["", 0, 6],
      ["restart 2", 1, 6],
    ]);
  });

  it("begins another test where the first cycle restarts with its steps", async () => {
    const one = rows(6, (index) => ({ cycle: 1, step: 1 + Math.floor(index / 2) }));
    const other = one.map((row) => ({ ...row, time: row.time + 60 }));
    expect(await testsOf(table(one) + table(other))).toEqual([
      ["", 0, 6],
      ["restart 2", 1, 6],
    ]);
  });

  it.each([
    ["forwards", 86_400],
    ["backwards", -86_400],
  ])("begins another test where the clock leaps %s and test time does not", async (_, leapS) => {
    const one = rows(4, (index) => ({ cycle: 1, clock: at(index * 10) }));
    const other = rows(4, (index) => ({ cycle: 1, clock: at(40 + leapS + index * 10) }), 40);
    expect(await testsOf(table(one) + table(other), {})).toHaveLength(2);
  });

  it("is the head of a page where counts and times go on", async () => {
    const whole = rows(40, (index) => ({
      record: 1 + index,
      cycle: 1 + Math.floor(index / 12),
      step: 1 + (Math.floor(index / 4) % 3),
      clock: at(index * 10),
      charge: (index % 4) / 100,
    }));
    const without = (name: keyof Row) => whole.map(({ [name]: _, ...row }) => row as Row); // as a column may not be there
    const loose = whole.map(({ record, step, clock, ...row }): Row => row);
    for (const kept of [whole, without("record"), without("clock"), without("charge"), without("step"), loose]) {
      for (let length = 1; length < 40; length++) {
        const text = table(kept.slice(0, length)) + table(kept.slice(length));
        expect(await testsOf(text, { startedAtUs: 1.7e15 }), `page of ${length}`).toEqual([["", 0, 40]]);
      }
    }
  });

  it("without any test time begins another test where the clock falls", async () => {
    const clocks = (day: string) =>
      Array.from({ length: 3 }, (_, index) => `2024-01-${day} 12:0${index}:00,3.5,1\n`).join("");
    const head = "date time,voltage (V),current (A)\n";
    expect(await testsOf(head + clocks("06") + head + clocks("05"), {})).toHaveLength(2);
    expect(await testsOf(head + clocks("05") + head + clocks("06"), {})).toHaveLength(1);
  });
});

it("begins another test of each cell that a file holds", async () => {
  const head = "cell,test time (s),voltage (V),current (A),cycle\n";
  const lines = (fromS: number) =>
    Array.from(
      { length: 8 },
      (_, index) => `${"AB"[index % 2]},${fromS + index * 10},3.5,0,${1 + Math.floor(index / 4)}\n`,
    );
  const text = `${head}${lines(0).join("")}${head}${lines(500).join("")}`;
  const { summary } = await importText(text, { startedAtUs: 1.7e15 });
  expect(summary.tests.map(({ cell, test, cycleOffset, samples }) => [cell, test, cycleOffset, samples])).toEqual([
    ["A", "", 0, 4],
    ["A", "restart 2", 2, 4],
    ["B", "", 0, 4],
    ["B", "restart 2", 2, 4],
  ]);
});

it("reads appended BioLogic exports as tests of their own, each at its time", async () => {
  const [one, other] = ["02", "03"].map((number) => readFixture(`cyclers/Sample_data_biologic_${number}_MB_CA1.txt`));
  const alone = await importBytes(other ?? new Uint8Array());
  const { summary, parts } = await importBytes(Buffer.concat([one ?? new Uint8Array(), other ?? new Uint8Array()]));
  expect(summary.tests.map(({ samples, cycleOffset }) => [samples, cycleOffset])).toEqual([
    [1397, 0],
    [1404, 1],
  ]);
  expect(parts.at(-1)?.samples.timeUs).toEqual(alone.parts[0]?.samples.timeUs);
});
