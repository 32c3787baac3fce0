import { type ImportSummary, NoRecordError } from "../cycler-file";
import { type FoundTable, findTable } from "./find-table";
import { FileImport } from "../assembly/file-import";
import { makePlan } from "./make-plan";
import { ProblemList } from "../text/problem-list";
import { RowReader } from "./table-row-reader";
import type { ImportJob } from "../assembly/reading-context";
import { describeTable } from "../assembly/describe-table";
import { readTextHead } from "../text/text-head";

/** Bytes are taken in pieces of at most this, so that few parts wait for their taker at a time. */
const PIECE_BYTES = 1 << 20;

/**
 * Reads one table of text, of any of the formats.
 * @param wrapped what the table was taken out of: "XLSX", "Parquet"; null for a text file
 */
export async function readTextTable(
  bytes: AsyncIterable<Uint8Array>,
  { options, formats, onPart }: ImportJob,
  wrapped: { container: string | null },
): Promise<ImportSummary> {
  const head = await readTextHead(bytes);
  const found = findTable(head.lines, formats);
  if (head.isWhole && head.lines.slice(found.headerLine).every((line) => line.trim() === "")) throw withoutRows(found);
  const { decimalComma, dayFirst } = options.mapping ?? {};
  const plan = makePlan(found, head.lines, { decimalComma, dayFirst });
  const problems = new ProblemList();
  const file = new FileImport(found, plan, options, problems);
  const reader = new RowReader(plan, problems, (block) => file.addRows(block, reader.cells));
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
  const imported = file.finish();
  problems.throwIfAny();
  if (imported.samples === 0) {
    throw withoutRows(found);
  }
  const described = describeTable(found, plan, head.lines, wrapped.container ?? found.format.asText);
  return { ...described, ...imported, warnings: problems.warnings() };
}

function withoutRows({ headerLine }: FoundTable): NoRecordError {
  const message = "the file has a header row and no rows below it";
  return new NoRecordError(message, [{ row: headerLine, column: null, message }]);
}

/** Once something is wrong, no more is handed on: the rest is read only to name what else is. */
async function handOn(file: FileImport, problems: ProblemList, onPart: ImportJob["onPart"]): Promise<void> {
  for (const part of file.takeParts()) if (!problems.hasAny) await onPart(part);
}
