import { describe, expect, it } from "vitest";
import { importText, refusalOf } from "../../testing/files/imported-file";
import type { ImportOptions, ImportPart } from "../cycler-file";
import { readCyclerFile } from "../read-cycler-file";

/** A BDF-like table with a clock: rows of test time, clock and, where it matters, record and cycle. */
function table(
  rows: readonly (readonly [testTime: number | string, clock: string, record?: number, cycle?: number])[],
): string {
  const lines = rows.map(
    ([time, clock, record = "", cycle = ""], index) => `${time},${clock},${3 + index / 100},-1,${record},${cycle}`,
  );
  return `${["test time (s),date time,voltage (V),current (A),record,cycle", ...lines].join("\n")}\n`;
}

async function imported(text: string, options: Partial<ImportOptions> = {}) {
  const { summary, parts } = await importText(text, options);
  const samples = parts.flatMap((part) =>
    Array.from({ length: part.samples.length }, (_, index) => ({
      test: part.test,
      at: new Date((part.samples.timeUs[index] as number) / 1000).toISOString().replace(".000", ""),
      record: part.samples.record[index],
      testTimeS: part.samples.testTimeS[index],
    })),
  );
  return {
    summary,
    samples,
    at: samples.map(({ at }) => at),
    warnings: summary.warnings.map(({ message }) => message),
  };
}

const BERLIN = { timeZone: "Europe/Berlin" };

describe("with test time and a clock", () => {
  it("begins at the first row's clock less its test time, in the zone", async () => {
    const { at, summary } = await imported(
      table([
        [10, "2024-01-05 12:00:10"],
        [20, "2024-01-05 12:00:20"],
      ]),
      BERLIN,
    );
    expect(at).toEqual(["2024-01-05T11:00:10Z", "2024-01-05T11:00:20Z"]);
    expect(new Date((summary.tests[0]?.startedAtUs ?? 0) / 1000).toISOString()).toBe("2024-01-05T11:00:00.000Z");
  });

  it("goes by test time, whatever the clock's jitter", async () => {
    const { at } = await imported(
      table([
        [0, "2024-01-05 12:00:00"],
        [1.5, "2024-01-05 12:00:04"],
        [3, "2024-01-05 12:00:02"],
      ]),
    );
    expect(at).toEqual(["2024-01-05T12:00:00Z", "2024-01-05T12:00:01.500Z", "2024-01-05T12:00:03Z"]); // 4 s is 2.5 ahead, within 2 + 1
  });

  it("lets a pause pass that only the clock saw", async () => {
    const { samples } = await imported(
      table([
        [0, "2024-01-05 12:00:00"],
        [10, "2024-01-05 14:00:10"],
        [20, "2024-01-05 14:00:20"],
      ]),
    );
    expect(samples.map(({ at, testTimeS }) => [at, testTimeS])).toEqual([
      ["2024-01-05T12:00:00Z", 0],
      ["2024-01-05T14:00:10Z", 10],
      ["2024-01-05T14:00:20Z", 20],
    ]);
  });

  it("neither stops nor falls when summer time ends or begins", async () => {
    const autumn = await imported(
      table([
        [0, "2024-10-27 02:59:00"],
        [120, "2024-10-27 02:01:00"],
        [3720, "2024-10-27 03:01:00"],
      ]),
      BERLIN,
    );
    expect(autumn.at).toEqual(["2024-10-27T00:59:00Z", "2024-10-27T01:01:00Z", "2024-10-27T02:01:00Z"]);
    const spring = await imported(
      table([
        [0, "2024-03-31 01:59:00"],
        [120, "2024-03-31 03:01:00"],
      ]),
      BERLIN,
    );
    expect(spring.at).toEqual(["2024-03-31T00:59:00Z", "2024-03-31T01:01:00Z"]);
  });

  it("ignores a clock that was put back, and reads one put forward as a pause", async () => {
    const { at } = await imported(
      table([
        [0, "2024-01-05 12:00:00"],
        [60, "2024-01-05 11:01:00"],
        [120, "2024-01-05 13:02:00"],
      ]),
    );
    expect(at).toEqual(["2024-01-05T12:00:00Z", "2024-01-05T12:01:00Z", "2024-01-05T13:02:00Z"]);
  });

  it("goes by the start that is given, and keeps the pauses of the clock", async () => {
    const startedAtUs = Date.UTC(2020, 0, 1) * 1000;
    const { at } = await imported(
      table([
        [5, "2024-01-05 12:00:05"],
        [10, "2024-01-05 13:00:10"],
      ]),
      { startedAtUs },
    );
    expect(at).toEqual(["2020-01-01T00:00:05Z", "2020-01-01T01:00:10Z"]);
  });

  it("only adds samples where the file grew", async () => {
    const rows = [
      [0, "2024-10-27 02:59:00"],
      [120, "2024-10-27 02:01:00"],
      [180, "2024-10-27 05:00:00"],
      [240, "2024-10-27 04:59:00"],
    ] as const;
    const whole = await imported(table(rows), BERLIN);
    for (let length = 1; length < rows.length; length++) {
      expect((await imported(table(rows.slice(0, length)), BERLIN)).samples).toEqual(whole.samples.slice(0, length));
    }
  });

  it("counts equal times over the whole test", async () => {
    const { samples } = await imported(
      table([
        [0, "2024-01-05 12:00:00"],
        [0, ""],
        [0, ""],
        [1, ""],
      ]),
    );
    expect(samples.map(({ record }) => record)).toEqual([0, 1, 2, 0]);
  });
});

