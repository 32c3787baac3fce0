import { describe, expect, it } from "vitest";
import { importText, refusalOf } from "../../testing/files/imported-file";
import { expectRows, HEADINGS, ROWS, STARTED, text } from "../../testing/files/plain-table";
import type { ImportOptions } from "../cycler-file";

describe("numbers", () => {
  const german = (cells: readonly string[]) => cells.map((cell) => cell.replace(".", ","));

  it("have decimal commas where the file has", async () => {
    expectRows(await importText(`${text(";", HEADINGS, ROWS.map(german))}\n`, STARTED));
    const quoted = [HEADINGS, ...ROWS.map(german)]
      .map((cells) => cells.map((cell) => `"${cell}"`).join(","))
      .join("\n");
    expectRows(await importText(`${quoted}\n`, STARTED));
  });

  it("have thousands separators where the file has", async () => {
    const grouped = (mark: string, decimal: string) =>
      ROWS.map((cells) =>
        cells.map((cell) => cell.replace(".", decimal).replace("1000", `1${mark}000`).replace("1234", `1${mark}234`)),
      );
    for (const [mark, decimal] of [
      [",", "."],
      [".", ","],
      [" ", ","],
      ["'", "."],
    ] as const) {
      expectRows(await importText(`${text(";", HEADINGS, grouped(mark, decimal))}\n`, STARTED));
    }
  });

  it.each([
    [{ voltage: "3.2", current: "1,000", time: "1,020" }, 1, 1020],
    [{ voltage: "3,2", current: "1.000", time: "1.020" }, 1, 1020],
    [{ voltage: "3,2", current: "1 000", time: "1 020" }, 1, 1020],
    [{ voltage: "3.2", current: "-1'000", time: "1'020" }, -1, 1020],
    [{ voltage: "3.2", current: "1,000", time: "1020.5" }, 1, 1020.5],
    [{ voltage: "3.250", current: "1.000", time: "1020" }, 1e-3, 1020], // points only: decimals
    [{ voltage: "3,250", current: "1,000", time: "1020" }, 1e-3, 1020],
    [{ voltage: "3", current: "0,125", time: "1,020" }, 1.25e-4, 1.02],
  ])("have thousands separators without decimals after them: %j", async (cells, currentA, seconds) => {
    const { voltage, current, time } = cells;
    const { parts } = await importText(`Time (s);Voltage (V);Current (mA)\n${time};${voltage};${current}\n`, STARTED);
    expect([parts[0]?.samples.currentA[0], parts[0]?.samples.testTimeS[0]]).toEqual([currentA, seconds]);
  });

  it("count thousands where whole numbers of the same column have no mark", async () => {
    for (const mark of [",", "."]) {
      const { parts } = await importText(
        `Time (s);Voltage (mV);Current (mA)\n940;999;0\n960;1${mark}001;0\n1${mark}020;1${mark}003;0\n`,
        STARTED,
      );
      expect([...(parts[0]?.samples.testTimeS ?? [])]).toEqual([940, 960, 1020]);
      expect([...(parts[0]?.samples.voltageV ?? [])]).toEqual([0.999, 1.001, 1.003]);
    }
  });

  it("have thousands separators where times grow that long", async () => {
    const rows = Array.from({ length: 3000 }, (_, row) => `${row.toLocaleString("en")};3.25;1`);
    const content = `${["Time (s);Voltage (V);Current (A)", ...rows].join("\n")}\n`;
    const { summary, parts } = await importText(content, STARTED);
    expect([summary.samples, parts[0]?.samples.testTimeS[2999]]).toEqual([3000, 2999]);
  });

  it.each([
    [".", ","],
    [",", "."],
  ])(
    "that may have thousands separators are refused where no row above shows it: decimals after %s",
    async (decimal, mark) => {
      const rows = Array.from({ length: 1401 }, (_, row) => `${row};3${decimal}25;999`);
      // 500 lines are read, and every second of those below.
      const late = ["Time (s);Voltage (V);Current (mA)", ...rows, `1401;3${decimal}25;1${mark}250\n`].join("\n");
      const { problems } = await refusalOf(new TextEncoder().encode(late), STARTED);
      expect(problems).toEqual([
        {
          row: 1403,
          column: "Current (mA)",
          message: expect.stringContaining("export the numbers without thousands separators"),
        },
      ]);
      // One that can only be of decimals is read.
      const { parts } = await importText(late.replace(`1${mark}250`, `1${mark}25`), STARTED);
      expect(parts[0]?.samples.currentA[1401]).toBe(1.25e-3);
    },
  );

  it("may have points in one column and commas in another", async () => {
    const head = "Time (s);Voltage (V);Current (mA)\n0;3.25;1,5\n";
    const { parts } = await importText(`${head}1;3.255;0,125\n`, STARTED);
    expect([...(parts[0]?.samples.voltageV ?? []), ...(parts[0]?.samples.currentA ?? [])]).toEqual([
      3.25, 3.255, 1.5e-3, 1.25e-4,
    ]);
    const { problems } = await refusalOf(new TextEncoder().encode(`${head}1;3.25;1,500\n`), STARTED);
    expect(problems).toEqual([
      { row: 3, column: "Current (mA)", message: expect.stringContaining('"1,500" is not a current') },
    ]);
  });

  it("may have their units on a line of their own", async () => {
    const names = HEADINGS.map((heading) => heading.replace(/ \(.*/, ""));
    for (const units of [
      ["", "", "[s]", "[V]", "[mA]", "[°C]"],
      ["-", "-", "s", "V", "mA", "°C"],
    ]) {
      expectRows(await importText(`${text(";", names, [units, ...ROWS])}\n`, STARTED));
    }
  });

  it("are in the unit of their heading", async () => {
    const variants: [
      heading: string,
      cell: string,
      value: number,
      column: "testTimeS" | "voltageV" | "currentA" | "temperatureC",
    ][] = [
      ["Test Time (min)", "2", 120, "testTimeS"],
      ["Test Time / h", "0.5", 1800, "testTimeS"],
      ["Test Time [ms]", "1500", 1.5, "testTimeS"],
      ["test_time_millisecond", "1500", 1.5, "testTimeS"],
      ["Test Time (h:min:s.ms)", "26:00:00.5", 93_600.5, "testTimeS"],
      ["Voltage(mV)", "3700.1", 3.7001, "voltageV"],
      ["voltage_millivolt", "3700.1", 3.7001, "voltageV"],
      ["Current/µA", "250", 2.5e-4, "currentA"],
      ["current_milliampere", "-2.5", -2.5e-3, "currentA"],
      ["Temperature (K)", "298.15", 25, "temperatureC"],
      ["Temperature/�C", "25", 25, "temperatureC"],
    ];
    for (const [heading, cell, value, column] of variants) {
      const columns = {
        testTimeS: ["Test Time (s)", "7"],
        voltageV: ["Voltage (V)", "3"],
        currentA: ["Current (A)", "1"],
        temperatureC: ["T1", "20"],
      };
      columns[column] = [heading, cell];
      const [names, cells] = [0, 1].map((row) => Object.values(columns).map((pair) => pair[row]));
      const { parts } = await importText(`${[names, cells].map((line) => line?.join(";")).join("\n")}\n`, STARTED);
      expect(parts[0]?.samples[column][0], heading).toBeCloseTo(value, 12);
    }
  });

  it("beyond what a cycler measures are refused with what they are", async () => {
    const content = text(",", HEADINGS, [...ROWS, ["2", "2", "1010", "3600", "500", ""]]);
    const { problems } = await refusalOf(new TextEncoder().encode(`${content}\n`), STARTED);
    expect(problems).toEqual([
      { row: 5, column: "Voltage (V)", message: "3600 exceeds 1000 V: check the unit of the column" },
    ]);
  });

  it("that are wrong are named up to a hundred in one answer", async () => {
    const bad = Array.from({ length: 150 }, () => ["1", "1", "0", "x", "1", ""]);
    const { problems } = await refusalOf(new TextEncoder().encode(`${text(",", HEADINGS, bad)}\n`), STARTED);
    expect(problems).toHaveLength(100);
    expect(problems[99]).toEqual({ row: 101, column: "Voltage (V)", message: '"x" is not a voltage' });
  });
});

describe("dates", () => {
  const dated = async (dates: readonly string[], options: Partial<ImportOptions> = {}) => {
    const lines = dates.map((date, index) => `${date};${index};3;1`);
    const { summary, parts } = await importText(
      `${["Date;Time (s);Voltage (V);Current (A)", ...lines].join("\n")}\n`,
      options,
    );
    const at = [...(parts[0]?.samples.timeUs ?? [])].map((timeUs) =>
      new Date(timeUs / 1000).toISOString().slice(0, 16),
    );
    return { at, warnings: summary.warnings };
  };

  it("show the order of their parts where one is over 12", async () => {
    expect((await dated(["03/04/2024 10:00:00", "13/04/2024 10:00:00"])).at).toEqual([
      "2024-04-03T10:00",
      "2024-04-13T10:00",
    ]);
    expect((await dated(["03/04/2024 10:00:00", "03/14/2024 10:00:00"])).at).toEqual([
      "2024-03-04T10:00",
      "2024-03-14T10:00",
    ]);
    expect((await dated(["03.04.2024 10:00:00"])).at).toEqual(["2024-04-03T10:00"]);
  });

  it("show it where the rows are a month apart in the other order", async () => {
    const dayFirst = ["01/03/2024 23:59:00", "02/03/2024 00:01:00"];
    expect(await dated(dayFirst)).toEqual({ at: ["2024-03-01T23:59", "2024-03-02T00:01"], warnings: [] });
    const monthFirst = ["3/1/2024 11:59:00 PM", "3/2/2024 12:01:00 AM"];
    expect(await dated(monthFirst)).toEqual({ at: ["2024-03-01T23:59", "2024-03-02T00:01"], warnings: [] });
  });

  it("that do not are read month first with a warning, unless a person said otherwise", async () => {
    const { at, warnings } = await dated(["03/04/2024 10:00:00"]);
    expect(at).toEqual(["2024-03-04T10:00"]);
    expect(warnings).toEqual([
      { row: 2, message: expect.stringContaining('"03/04/2024 10:00:00" was read month first') },
    ]);
    const columns = {
      Date: { field: "clock" },
      "Time (s)": { field: "testTime" },
      "Voltage (V)": { field: "voltage" },
      "Current (A)": { field: "current" },
    } as const;
    const said = await dated(["03/04/2024 10:00:00"], { mapping: { columns, dayFirst: true } });
    expect(said).toEqual({ at: ["2024-04-03T10:00"], warnings: [] });
  });

  it("in halves of a day go on past noon and midnight", async () => {
    const { at } = await dated([
      "3/14/2024 11:59:59 AM",
      "3/14/2024 12:00:59 PM",
      "3/14/2024 1:00:59 PM",
      "3/15/2024 12:00:01 AM",
    ]);
    expect(at).toEqual(["2024-03-14T11:59", "2024-03-14T12:00", "2024-03-14T13:00", "2024-03-15T00:00"]);
  });

  it("may have their time of day in another column, before or after, with AM and PM or not", async () => {
    const rows = (cells: readonly string[][]) =>
      ["Voltage (V);Date;Current (A);Time", ...cells.map(([date, time]) => `3;${date};1;${time}`)].join("\n");
    const turned = (text: string) =>
      text
        .split("\n")
        .map((line) => [line.split(";")[3], ...line.split(";").slice(0, 3)].join(";"))
        .join("\n");
    for (const [first, second] of [
      [
        ["05.01.2024", "23:59:58"],
        ["06.01.2024", "00:00:03.5"],
      ],
      [
        ["2024-01-05", "11:59:58 PM"],
        ["2024-01-06", "12:00:03 AM"],
      ],
    ] as const) {
      const text = rows([[...first], [...second]]);
      for (const content of [text, turned(text)]) {
        const { summary, parts } = await importText(`${content}\n`);
        const seconds = [...(parts[0]?.samples.timeUs ?? [])].map(
          (timeUs) => timeUs / 1e6 - Date.UTC(2024, 0, 5, 23, 59, 58) / 1000,
        );
        expect(seconds).toEqual([0, second[1].includes(".") ? 5.5 : 5]);
        expect(
          summary.columns
            .filter(({ field }) => field === "clock")
            .map(({ heading }) => heading)
            .sort(),
        ).toEqual(["Date", "Time"]);
      }
    }
  });

  it("without the time of day in another column are missing", async () => {
    const table = (time: string, heading: string) =>
      `Date;Time;Voltage (V);Current (A);${heading}\n${["12:00:00", "12:00:10", time, "12:00:30"].map((cell, index) => `2024-01-05;${cell};3;1;${index * 10}`).join("\n")}\n`;
    for (const [time, column, message] of [
      ["", "Time", "time of day is missing"],
      ["12:61:00", "Date", '"2024-01-05 12:61:00" is not a date and time'],
    ] as const) {
      const { problems } = await refusalOf(new TextEncoder().encode(table(time, "Remark")));
      expect(problems).toEqual([{ row: 4, column, message }]);
      // Test time places the row, too.
      const { parts } = await importText(table(time, "Test Time (s)"));
      expect((parts[0]?.samples.timeUs ?? []).map((timeUs) => timeUs / 1e6 - Date.UTC(2024, 0, 5, 12) / 1000)).toEqual(
        Float64Array.of(0, 10, 20, 30),
      );
    }
  });

  it("beside an elapsed time are dates still", async () => {
    const { parts } = await importText(
      "Date;Time;Voltage (V);Current (A)\n2024-01-05;0:00:00;3;1\n2024-01-05;0:00:10;3;1\n",
    );
    expect([...(parts[0]?.samples.testTimeS ?? [])]).toEqual([0, 10]);
  });

  it("that are none leave the file without a clock", async () => {
    const bytes = new TextEncoder().encode("Date;Time (s);Voltage (V);Current (A)\n1;0;3;1\n1;10;3;1\n");
    expect((await refusalOf(bytes)).problems[0]?.column).toBe("startedAt");
  });

  it("before 1990 are those of a clock that was never set", async () => {
    const bytes = new TextEncoder().encode("Date,Time (s),Voltage (V),Current (A)\n1970-01-01 00:00:10,0,3,1\n");
    expect((await refusalOf(bytes)).problems).toEqual([
      { row: 2, column: "Date", message: expect.stringContaining("before 1990") },
    ]);
  });
});
