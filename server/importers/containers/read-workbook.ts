import { type ImportSummary, NoTestDataError, UnreadableFileError } from "../cycler-file";
import { findTable } from "../table/find-table";
import type { ReadingContext } from "../assembly/reading-context";
import { readTextTable } from "../table/read-text-table";
import { readTextHead } from "../text/text-head";
import { openWorkbook, type Sheet } from "./workbook";
import type { ZipEntry } from "./zip-archive";

/** Names of sheets with samples as Neware, Arbin and Landt have them, and of sheets that summarise them. */
const OF_SAMPLES = /^(?:record|channel|detail_|data|raw|记录|数据)/i;
const OF_OTHERS =
  /statistic|summary|global|info|chart|^cycle|^step|^log|^test|^unit|^aux|^curve|统计|信息|曲线|^循环|^工步|^步骤|^辅助/i;
const HEAD_BYTES = 1 << 16;

/** Reads the samples of a workbook: the first sheet with a table of them, and those that continue it. */
export async function readWorkbook(entries: readonly ZipEntry[], context: ReadingContext): Promise<ImportSummary> {
  const sheets = await chooseSheets(await openWorkbook(entries), context);
  const names = sheets.map(({ name }) => `"${name}"`).join(", ");
  const summary = await readTextTable(context.inflationLimit.bound(oneAfterTheOther(sheets)), context, {
    container: "XLSX",
  });
  const recognisedBy = `${summary.recognisedBy}, on the ${sheets.length > 1 ? "sheets" : "sheet"} ${names}`;
  return { ...summary, recognisedBy };
}

/** Line numbers continue from sheet to sheet. */
async function* oneAfterTheOther(sheets: readonly Sheet[]) {
  for (const sheet of sheets) yield* sheet.open();
}

async function chooseSheets(sheets: readonly Sheet[], context: ReadingContext): Promise<Sheet[]> {
  const ofSamples = sheets.filter(({ name }) => OF_SAMPLES.test(name) && !OF_OTHERS.test(name));
  const others = sheets.filter(({ name }) => !OF_OTHERS.test(name) && !OF_SAMPLES.test(name));
  const chosen: Sheet[] = [];
  let headings: string | null = null;
  let refusal: unknown = new NoTestDataError("the workbook has no sheet with samples");
  for (const sheet of [...ofSamples, ...others, ...sheets.filter((other) => OF_OTHERS.test(other.name))]) {
    const head = await readTextHead(sheet.open(), HEAD_BYTES);
    await head.close();
    try {
      const found = findTable(head.lines, context.formats);
      headings ??= found.headings.join("\t");
      if (found.headings.join("\t") === headings) chosen.push(sheet);
    } catch (cause) {
      if (chosen.length === 0 && refusal instanceof UnreadableFileError && refusal.problems.length === 0)
        refusal = cause;
    }
    // A summary has some of the same columns, so it is tried only where nothing else was found.
    if (chosen.length > 0 && OF_OTHERS.test(sheet.name)) break;
  }
  if (chosen.length === 0) throw refusal;
  return chosen;
}