describe("when test time falls", () => {
  it("begins another test where record or cycle restart, its cycles after the others", async () => {
    const rows = [
      [0, "2024-01-05 12:00:00", 1, 1],
      [100, "2024-01-05 12:01:40", 2, 2],
      [0, "2024-01-05 15:00:00", 1, 1],
      [50, "2024-01-05 15:00:50", 2, 1],
    ] as const;
    const { summary, samples, warnings } = await imported(table(rows));
    expect(summary.tests.map(({ test, cycleOffset, samples: count }) => [test, cycleOffset, count])).toEqual([
      ["", 0, 2],
      ["restart 2", 2, 2], // cycle 1 is shown as 3
    ]);
    expect(samples.map(({ test, at }) => [test, at]).at(-1)).toEqual(["restart 2", "2024-01-05T15:00:50Z"]);
    expect(warnings.join()).toContain("another test");
  });

  it("begins another test where the header row is repeated", async () => {
    const once = table([
      [0, "2024-01-05 12:00:00"],
      [100, "2024-01-05 12:01:40"],
    ]);
    const { summary } = await imported(once + once.replaceAll("05 12", "05 18"));
    expect(summary.tests.map(({ test, samples }) => [test, samples])).toEqual([
      ["", 2],
      ["restart 2", 2],
    ]);
  });

  it("goes on in the same test otherwise, with a warning and never back", async () => {
    const rows = [
      [0, "2024-01-05 12:00:00", 1],
      [100, "2024-01-05 12:01:40", 2],
      [90, "2024-01-05 12:01:50", 3],
      [95, "", 4],
      [40, "", 5],
    ] as const;
    const { summary, at, warnings } = await imported(table(rows));
    expect(summary.tests).toHaveLength(1);
    expect(at).toEqual([
      "2024-01-05T12:00:00Z",
      "2024-01-05T12:01:40Z",
      "2024-01-05T12:01:50Z", // by the clock
      "2024-01-05T12:01:55Z",
      "2024-01-05T12:01:55Z", // nothing shows how much later
    ]);
    expect(warnings.filter((message) => message.includes("Test time falls"))).toHaveLength(2);
  });

  it("keeps the place of a row whose test time is wrong, as the next one shows", async () => {
    const rows = [
      [7190, "2024-01-05 14:00:00", 240],
      [7200, "2024-01-05 14:00:10", 241],
      [0, "2024-01-05 14:00:10", 242], // as Neware begins a step
      [7230, "2024-01-05 14:00:40", 243],
      [7260, "2024-01-05 14:01:10", 244],
      [0, "2024-01-05 14:01:10", 245], // and nothing follows
    ] as const;
    const { samples, warnings } = await imported(table(rows));
    expect(samples.map(({ at, record, testTimeS }) => [at.slice(14, -1), record, testTimeS])).toEqual([
      ["00:00", 0, 7190],
      ["00:10", 0, 7200],
      ["00:10", 1, 7200],
      ["00:40", 0, 7230],
      ["01:10", 0, 7260],
      ["01:10", 1, 0],
    ]);
    expect(warnings).toEqual([
      expect.stringMatching(/^Test time falls from 7200 s to 0 s in one row only/),
      expect.stringMatching(/^Test time falls from 7260 s to 0 s\./),
    ]);
  });
});

