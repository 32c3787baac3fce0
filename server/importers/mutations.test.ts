import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COLUMN_NAMES } from "../domain/samples/sample-columns";
import { cyclesOf, type ImportedFile, importBytes, readFixture } from "../testing/files/imported-file";
import { withoutStall } from "../testing/files/without-stall";
import { type ImportOptions, UnreadableFileError } from "./cycler-file";
import { splitLine } from "./text/split-line";

/** Of each file so many rows are taken: they hold its ways of writing, and a run takes a few milliseconds. */
const ROWS = 120;
const STARTED_AT_US = Date.UTC(2024, 0, 1) * 1000;
/** A part of a file may contradict its counters, as a whole one does not. */
const AS_IT_IS = { countersDiffer: "accepted", coarseTime: "accepted", clockFalls: "accepted" } as const;

/** File, its separator, and the line of its header row. */
const FILES: [file: string, separator: string, headerLine: number][] = [
  ["neware_uio.csv", ",", 1],
  ["landt_ligrr2032.bdf.csv", ",", 1],
  ["cyclers/batmo_bdf.excerpt.csv", ",", 1],
  ["cyclers/SINTEF__LiGrR2032__2024-04-30__25degC__Landt.csv", ",", 7],
  ["cyclers/maccor_002.txt", "\t", 14],
  ["cyclers/PreDiag_000229_000229_truncated.034", "\t", 2],
  ["cyclers/PredictionDiagnostics_000151_paused.052", "\t", 2],
  ["cyclers/sample_data_maccor.csv", ",", 3],
  ["cyclers/2017-05-09_test-TC-contact_CH33.csv", ",", 1],
  ["cyclers/FastCharge_000025_CH8.csv", ",", 1],
  ["cyclers/sample_data_arbin.csv", ",", 1],
  ["cyclers/Sample_data_biologic_02_MB_CA1.txt", "\t", 103],
  ["cyclers/Sample_data_biologic_timestamped.txt", "\t", 98],
  ["cyclers/Sample_data_biologic_no_header.mpt", "\t", 1],
  ["cyclers/sample_data_basytec.txt", "\t", 13],
  ["cyclers/sample_data_novonix.csv", ",", 21],
  ["bad/custom_good_small.csv", ";", 20],
];

type Table = { preamble: string[]; headings: string[]; rows: string[][] };

function readTable(file: string, separator: string, headerLine: number): Table {
  const text = new TextDecoder("windows-1252").decode(readFixture(file)).replace("ï»¿", "");
  const lines = text.split(/\r?\n/).slice(0, headerLine + ROWS);
  const table = lines.slice(headerLine - 1).filter((line) => line !== "");
  const [headings = [], ...rows] = table.map((line) => splitLine(line, separator));
  return { preamble: lines.slice(0, headerLine - 1), headings, rows };
}

/** A way to write the same table. */
type Writing = {
  separator: string;
  decimal: "." | ",";
  lineEnd: string;
  /** Follows the fields of rows. */
  blank: string;
  encoding: "utf-8" | "utf-8 with a mark" | "utf-16le" | "utf-16be" | "utf-16le with a mark" | "windows-1252";
  order: number[];
  extra: string[];
  isQuoted: boolean;
};

const writings = (columns: number): fc.Arbitrary<Writing> =>
  fc.record({
    separator: fc.constantFrom("\t", ";", ",", "|"),
    decimal: fc.constantFrom(".", ","),
    lineEnd: fc.constantFrom("\n", "\r\n", "\r\r\n"),
    blank: fc.constantFrom("", " ", "\u00a0", "\u2009", "\u202f", "\u3000", "\ufeff"),
    encoding: fc.constantFrom(
      "utf-8",
      "utf-8 with a mark",
      "utf-16le",
      "utf-16be",
      "utf-16le with a mark",
      "windows-1252",
    ),
    order: fc.shuffledSubarray([...Array(columns).keys()], { minLength: columns, maxLength: columns }),
    extra: fc.array(fc.stringMatching(/^[a-z0-9 ]{0,6}$/), { maxLength: 3 }),
    isQuoted: fc.boolean(),
  });

