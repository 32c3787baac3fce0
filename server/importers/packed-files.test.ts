import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { importBytes, importText, readFixture, refusalOf } from "../testing/files/imported-file";
import { UnreadableFileError } from "./cycler-file";
import { readCyclerFile } from "./read-cycler-file";
import { workbookOf, zipOf } from "../testing/files/packed-file";

/** Real files without numbers of their own here: their cyclers' counters are the reference. */
const FILES: [file: string, format: string, name: string, samples: number, cycles: number, within: number][] = [
  ["maccor_001.txt.gz", "maccor", "Maccor, text", 6704, 1, 1e-4],
  ["pec.csv.gz", "pec", "PEC ACT, CSV", 16255, 3, 1e-5],
  ["test_Nova_Form-CH01-01_short.csv.gz", "novonix", "Novonix UHPC, CSV", 3942, 1, 1e-3],
  ["digatron_lg_hg2_575_C20DisCh.csv.gz", "digatron", "Digatron Battery Manager, CSV", 2337, 1, 2e-3],
  ["biologic_cycling.mpt.gz", "biologic", "BioLogic EC-Lab or BT-Lab, text", 3465, 3, 1e-5],
  ["arbin_example.csv.gz", "arbin", "Arbin MITS, CSV", 2142, 2, 8e-3],
  ["novonix_hpc_two_tests.csv.gz", "novonix", "Novonix UHPC, CSV", 6699, 11, 2e-2],
  [
    "nw_regular_export_ife_example.csv.gz",
    "neware-hierarchical",
    "Neware BTS, cycles over steps over records, CSV",
    9295,
    20,
    4e-3,
  ],
  ["custom_data_002.landt.xlsx", "landt", "Landt, XLSX", 16538, 14, 1e-3],
];

/** Good files are read without warnings; the others have these. */
const WARNINGS: Record<string, unknown[]> = {
  "novonix_hpc_two_tests.csv.gz": [
    expect.stringMatching(/^Cycle 2: .*−1.7 %/),
    expect.stringMatching(/^restart 2: Cycle 4: .*−1.7 %/),
    expect.stringContaining("another test of the cell"),
    ...new Array(5).fill(expect.stringContaining("in one row only")),
  ],
  "biologic_cycling.mpt.gz": [expect.stringContaining('"06/02/2019 15:52:59" was read month first')],
};

describe.each(FILES)("%s", (file, format, name, samples, cycles, within) => {
  it("is unpacked, recognised, and agrees with the cycler's counters", async () => {
    const { summary } = await importBytes(readFixture(`cyclers/${file}`));
    expect(summary).toMatchObject({ format, formatName: name, samples, cycles });
    const counted = summary.counters.filter(({ vendor }) => vendor > 1e-3);
    expect(counted.length).toBeGreaterThan(0);
    for (const { relativeDifference } of counted) expect(Math.abs(relativeDifference)).toBeLessThan(within);
    expect(summary.warnings.map(({ message }) => message)).toEqual(WARNINGS[file] ?? []);
  });
});

it("reads Parquet, its old names and its times in ms", async () => {
  const { summary, parts } = await importBytes(readFixture("cyclers/legacy.bdf.parquet"));
  expect(summary).toMatchObject({
    format: "bdf",
    formatName: "Battery Data Format, Parquet",
    samples: 5000,
    cycles: 3,
  });
  const [samples] = parts.map((part) => part.samples);
  expect([samples?.timeUs[1], samples?.testTimeS[1]]).toEqual([1_719_933_539_046_000, 1]);
  expect(samples?.voltageV[1]).toBe(0.24136435985565186);
});

const ROWS = ["Test Time / s\tVoltage / V\tCurrent / A", "0\t3.7\t-0.1", "10\t3.6\t-0.1"];
const TEXT = `${ROWS.join("\n")}\n`;
const STARTED = { startedAtUs: Date.UTC(2024, 0, 1) * 1000 };
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("a gzip file", () => {
  it("is opened, also one in another", async () => {
    const once = gzipSync(TEXT);
    for (const packed of [once, gzipSync(once)]) expect((await importBytes(packed, STARTED)).summary.samples).toBe(2);
  });

  it("is opened where it has several members, wherever pieces end", async () => {
    const lines = TEXT.split(/(?<=\n)/);
    const members = [...lines.map((line) => gzipSync(line)), gzipSync("")];
    for (const pieceBytes of [1, 7, 20, 64, 60_000]) {
      const { summary } = await importBytes(Buffer.concat(members), STARTED, pieceBytes);
      expect([summary.samples, summary.warnings]).toEqual([2, []]);
    }
    const cut = Buffer.concat(members).subarray(0, -3);
    expect((await refusalOf(cut, STARTED)).message).toContain("cut off");
  });

  it("that is cut off is refused, and so is one packed over and over", async () => {
    const packed = gzipSync(TEXT);
    expect((await refusalOf(packed.subarray(0, packed.length - 9), STARTED)).message).toContain("cut off");
    expect((await refusalOf(gzipSync(gzipSync(gzipSync(packed))), STARTED)).message).toContain("more than twice");
  });
});

