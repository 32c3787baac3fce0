import type { ImportOptions, ImportPart, ImportSummary } from "./cycler-file";
import { findTable } from "./find-table";
import { FileImport } from "./file-import";
import { makePlan } from "./make-plan";
import { ProblemList } from "./problem-list";
import { RowReader } from "./row-reader";
import type { TextFormat } from "./text-format";
import { readTextHead } from "./text-head";

type OnPart = (part: ImportPart) => Promise<void> | void;

/** Bytes are taken in pieces of at most this, so that few parts wait for their taker at a time. */
const PIECE_BYTES = 1 << 20;

/** Reads one table of text, of any of the formats. */
export async function readTextTable(
  bytes: AsyncIterable<Uint8Array>,
  options: ImportOptions,
  formats: readonly TextFormat[],
  onPart: OnPart,
): Promise<ImportSummary> {
  const head = await readTextHead(bytes);
  const found = findTable(head.lines, formats);
  const { decimalComma, dayFirst } = options.mapping ?? {};
  const plan = makePlan(found, head.lines, { encoding: head.cellEncoding, decimalComma, dayFirst });
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
  file.finish();
  await handOn(file, problems, onPart);
  problems.throwIfAny();
  return file.summary(found, head.lines);
}

/** Once something is wrong, no more is handed on: the rest is read only to name what else is. */
async function handOn(file: FileImport, problems: ProblemList, onPart: OnPart): Promise<void> {
  for (const part of file.takeParts()) if (!problems.hasAny) await onPart(part);
}