function write({ preamble, headings, rows }: Table, writing: Writing): Uint8Array {
  const { separator, decimal, lineEnd, order, extra, isQuoted, encoding } = writing;
  // Of the others it has no byte.
  const blank = encoding === "windows-1252" && writing.blank !== "" ? "\u00a0" : writing.blank;
  const cellOf = (cell: string) => {
    const text = decimal === "," && /^\s*-?\d+\.\d+(?:E[+-]?\d+)?\s*$/i.test(cell) ? cell.replace(".", ",") : cell;
    return isQuoted || text.includes(separator) ? `"${text}"` : text;
  };
  const lineOf = (cells: readonly string[], added: readonly string[]) =>
    [...order.map((index) => cells[index] ?? ""), ...added].map(cellOf).join(separator);
  const names = extra.map((_, index) => `extra ${index}`);
  const lines = [
    ...preamble,
    lineOf(headings, names),
    ...rows.map((row) =>
      lineOf(
        row.map((cell) => `${cell}${blank}`),
        extra,
      ),
    ),
  ];
  return encode(`${lines.join(lineEnd)}${lineEnd}`, encoding);
}

function encode(text: string, encoding: Writing["encoding"]): Uint8Array {
  if (encoding === "windows-1252") return Buffer.from(text, "latin1");
  if (encoding.startsWith("utf-8")) return Buffer.from(encoding === "utf-8" ? text : `\ufeff${text}`, "utf8");
  const bytes = Buffer.from(encoding.endsWith("mark") ? `\ufeff${text}` : text, "utf16le");
  return encoding === "utf-16be" ? bytes.swap16() : bytes;
}

/** Null where the file is refused, which is the only other answer it may get. */
async function importOrRefuse(bytes: Uint8Array, options: Partial<ImportOptions> = {}): Promise<ImportedFile | null> {
  try {
    const given = { startedAtUs: STARTED_AT_US, answers: AS_IT_IS, ...options };
    return await withoutStall(() => importBytes(bytes, given, 997));
  } catch (cause) {
    if (cause instanceof UnreadableFileError) return null;
    throw cause;
  }
}

/** Rows as text, a line each: equal ones are equal to the last bit. */
function rowsOf({ parts }: ImportedFile): string[] {
  return parts.flatMap(({ test, samples }) =>
    Array.from({ length: samples.length }, (_, row) =>
      [test, ...COLUMN_NAMES.map((name) => samples[name][row])].join(" "),
    ),
  );
}

const PLAIN = (columns: number): Writing => ({
  separator: "\t",
  decimal: ".",
  lineEnd: "\n",
  blank: "",
  encoding: "utf-8",
  order: [...Array(columns).keys()],
  extra: [],
  isQuoted: false,
});

type Change = { at: number; removed: number; bytes: Uint8Array };

function spliced(bytes: Uint8Array, changes: readonly Change[]): Uint8Array {
  return [...changes]
    .sort((left, right) => right.at - left.at)
    .reduce<Uint8Array>(
      (all, { at, removed, bytes: added }) => Buffer.concat([all.subarray(0, at), added, all.subarray(at + removed)]),
      bytes,
    );
}

const linesWithCells = (bytes: Uint8Array, separator: string) =>
  new TextDecoder()
    .decode(bytes)
    .split("\n")
    .filter((line) => line.replaceAll(separator, "").trim() !== "").length;