describe("without test time", () => {
  const clockOnly = (clocks: readonly string[]) =>
    `${["date time,voltage (V),current (A)", ...clocks.map((clock) => `${clock},3.5,1`)].join("\n")}\n`;

  it("goes by the clock alone, which never falls and comes twice in autumn", async () => {
    const clocks = ["2024-10-27 02:30:00", "2024-10-27 02:50:00", "2024-10-27 02:10:00", "2024-10-27 02:05:00"];
    const { samples, summary } = await imported(clockOnly(clocks), { ...BERLIN, answers: { clockFalls: "accepted" } });
    expect(samples.map(({ at, record }) => [at, record])).toEqual([
      ["2024-10-27T00:30:00Z", 0],
      ["2024-10-27T00:50:00Z", 0],
      ["2024-10-27T01:10:00Z", 0],
      ["2024-10-27T01:10:00Z", 1],
    ]);
    expect(samples.every(({ testTimeS }) => Number.isNaN(testTimeS))).toBe(true);
    expect(summary.warnings).toEqual([
      { row: 5, isSevere: true, message: expect.stringContaining("clock falls by 300 s") },
    ]);
  });

  it("places samples between whole seconds by the time of their step", async () => {
    const rows = [
      "1,0.0,2024-01-05 12:00:00",
      "1,0.4,2024-01-05 12:00:00",
      "1,0.8,2024-01-05 12:00:01",
      "2,0.1,2024-01-05 12:00:05",
    ];
    const text = ["Step,Step Time (s),Date,Voltage (V),Current (A)", ...rows.map((row) => `${row},3.5,1`)].join("\n");
    const { samples, at } = await imported(`${text}\n`);
    expect(at).toEqual([
      "2024-01-05T12:00:00Z",
      "2024-01-05T12:00:00.400Z",
      "2024-01-05T12:00:00.800Z",
      "2024-01-05T12:00:05Z",
    ]);
    expect(samples.every(({ testTimeS }) => Number.isNaN(testTimeS))).toBe(true);
  });

  it("and without a clock is asked for its start", async () => {
    const bytes = new TextEncoder().encode("Time (s),Voltage (V),Current (A)\n0,3,1\n");
    const { problems } = await refusalOf(bytes);
    expect(problems).toEqual([{ row: null, column: "startedAt", message: expect.stringContaining("startedAt") }]);
  });
});

it("keeps nothing of the memory that its bytes come in: the owner may fill it again", async () => {
  const text = `Time (s),Step type,Voltage (V),Current (A)\n${Array.from({ length: 50 }, (_, row) => `${row},rest,3.${row},0`).join("\n")}\n`;
  const whole = await importText(text, { startedAtUs: Date.UTC(2024, 0, 1) * 1000 });
  const memory = Buffer.alloc(10);
  async function* chunks() {
    for (let at = 0; at < text.length; at += memory.length)
      yield memory.subarray(0, memory.write(text.slice(at, at + memory.length)));
  }
  const parts: ImportPart[] = [];
  const options = { format: "auto", startedAtUs: Date.UTC(2024, 0, 1) * 1000, timeZone: "UTC", isPartial: false };
  await readCyclerFile(chunks(), options, (part) => {
    parts.push(part);
  });
  expect(parts).toEqual(whole.parts);
});

it("reads a file that was appended to another as another test, with its file header", async () => {
  const head = "Cell: A-01\nOperator, Ada, of the night\n\n";
  const once =
    head +
    table([
      [0, "2024-01-05 12:00:00"],
      [100, "2024-01-05 12:01:40"],
    ]);
  const { summary } = await imported(once + once.replaceAll("05 12", "05 18"));
  expect(summary.tests.map(({ test, samples }) => [test, samples])).toEqual([
    ["", 2],
    ["restart 2", 2],
  ]);
  const bytes = new TextEncoder().encode(`${once}${head}`);
  expect((await refusalOf(bytes)).problems.map(({ row }) => row)).toContain(8); // no header row follows
});

it("refuses what is too late for its µs to be counted", async () => {
  const text = table([
    [0, "2024-01-05 12:00:00"],
    [1e12, "2024-01-05 12:00:01"],
  ]);
  const { problems } = await refusalOf(new TextEncoder().encode(text));
  expect(problems).toEqual([{ row: 3, column: "date time", message: expect.stringContaining("after the year 2200") }]);
});
