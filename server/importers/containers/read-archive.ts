import { type ImportPart, type ImportSummary, NoTestDataError, UnreadableFileError } from "../cycler-file";
import type { ReadingContext } from "../assembly/reading-context";
import { ArchiveNames } from "./archive-names";
import type { ZipEntry } from "./zip-archive";

type ReadEntry = (bytes: AsyncIterable<Uint8Array>, context: ReadingContext) => Promise<ImportSummary>;

/** Length of a reason in a warning or refusal that lists several files. */
const MAX_REASON_LENGTH = 200;
const MAX_REASONS = 10;

/** A file of an archive that was read, and one that was left out. */
type ReadFile = { name: string; summary: ImportSummary };
type LeftOut = { name: string; reason: string };

/**
 * Reads the cycler files of an archive one after the other; if there are several, each is a cell named after its file. Files without test
 * data are left out with a warning; a faulty file with test data makes the whole archive unreadable.
 * @see ArchiveNames
 */
export async function readArchive(
  entries: readonly ZipEntry[],
  context: ReadingContext,
  read: ReadEntry,
): Promise<ImportSummary> {
  const named = entries.filter(({ name }) => !/(?:^|\/)(?:__MACOSX\/|\.)|\/$/.test(name));
  const files = [...new Map(named.map((entry) => [entry.name, entry])).values()]; // the last file of a path counts
  const [first] = files;
  if (!first) throw new NoTestDataError("the ZIP archive is empty");
  if (files.length === 1) return inArchive(await read(first.open(), context), first.name);
  const done: ReadFile[] = [];
  const leftOut: LeftOut[] = [];
  const names = new ArchiveNames(files.map(({ name }) => name));
  for (const file of files) {
    const result = await readFile(file, context, read, names);
    if ("summary" in result) done.push(result);
    else leftOut.push(result);
  }
  return joined(done, leftOut, [...names.warnings.values()]);
}

/** Holds the first part until there is another or the file was read: a summary of cycles may show only at its end. */
async function readFile(
  { name, open }: ZipEntry,
  context: ReadingContext,
  read: ReadEntry,
  names: ArchiveNames,
): Promise<ReadFile | LeftOut> {
  const rename = <T extends { cell: string | null; test: string }>(of: T): T => ({ ...of, ...names.of(name, of) });
  let held: ImportPart | null = null;
  let isHandedOn = false;
  const onPart = async (part: ImportPart) => {
    if (held !== null) {
      isHandedOn = true;
      await context.onPart(rename(held));
    }
    held = part;
  };
  let summary: ImportSummary;
  try {
    summary = await read(open(), { ...context, onPart });
  } catch (cause) {
    if (cause instanceof NoTestDataError && !isHandedOn) return { name, reason: cut(cause.message) };
    throw naming(cause, name);
  }
  if (held !== null) await context.onPart(rename(held));
  const { tests, counters } = summary;
  return { name, summary: { ...summary, tests: tests.map(rename), counters: counters.map(rename) } };
}

const cut = (message: string) =>
  message.length > MAX_REASON_LENGTH ? `${message.slice(0, MAX_REASON_LENGTH)}…` : message;

function inArchive(summary: ImportSummary, name: string): ImportSummary {
  return { ...summary, recognisedBy: `${summary.recognisedBy}, in "${name}" of a ZIP archive` };
}

/** The same refusal, with the file of the archive that it is about. */
function naming(cause: unknown, name: string): unknown {
  if (!(cause instanceof UnreadableFileError)) return cause;
  const problems = cause.problems.map((problem) => ({ ...problem, message: `"${name}": ${problem.message}` }));
  return new UnreadableFileError(`"${name}" in the ZIP archive: ${cause.message}`, problems);
}

function joined(done: readonly ReadFile[], leftOut: readonly LeftOut[], warnings: readonly string[]): ImportSummary {
  const [first] = done;
  if (!first) throw nothingRead(leftOut);
  const all = done.map(({ summary }) => summary);
  const sum = (of: "samples" | "cycles") => all.reduce((total, summary) => total + summary[of], 0);
  return {
    ...inArchive(first.summary, first.name),
    samples: sum("samples"),
    cycles: sum("cycles"),
    tests: all.flatMap(({ tests }) => tests),
    counters: all.flatMap(({ counters }) => counters),
    warnings: [
      ...leftOut.map(({ name, reason }) => ({
        row: null,
        message: `"${name}" in the ZIP archive was left out: ${reason}.`,
      })),
      ...warnings.map((message) => ({ row: null, message })),
      ...done.flatMap(({ name, summary }) =>
        summary.warnings.map(({ row, message }) => ({ row, message: `"${name}": ${message}` })),
      ),
    ],
  };
}

function nothingRead(leftOut: readonly LeftOut[]): NoTestDataError {
  const reasons = leftOut.slice(0, MAX_REASONS).map(({ name, reason }) => `"${name}": ${reason}`);
  const more = leftOut.length > MAX_REASONS ? ` (and ${leftOut.length - MAX_REASONS} more)` : "";
  return new NoTestDataError(
    `no file in the ZIP archive has samples of a test: ${reasons.join("; ")}${more}`,
    reasons.map((message) => ({ row: null, column: null, message })),
  );
}
