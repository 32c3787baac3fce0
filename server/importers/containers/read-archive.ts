import { type ImportSummary, UnknownFormatError, UnreadableFileError } from "../cycler-file";
import type { ImportJob } from "../import-job";
import { ArchiveNames } from "./archive-names";
import type { ZipEntry } from "./zip-archive";

type ReadEntry = (bytes: AsyncIterable<Uint8Array>, job: ImportJob) => Promise<ImportSummary>;

/**
 * Reads the cyclers' files of an archive one after the other; where there are several, each is a cell by its name.
 * @see ArchiveNames
 */
export async function readArchive(
  entries: readonly ZipEntry[],
  job: ImportJob,
  read: ReadEntry,
): Promise<ImportSummary> {
  const named = entries.filter(({ name }) => !/(?:^|\/)(?:__MACOSX\/|\.)|\/$/.test(name));
  const files = [...new Map(named.map((entry) => [entry.name, entry])).values()]; // of one path the last counts
  const [first] = files;
  if (!first) throw new UnreadableFileError("the ZIP archive is empty");
  if (files.length === 1) return inArchive(await read(first.open(), job), first.name);
  const summaries: { name: string; summary: ImportSummary }[] = [];
  const others: string[] = [];
  const names = new ArchiveNames(files.map(({ name }) => name));
  for (const { name, open } of files) {
    const rename = <T extends { cell: string | null; test: string }>(of: T): T => ({ ...of, ...names.of(name, of) });
    try {
      const summary = await read(open(), { ...job, onPart: (part) => job.onPart(rename(part)) });
      const { tests, counters } = summary;
      summaries.push({ name, summary: { ...summary, tests: tests.map(rename), counters: counters.map(rename) } });
    } catch (cause) {
      if (cause instanceof UnknownFormatError) others.push(name);
      else throw naming(cause, name);
    }
  }
  return joined(summaries, others, [...names.warnings.values()]);
}

function inArchive(summary: ImportSummary, name: string): ImportSummary {
  return { ...summary, recognisedBy: `${summary.recognisedBy}, in "${name}" of a ZIP archive` };
}

/** The file of the archive that a refusal is about. */
function naming(cause: unknown, name: string): unknown {
  if (!(cause instanceof UnreadableFileError)) return cause;
  const problems = cause.problems.map((problem) => ({ ...problem, message: `"${name}": ${problem.message}` }));
  return new UnreadableFileError(`"${name}" in the ZIP archive: ${cause.message}`, problems);
}

function joined(
  summaries: readonly { name: string; summary: ImportSummary }[],
  others: readonly string[],
  warnings: readonly string[],
): ImportSummary {
  const [first] = summaries;
  if (!first) throw new UnknownFormatError(`no file in the ZIP archive is of a known format: ${others.join(", ")}`);
  const all = summaries.map(({ summary }) => summary);
  const sum = (of: "samples" | "cycles") => all.reduce((total, summary) => total + summary[of], 0);
  return {
    ...inArchive(first.summary, first.name),
    samples: sum("samples"),
    cycles: sum("cycles"),
    tests: all.flatMap(({ tests }) => tests),
    counters: summaries.flatMap(({ summary }) => summary.counters),
    warnings: [
      ...warnings.map((message) => ({ row: null, message })),
      ...others.map((name) => ({
        row: null,
        message: `"${name}" in the archive is no cycler's file and was left out.`,
      })),
      ...summaries.flatMap(({ name, summary }) =>
        summary.warnings.map(({ row, message }) => ({ row, message: `"${name}": ${message}` })),
      ),
    ],
  };
}
