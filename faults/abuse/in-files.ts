import { gzipSync } from "node:zlib";
import { workbookOf, zipOf } from "../../server/testing/files/packed-file";
import { type Abuse, added, countAnswers, times } from "./abuse";
import { importFile, ingest, REFUSED } from "./requests";

const HEADINGS = "test_time_second,voltage_volt,current_ampere";
const rowsOf = (count: number) => Array.from({ length: count }, (_, row) => `${row / 10},3.7,1`).join("\n");

export const IN_FILES: readonly Abuse[] = [
  {
    name: "a file whose preamble ends in tabs",
    mayAnswer: [200, 202, ...REFUSED],
    run: (target) => {
      const file = `Test name${"\t".repeat(60)}\ntest_time_second,voltage_volt,current_ampere\n0,3.1,1\n1,3.2,1\n`;
      return countAnswers([() => importFile(target, file)], 1);
    },
  },
  {
    name: "files with a cell of 400 kB that looks like a date",
    mayAnswer: [200, 202, ...REFUSED],
    run: (target, share) => {
      const file = `time,voltage_V,current_A\n${"1-".repeat(Math.round(200_000 * share))},3,1\n1,3,1\n`;
      return countAnswers(
        times(4, () => () => importFile(target, file)),
        4,
      );
    },
  },
  {
    name: "workbooks of ten sheets, and one whose cells share a text of 60 MB",
    mayAnswer: [202, ...REFUSED],
    run: (target, share) => {
      const rows = Array.from({ length: Math.round(20_000 * share) }, (_, second) => [second, 3.7, 1]);
      const sheet = [HEADINGS.split(","), ...rows];
      const sheets = Object.fromEntries(times(10, (index) => [`c${index}`, sheet]));
      const shared = `<sst><si><t>${"x".repeat(Math.round(60_000_000 * share))}</t></si></sst>`;
      const cells = `<row>${'<c t="s"><v>0</v></c>'.repeat(8)}</row>`;
      const wide = zipOf(
        {
          "xl/workbook.xml":
            '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
          "xl/_rels/workbook.xml.rels":
            '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
          "xl/sharedStrings.xml": shared,
          "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${cells.repeat(8)}</sheetData></worksheet>`,
        },
        true,
      );
      const files = [workbookOf(sheets), wide, wide];
      return countAnswers(
        files.map((file) => () => importFile(target, new Uint8Array(file))),
        3,
      );
    },
  },
  {
    name: "millions of samples in a few kB of ZIP, and a GiB of nothing in a MB of gzip",
    mayAnswer: [202, ...REFUSED],
    mustAnswer: [413],
    run: async (target, share) => {
      const packed = zipOf({ "a.csv": `${HEADINGS}\n${rowsOf(Math.round(2_600_000 * share))}\n` }, true);
      const nothing = gzipSync(new Uint8Array(Math.round(2 ** 30 * share)));
      const files = [packed, gzipSync(packed), nothing];
      const imported = await countAnswers(
        files.map((file) => () => importFile(target, new Uint8Array(file))),
        3,
      );
      const zeros = gzipSync(new Uint8Array(200_000_000));
      const asBatch = () => ingest(target, zeros, { "content-encoding": "gzip" });
      return added(
        imported,
        await countAnswers(
          times(10, () => asBatch),
          5,
        ),
      );
    },
  },
];
