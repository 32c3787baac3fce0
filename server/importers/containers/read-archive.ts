import { type ImportSummary, UnknownFormatError, UnreadableFileError } from "../cycler-file";
import type { ImportJob } from "../import-job";
import type { ZipEntry } from "./zip-archive";

type ReadEntry = (bytes: AsyncIterable<Uint8Array>, job: ImportJob) => Promise<ImportSummary>;

/** Reads the cyclers' files of an archive one after the other; where there are several, each is a cell by its name. */
export async function readArchive(
  entries: readonly ZipEntry[],
  job: ImportJob,
  read: ReadEntry,
): Promise<ImportSummary> {
  const files = entries.filter(({ name }) => !/(?:^|\/)(?:__MACOSX\/|\.)|\/$/.test(name));
  const [first] = files;
  if (!first) throw new UnreadableFileError("the ZIP archive is empty");
  if (files.length === 1) return inArchive(await read(first.open(), job), first.name);
  const summaries: { name: string; summary: ImportSummary }[] = [];
  const others: string[] = [];
  for (const { name, open } of files) {
    const cell = name.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
    const onPart: ImportJob["onPart"] = (part) => job.onPart({ ...part, cell: part.cell ?? cell });
    try {
      const summary = await read(open(), { ...job, onPart });
      summaries.push({
        name,
        summary: ofCell(summary, cell),
      });
    } catch (cause) {
      if (cause instanceof UnknownFormatError) others.push(name);
      else throw named(cause, name);
    }
  }
  return joined(summaries, others);
}

function inArchive(summary: ImportSummary, name: string): ImportSummary {
  return { ...summary, recognisedBy: `${summary.recognisedBy}, in "${name}" of a ZIP archive` };
}

/** What was read of a file that names no cell itself. */
function ofCell(summary: ImportSummary, cell: string): ImportSummary {
  const named = <T extends { cell: string | null }>(of: T): T => ({ ...of, cell: of.cell ?? cell });
  return { ...summary, tests: summary.tests.map(named), counters: summary.counters.map(named) };
}

/** The file of the archive that a refusal is about. */
function named(cause: unknown, name: string): unknown {
  if (!(cause instanceof UnreadableFileError)) return cause;
  const problems = cause.problems.map((problem) => ({ ...problem, message: `"${name}": ${problem.message}` }));
  return new UnreadableFileError(`"${name}" in the ZIP archive: ${cause.message}`, problems);
}

function joined(
  summaries: readonly { name: string; summary: ImportSummary }[],
  others: readonly string[],
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
