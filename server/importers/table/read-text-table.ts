import { type ImportSummary, NoTestDataError } from "../cycler-file";
import { type FoundTable, findTable } from "./find-table";
import { FileImport } from "../assembly/file-import";
import { IS_IMPEDANCE } from "./impedance";
import { settleOtherColumns, withColumnsAsAnswered } from "../checks/other-columns";
import { makePlan } from "./make-plan";
import { ProblemList } from "../text/problem-list";
import { TableRowReader } from "./table-row-reader";
import type { ReadingContext } from "../assembly/reading-context";
import { describeTable } from "../assembly/describe-table";
import { rehearse } from "../assembly/rehearse";
import { withHeadingsAsAnswered } from "../assembly/settle-headings";
import { questionOf, type Settlement } from "../assembly/settle-units";
import type { TableFormat } from "./table-format";
import { readTextHead } from "../text/text-head";

/** Bytes are read in pieces of at most this, so that few parts wait to be taken. */
const PIECE_BYTES = 1 << 20;

/**
 * Reads one table of text, of any of the formats.
 * @param wrapped the container of the table: "XLSX", "Parquet"; null for a text file
 */
export async function readTextTable(
  bytes: AsyncIterable<Uint8Array>,
  { options, formats, onPart }: ReadingContext,
  wrapped: { container: string | null },
): Promise<ImportSummary> {
  const head = await readTextHead(bytes);
  const { answers = {} } = options;
  const found = withHeadingsAsAnswered(withColumnsAsAnswered(findInText(head.lines, formats), answers), answers);
  if (head.isWhole && head.lines.slice(found.headerLine).every((line) => line.trim() === "")) throw withoutRows(found);
  const problems = new ProblemList();
  const planned = makePlan(found, head.lines, options);
  ask(settleOtherColumns(found, planned, head.lines, answers), problems);
  problems.throwIfAny();
  const plan = rehearse(found, planned, head.lines, options);
  const file = new FileImport(found, plan, options, problems);
  const reader = new TableRowReader(plan, problems, (block) => file.addRows(block, reader.cells));
  for await (const chunk of head.chunks) {
    for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
      reader.push(chunk.subarray(from, from + PIECE_BYTES));
      await handOn(file, problems, onPart);
    }
  }
  reader.finish(options.isPartial);
  file.end();
  await handOn(file, problems, onPart);
  problems.throwIfAny();
  const { settlement, ...imported } = file.finish();
  // What the first rows did not show yet: too late to read the file otherwise.
  ask(settlement, problems);
  // A wrong unit or sign explains whatever else is odd.
  if (!problems.hasAny) problems.askWhatIsOpen(answers);
  problems.throwIfAny();
  if (imported.samples === 0) throw reader.spectra.count > 0 ? ofSpectra(found) : withoutRows(found);
  const described = describeTable(found, plan, head.lines, wrapped.container ?? found.format.asText);
  return { ...described, ...imported, warnings: problems.warnings() };
}

function ask(settlement: Settlement, problems: ProblemList): void {
  if (settlement.kind === "as read") return;
  const { row = null, column, message, question } = settlement.kind === "ask" ? settlement : questionOf(settlement);
  problems.ask(row, column, message, question);
}

function findInText(lines: readonly string[], formats: readonly TableFormat[]): FoundTable {
  try {
    return findTable(lines, formats);
  } catch (cause) {
    if (!(cause instanceof NoTestDataError) || !isBinary(lines)) throw cause;
    throw new NoTestDataError(NO_TEXT, [{ row: null, column: null, message: NO_TEXT }]);
  }
}

const NO_TEXT =
  "this is no text, and no kind of file that is read, whatever its name says: export the records of the test as CSV, text or .xlsx";
const LOOKED_AT_LINES = 20;
const BINARY_SHARE = 0.02;

/** Whether the first lines have more control characters than any text does. */
function isBinary(lines: readonly string[]): boolean {
  const text = lines.slice(0, LOOKED_AT_LINES).join("\n").slice(0, 4096);
  let controls = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x09 || (code > 0x0d && code < 0x20 && code !== 0x1a)) controls += 1;
  }
  return controls > text.length * BINARY_SHARE;
}

const ofSpectra = ({ headerLine }: FoundTable) =>
  new NoTestDataError(`line ${headerLine}: ${IS_IMPEDANCE}`, [
    { row: headerLine, column: null, message: IS_IMPEDANCE },
  ]);

function withoutRows({ headerLine }: FoundTable): NoTestDataError {
  const message = "the file has a header row and no rows below it";
  return new NoTestDataError(message, [{ row: headerLine, column: null, message }]);
}

/** After a fault nothing more is handed on: the rest is read only to find the other faults. */
async function handOn(file: FileImport, problems: ProblemList, onPart: ReadingContext["onPart"]): Promise<void> {
  for (const part of file.takeParts()) if (!problems.hasAny) await onPart(part);
}
