import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, it } from "vitest";
import { importBytes, refusalOf } from "../testing/files/imported-file";
import { zipOf } from "../testing/files/packed-file";
import { openWorkbook } from "./containers/workbook";
import { openZip } from "./containers/zip-archive";

// A thread that asks for more memory in one piece than it may have ends its process, so no file may make it ask.

const WORKBOOK = {
  "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
  "xl/_rels/workbook.xml.rels":
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
};
const workbookWith = (shared: string, rows: string) =>
  zipOf(
    {
      ...WORKBOOK,
      "xl/sharedStrings.xml": `<sst>${shared}</sst>`,
      "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    },
    true,
  );
const MIB = 1 << 20;
const SHARED_CELL = '<c t="s"><v>0</v></c>';

it.each([
  ["a shared text", workbookWith(`<si><t>${"x".repeat(2 * MIB)}</t></si>`, "")],
  ["a shared text in pieces", workbookWith(`<si>${`<t>${"x".repeat(10_000)}</t>`.repeat(110)}</si>`, "")],
  ["a comment", workbookWith(`<!--${"x<".repeat(MIB)}-->`, "")],
  ["a text in a cell", workbookWith("", `<row><c t="str"><v>${"1".repeat(2 * MIB)}</v></c></row>`)],
  ["a row of one text", workbookWith(`<si><t>${"x".repeat(10_000)}</t></si>`, `<row>${SHARED_CELL.repeat(110)}</row>`)],
])("refuses a workbook with over 1 MiB of %s", async (_, workbook) => {
  const { message, problems } = await refusalOf(workbook);
  expect(message).toContain("of over 1 MiB");
  expect(problems).toHaveLength(1);
});

const WITH_FORMAT = {
  ...WORKBOOK,
  "xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="${"[".repeat(200_000)}"/></numFmts></styleSheet>`,
};

it.each([
  ["a time of 400 kB", new TextEncoder().encode(`Time,Voltage,Current\n${"1-".repeat(200_000)},3.5,1\n`)],
  ["a format of numbers of 200 kB", zipOf(WITH_FORMAT, true)],
])("takes %s for none in less than a second", async (_, bytes) => {
  const begun = process.cpuUsage();
  await refusalOf(bytes);
  const { user, system } = process.cpuUsage(begun);
  expect(user + system).toBeLessThan(1e6);
});

it("hands on the rows of a text that many share in pieces of about a MiB", async () => {
  const rows = `<row>${SHARED_CELL}</row>`.repeat(40);
  const [sheet] = await openWorkbook(openZip(workbookWith(`<si><t>${"x".repeat(MIB / 2)}</t></si>`, rows)));
  const lengths: number[] = [];
  for await (const piece of sheet?.open() ?? []) lengths.push(piece.length);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(40 * (MIB / 2 + 1));
  expect(Math.max(...lengths)).toBeLessThanOrEqual(MIB);
});

const varint = (value: number): number[] => (value < 128 ? [value] : [(value % 128) | 128, ...varint(value >> 7)]);

/** A Parquet file that is all description. */
function described(...description: number[]): Uint8Array {
  const bytes = Buffer.from([...Buffer.from("PAR1"), ...description, 0, 0, 0, 0, ...Buffer.from("PAR1")]);
  bytes.writeUInt32LE(description.length, bytes.length - 8);
  return bytes;
}

it.each([
  ["claims a list of 33000000", described(0x29, 0xfc, ...varint(33_000_000))],
  ["is cut off", described(0x29, 0xfc, ...varint(1000))],
  ["is nested too deep", described(...new Array<number>(100).fill(0x1c))],
])("refuses a Parquet file whose description %s", async (claim, bytes) => {
  expect((await refusalOf(bytes)).message).toContain(claim);
});

const constantColumns = (values: number, pageSize?: number) =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: ["test_time_second", "voltage_volt", "current_ampere"].map((name, column) => {
        const data =
          column === 0 ? Float64Array.from({ length: values }, (_, row) => row) : new Array(values).fill("1");
        return { name, data, type: column === 0 ? ("DOUBLE" as const) : ("STRING" as const) };
      }),
      rowGroupSize: values,
      ...(pageSize === undefined ? {} : { pageSize }),
    }),
  );

it("refuses a Parquet file with a page of more values than anybody writes, and reads one with many pages", async () => {
  expect((await refusalOf(constantColumns(2_200_000, 2 ** 40))).message).toContain(
    "a page of it holds over 2097152 values",
  );
  const { summary } = await importBytes(constantColumns(30_000, 1 << 16), { startedAtUs: 1.7e15 });
  expect(summary.samples).toBe(30_000);
});

it("refuses a Parquet file with a text of over 1 MiB", async () => {
  const columnData = [{ name: "note", data: ["x".repeat(2 * MIB)], type: "STRING" as const }];
  expect((await refusalOf(new Uint8Array(parquetWriteBuffer({ columnData })))).message).toContain("longer than 1 MiB");
});
