import { type ImportSummary, NoTestDataError, UnreadableFileError } from "../cycler-file";
import { type FoundTable, findTable } from "../table/find-table";
import type { ReadingContext } from "../assembly/reading-context";
import { readTextTable } from "../table/read-text-table";
import { readTextHead } from "../text/text-head";
import { joinedSheets, type SampleSheet } from "./joined-sheets";
import { openWorkbook, type Sheet } from "./workbook";
import type { ZipEntry } from "./zip-archive";

/** Names of sheets with samples as Neware, Arbin and Landt have them, and of sheets that summarise them. */
const OF_SAMPLES = /^(?:record|channel|detail_|data|raw|记录|数据)/i;
const OF_SUMMARIES = /statistic|summary|global|info|chart|^log|^unit|^curve|统计|信息|曲线/i;
/** Names of sheets that sum up, or of parts of a test. */
const OF_PARTS = /^cycle|^step|^test|^aux|^循环|^工步|^步骤|^辅助/i;
const HEAD_BYTES = 1 << 16;

type Sheets = {
  chosen: SampleSheet[];
  /** Sheets with a table of samples that does not fit the others. */
  unlike: Sheet[];
  /** Sheets without samples, and those that sum up, by their names. */
  others: Sheet[];
};

/** Reads the samples of a workbook: the first sheet with a table of them, and those that continue it. What is left out is named. */
export async function readWorkbook(entries: readonly ZipEntry[], context: ReadingContext): Promise<ImportSummary> {
  const { chosen, unlike, others } = await chooseSheets(await openWorkbook(entries), context);
  const summary = await readTextTable(context.inflationLimit.bound(joinedSheets(chosen)), context, {
    container: "XLSX",
  });
  const sheets = chosen.map(({ sheet }) => sheet);
  const on = `on the ${sheets.length > 1 ? "sheets" : "sheet"} ${named(sheets)}`;
  const not = others.length > 0 ? `; not read: ${named(others)}` : "";
  const warnings = unlike.length === 0 ? [] : [{ row: null, message: leftOut(unlike, sheets) }];
  return {
    ...summary,
    recognisedBy: `${summary.recognisedBy}, ${on}${not}`,
    warnings: [...warnings, ...summary.warnings],
  };
}

const named = (sheets: readonly Sheet[]) => sheets.map(({ name }) => `"${name}"`).join(", ");

function leftOut(unlike: readonly Sheet[], read: readonly Sheet[]): string {
  const [are, them] = unlike.length > 1 ? ["The sheets", "them as files"] : ["The sheet", "it as a file"];
  return `${are} ${named(unlike)} also ${unlike.length > 1 ? "have" : "has"} samples, in other columns than ${named(read)}, and ${unlike.length > 1 ? "were" : "was"} left out: save ${them} of ${unlike.length > 1 ? "their" : "its"} own.`;
}

async function chooseSheets(sheets: readonly Sheet[], context: ReadingContext): Promise<Sheets> {
  const ofSamples = sheets.filter(({ name }) => OF_SAMPLES.test(name) && !isOther(name));
  const others = sheets.filter(({ name }) => !isOther(name) && !OF_SAMPLES.test(name));
  const result: Sheets = { chosen: [], unlike: [], others: [] };
  let refusal: unknown = new NoTestDataError("the workbook has no sheet with samples");
  for (const sheet of [...ofSamples, ...others, ...sheets.filter(({ name }) => isOther(name))]) {
    const found = await tableOn(sheet, context);
    if (found instanceof UnreadableFileError) {
      result.others.push(sheet);
      if (refusal instanceof UnreadableFileError && refusal.problems.length === 0) refusal = found;
    } else place({ sheet, found }, result);
  }
  if (result.chosen.length === 0) throw refusal;
  // In the order of the tabs, whatever they are called.
  result.chosen.sort((left, right) => sheets.indexOf(left.sheet) - sheets.indexOf(right.sheet));
  return result;
}

function place(one: SampleSheet, { chosen, unlike, others }: Sheets): void {
  const [first] = chosen;
  const { name } = one.sheet;
  if (!first) chosen.push(one);
  // A summary has some of the same columns as the samples that it sums up.
  else if (OF_SUMMARIES.test(name) || (OF_PARTS.test(name) && !isLike(first.found, one.found))) others.push(one.sheet);
  else if (mayFollow(first.found, one.found)) chosen.push(one);
  else unlike.push(one.sheet);
}

const isOther = (name: string) => OF_SUMMARIES.test(name) || OF_PARTS.test(name);
const isLike = (first: FoundTable, next: FoundTable) => first.headings.join("\t") === next.headings.join("\t");

/** Whether a table has what samples need in columns of the same names, whatever other columns either has. */
function mayFollow(first: FoundTable, next: FoundTable): boolean {
  const needed = first.columns.filter(({ field }) => ["testTime", "clock", "voltage", "current"].includes(field));
  const areTabbed = [first, next].every(({ separator, isQuotedWhole }) => separator === "\t" && !isQuotedWhole);
  return areTabbed && needed.every(({ heading }) => next.headings.includes(heading));
}

async function tableOn(sheet: Sheet, { formats }: ReadingContext): Promise<FoundTable | UnreadableFileError> {
  const head = await readTextHead(sheet.open(), HEAD_BYTES);
  await head.close();
  try {
    return findTable(head.lines, formats);
  } catch (cause) {
    if (cause instanceof UnreadableFileError) return cause;
    throw cause;
  }
}