describe.each(FILES)("%s", (file, separator, headerLine) => {
  const table = readTable(file, separator, headerLine);
  const columns = table.headings.length;
  const plain = write(table, { ...PLAIN(columns), separator });

  it("is the same however it is written", async () => {
    const expected = await importBytes(plain, { startedAtUs: STARTED_AT_US, answers: AS_IT_IS });
    expect(expected.summary.samples).toBe(table.rows.length);
    await fc.assert(
      fc.asyncProperty(writings(columns), async (writing) => {
        const { summary, parts } = await importBytes(
          write(table, writing),
          { startedAtUs: STARTED_AT_US, answers: AS_IT_IS },
          997,
        );
        expect(rowsOf({ summary, parts })).toEqual(rowsOf(expected));
        expect(summary.format).toBe(expected.summary.format);
      }),
      { numRuns: 25 },
    );
  });

  it("cut at any byte is a shorter file, or refused", async () => {
    const expected = rowsOf(await importBytes(plain, { startedAtUs: STARTED_AT_US, answers: AS_IT_IS }));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: plain.length - 1 }), fc.boolean(), async (length, isPartial) => {
        const cut = plain.subarray(0, length);
        const file = await importOrRefuse(cut, { isPartial });
        if (file === null) return;
        const rows = rowsOf(file);
        const isWhole = plain[length - 1] === 0x0a || plain[length] === 0x0a;
        const warned = file.summary.warnings.some(({ message }) => message.startsWith("The last line"));
        // Only the last cell of the last line may lack digits, and then it is said.
        const sure = warned && !isPartial ? rows.length - 1 : rows.length;
        expect(rows.slice(0, sure)).toEqual(expected.slice(0, sure));
        expect(rows.length).toBeLessThanOrEqual(expected.length);
        if (!isWhole && rows.length > 0 && isPartial) expect(warned || endsInUnused(file)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("with bytes turned into others is read or refused, and no row is lost unreported", async () => {
    const below = write({ ...table, rows: [] }, { ...PLAIN(columns), separator }).length;
    const change = fc.record({
      at: fc.oneof(fc.integer({ min: 0, max: plain.length - 1 }), fc.integer({ min: below, max: plain.length - 1 })),
      removed: fc.constantFrom(0, 1),
      bytes: fc.oneof(
        fc.uint8Array({ minLength: 1, maxLength: 1 }),
        fc.constantFrom("\u00a0", "\ufeff", "\u2009", "\f", "\r", "\n", "’", '"').map((text) => Buffer.from(text)),
        fc.constant(Uint8Array.of(0xa0)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
        const damaged = spliced(plain, changes);
        const file = await importOrRefuse(damaged);
        // A changed header row is another table, and a quoted field may have several lines.
        const isSameTable =
          changes.every(({ at }) => at >= below) && !changes.some(({ bytes }) => bytes.includes(0x22));
        if (file === null || !isSameTable) return;
        const leftOut = file.summary.warnings.filter(({ message }) => message.endsWith("was left out.")).length;
        expect(file.summary.samples + leftOut).toBe(linesWithCells(damaged.subarray(below), separator));
      }),
      { numRuns: 60 },
    );
  });

  it("with doubled lines moves the same charge", async () => {
    const doubled = { ...table, rows: table.rows.flatMap((row) => [row, row]) };
    const expected = cyclesOf((await importBytes(plain, { startedAtUs: STARTED_AT_US, answers: AS_IT_IS })).parts);
    const file = await importBytes(write(doubled, { ...PLAIN(columns), separator }), {
      startedAtUs: STARTED_AT_US,
      answers: AS_IT_IS,
    });
    expect(file.summary.warnings.some(({ message }) => message.includes("repeat the row before"))).toBe(true);
    const moved = cyclesOf(file.parts).map(({ cycle, chargeAs, dischargeAs }) => [cycle, chargeAs, dischargeAs]);
    expect(moved).toEqual(expected.map(({ cycle, chargeAs, dischargeAs }) => [cycle, chargeAs, dischargeAs]));
  });
});

/** Whether the last column holds nothing that is kept, so that it does not matter how much of it is there. */
function endsInUnused({ summary }: ImportedFile): boolean {
  return summary.columns.at(-1)?.field === null;
}