it("inflates no more than is allowed, whatever the file is packed in, once or twice", async () => {
  const ofRows = (length: number) => TEXT + Array.from({ length }, (_, at) => `${at + 20}\t3.5\t-0.1\n`).join("");
  const [long, half] = [ofRows(5000), ofRows(2500)];
  const rows = Array.from({ length: 5000 }, (_, at) => [at, 3.5, -0.1]);
  const workbook = workbookOf({ record: [["Test Time / s", "Voltage / V", "Current / A"], ...rows] });
  const twice = gzipSync(gzipSync(long));
  const zips = [zipOf({ "a.csv": long }, true), zipOf({ "a.csv": half, "b.csv": half }, true)];
  for (const packed of [gzipSync(long), twice, ...zips, workbook, readFixture("cyclers/legacy.bdf.parquet")]) {
    expect((await importBytes(packed, STARTED)).summary.samples).toBeGreaterThan(1000);
    const { message } = await refusalOf(packed, { ...STARTED, maxInflatedBytes: 60_000 });
    expect(message).toContain("the unpacked file is over");
    expect(message).toContain("split it");
  }
  expect((await importText(long, { ...STARTED, maxInflatedBytes: 0 })).summary.samples).toBe(5002);
});

describe("a workbook", () => {
  const record = [
    ["DataPoint", "Cycle Index", "Step Index", "Step Type", "Total Time", "Current(A)", "Voltage(V)", "Date"],
    [1, 1, 1, "CC DChg", { days: 0 }, -1, 3.7, 45_000],
    [2, 1, 1, "CC DChg", { days: 1 / 24 }, -1, 3.6, 45_000 + 1 / 24],
    [3, 1, 1, "CC DChg", { days: 26 / 24 }, -1, 3.5, 45_000 + 26 / 24],
  ];

  it("is read from the sheet of samples; its days are times where they are shown as such", async () => {
    const workbook = workbookOf({
      test: [["Start", "x"]],
      cycle: [
        ["Cycle Index", "Chg. Cap.(Ah)"],
        [1, 2],
      ],
      record,
    });
    const { summary, parts } = await importBytes(workbook);
    expect(summary).toMatchObject({ format: "neware", formatName: "Neware BTS, XLSX", samples: 3 });
    expect(summary.recognisedBy).toContain('on the sheet "record"');
    expect([...(parts[0]?.samples.testTimeS ?? [])]).toEqual([0, 3600, 93_600]);
    expect(summary.tests[0]?.startedAtUs).toBe(Date.UTC(2023, 2, 15) * 1000); // 45,000 days after 1899-12-30
  });

  it("goes on with sheets that have other columns as well, in the order of their tabs", async () => {
    const rowsOf = (from: number, current: number, rest: readonly string[]) =>
      Array.from({ length: 100 }, (_, k) => [
        from / 10 + k,
        from + 10 * k,
        10 * k,
        from === 0 ? 1 : 2,
        1,
        current,
        3.5 + (current * k) / 1000,
        ...rest,
      ]);
    const headings = [
      "Data_Point",
      "Test_Time(s)",
      "Step_Time(s)",
      "Step_Index",
      "Cycle_Index",
      "Current(A)",
      "Voltage(V)",
    ];
    for (const [first, second] of [
      [["dV/dt(V/s)"], []],
      [[], ["dV/dt(V/s)"]],
    ] as const) {
      const workbook = workbookOf({
        Info: [["Operator", "Ada"]],
        c10: [[...headings, ...first], ...rowsOf(0, 1, first)],
        c2: [[...headings, ...second], ...rowsOf(1000, -1, second)],
      });
      const { summary, parts } = await importBytes(workbook, { startedAtUs: Date.UTC(2024, 0, 1) * 1000 });
      expect(summary.samples).toBe(200);
      expect(parts.at(-1)?.samples.currentA.at(-1)).toBe(-1);
      expect(summary.recognisedBy).toContain('on the sheets "c10", "c2"; not read: "Info"');
      expect(summary.warnings).toEqual([]);
    }
  });

  it("names sheets with samples that it cannot join", async () => {
    const rows = Array.from({ length: 50 }, (_, k) => [10 * k, 1, 3.5 + k / 1000]);
    const workbook = workbookOf({
      one: [["Time (s)", "Current (A)", "Voltage (V)"], ...rows],
      two: [["Test Time (min)", "I (mA)", "U (V)"], ...rows],
      "Cycle 3": [["Time (s)", "Current (A)", "Voltage (V)"], ...rows.map(([t = 0, i = 0, u = 0]) => [t + 500, i, u])],
      "Cycle 4": [["Time (s)", "Current (A)", "Voltage (V)", "T"], ...rows.map((row) => [...row, 25])],
    });
    const { summary } = await importBytes(workbook, { startedAtUs: Date.UTC(2024, 0, 1) * 1000 });
    expect(summary.samples).toBe(100);
    expect(summary.recognisedBy).toContain('on the sheets "one", "Cycle 3"; not read: "Cycle 4"');
    expect(summary.warnings).toEqual([
      { row: null, message: expect.stringContaining('The sheet "two" also has samples') },
    ]);
  });

  it("goes on with the next sheet of the same columns, and leaves out those that sum up", async () => {
    const headings = [
      "Data_Point",
      "Test_Time(s)",
      "Date_Time",
      "Step_Index",
      "Cycle_Index",
      "Current(A)",
      "Voltage(V)",
      "Charge_Capacity(Ah)",
    ];
    const row = (point: number) => [point, point * 10, 45_000 + point / 8640, 1, 1, 1, 3.5, 0];
    const workbook = workbookOf({
      Global_Info: [["x"]],
      "Channel_1-001_1": [headings, row(1), row(2)],
      "Channel_1-001_2": [headings, row(3)],
      "Statistics_1-001": [headings, row(9)],
    });
    const { summary } = await importBytes(workbook);
    expect(summary).toMatchObject({ format: "arbin", samples: 3 });
    expect(summary.tests).toHaveLength(1);
  });

  it("without samples is refused", async () => {
    expect(
      (
        await refusalOf(
          workbookOf({
            Sheet1: [
              ["Name", "Mass"],
              ["A", 1],
            ],
          }),
        )
      ).message,
    ).toContain("no known format");
  });
});

