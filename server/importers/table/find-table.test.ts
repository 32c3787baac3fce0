import { expect, it } from "vitest";
import { UnreadableFileError } from "../cycler-file";
import { findTable } from "./find-table";
import { FORMATS } from "../formats";
import { HeadingReader } from "./heading";

/** What a search costs, counted: lines that were looked at, headings taken apart, cells of tables that formats were asked about. */
function workOf(lines: readonly string[]) {
  const reader = new HeadingReader();
  const work = { lines: 0, names: 0, asked: 0 };
  const counting = new Proxy(lines, {
    get(target, key, receiver) {
      if (typeof key === "string" && /^\d+$/.test(key)) work.lines += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  const formats = FORMATS.map((format) => ({
    ...format,
    recognise: (table: Parameters<typeof format.recognise>[0]) => {
      work.asked += table.headings.length + table.preamble.length;
      return format.recognise(table);
    },
  }));
  expect(() => findTable(counting, formats, reader)).toThrow(UnreadableFileError);
  work.names = reader.count;
  return work;
}

const repeated = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, at) => line(at));

it.each<[string, (count: number) => string[]]>([
  ["rows of numbers without a header row", (count) => repeated(count, (at) => `${at},3.${at % 1000},1.00,25.1,1`)],
  [
    "a table without a voltage",
    (count) => [
      "Record ID,Step Type,Total Time,Current(A),Date",
      ...repeated(count, (at) => `${at},CC,0:00:${at},1,x`),
    ],
  ],
  ["header rows without a current", (count) => repeated(count, () => "time,voltage,x")],
  ["quotes that are never closed", (count) => repeated(count, () => '"a,b;c\td|')],
  ["quotes over long lines", (count) => repeated(count, () => `"${"a,b;c\td|".repeat(20)}`)],
  ["one new word after the other", (count) => repeated(count, (at) => `w${at},x${at};y${at}\tz${at}`)],
  ["brackets in brackets", (count) => repeated(count, () => `${"(".repeat(60)},${" ".repeat(100)}x`)],
  [
    "header rows below empty ones",
    (count) => [...repeated(4000, () => ""), ...repeated(count, () => "time,voltage,x")],
  ],
  ["a line of many columns", (count) => [repeated(count, (at) => `x${at}`).join(","), "1,2"]],
])("looks through %s no longer, however many there are", (_, linesOf) => {
  const work = workOf(linesOf(10_000));
  expect(workOf(linesOf(20_000))).toEqual(work);
  expect(work.lines).toBeLessThan(150_000);
  expect(work.names).toBeLessThanOrEqual(4000);
  expect(work.asked).toBeLessThan(500_000);
});

it("finds the header row below hundreds of lines, and in two lines where a quoted name has a line break", () => {
  const above = repeated(600, (at) => `Setting ${at}: "value", 3.5`);
  const { headerLine, columns } = findTable(
    [...above, '"Test', 'Time (s)",Voltage (V),Current (A)', "0,3.5,1"],
    FORMATS,
  );
  expect(headerLine).toBe(602);
  expect(columns.map(({ heading }) => heading)).toEqual(["Test Time (s)", "Voltage (V)", "Current (A)"]);
});

it.each([
  [5000, "no line names a time"],
  [5001, "no line among the first 5,000, which are looked at, names a time"],
])("says of %i lines which of them were looked at", (count, said) => {
  expect(() =>
    findTable(
      repeated(count, (at) => `word ${at}`),
      FORMATS,
    ),
  ).toThrow(said);
});

it("reads a table by its first 2,000 columns", () => {
  const names = ["Time (s)", "Voltage (V)", "Current (A)", ...repeated(400_000, (at) => `x${at}`)];
  const found = findTable([names.join(","), "0,3.5,1"], FORMATS);
  expect([found.format.id, found.headings.length, found.fieldCount]).toEqual(["delimited", 2000, 400_003]);
});