it("says what to do with files that cyclers write for their own programs", async () => {
  for (const [mark, advice] of [
    ["BIO-LOGIC MODULAR FILE\x1a", ".mpr"],
    ["\x00\x01\x00\x00Standard Jet DB", "Arbin"],
    ["NEWARE\x01", ".nda"],
    ["\xd0\xcf\x11\xe0\xa1", ".xlsx"],
    ['<?xml version="1.0"?><MaccorTestProcedure>', "records"],
  ] as const) {
    const bytes = Uint8Array.from(mark, (character) => character.charCodeAt(0));
    expect((await refusalOf(bytes)).message).toContain(advice);
  }
});

it("refuses an empty file and one with a header row only", async () => {
  expect((await refusalOf(bytesOf(""))).message).toContain("empty");
  expect((await refusalOf(bytesOf(`${ROWS[0]}\n`), STARTED)).message).toContain("no rows");
  const withClock = "Test Time (s),Date Time,Voltage (V),Current (A)\n";
  for (const below of ["", "\n  \n"])
    expect((await refusalOf(bytesOf(withClock + below))).message).toContain("no rows");
  await expect(importText("")).rejects.toThrow("empty");
});

it("closes its source, whether the file is read, refused by its first bytes or broken off by who takes the parts", async () => {
  for (const [content, onPart] of [
    [bytesOf(TEXT), () => {}],
    [bytesOf("%PDF-1.7 "), () => {}],
    [bytesOf("a,b\n1,2\n"), () => {}],
    [gzipSync("%PDF-1.7 "), () => {}],
    [
      bytesOf(TEXT),
      () => {
        throw new RangeError("no room");
      },
    ],
  ] as const) {
    let isClosed = false;
    async function* source() {
      try {
        yield content;
        yield new Uint8Array(0);
      } finally {
        isClosed = true;
      }
    }
    const options = { format: "auto", timeZone: "UTC", isPartial: false, ...STARTED };
    await readCyclerFile(source(), options, onPart).catch((cause: unknown) => {
      expect(cause instanceof UnreadableFileError || cause instanceof RangeError).toBe(true);
    });
    expect(isClosed).toBe(true);
  }
});
