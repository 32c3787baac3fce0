import { z } from "zod";
import type { ImportSummary } from "../../importers/cycler-file";

/**
 * Where an import stands: its file arrives; its samples wait for a worker; all are in; it ended without all of them; they are being taken away
 * again; they are gone.
 */
export const IMPORT_STATUSES = ["receiving", "queued", "stored", "failed", "undoing", "undone"] as const;

/** What is kept of an import for its history: what its reader said of the file, shortened to what somebody may want to read. */
export const importReport = z.object({
  formatName: z.string(),
  recognisedBy: z.string(),
  columns: z.array(z.object({ heading: z.string(), field: z.string().nullable(), unit: z.string().nullable() })),
  header: z.record(z.string(), z.string()),
  tests: z.array(
    z.object({
      cell: z.string().nullable(),
      test: z.string(),
      startedAtUs: z.number(),
      cycleOffset: z.int(),
      samples: z.int(),
    }),
  ),
  warnings: z.array(z.object({ row: z.int().nullable(), message: z.string(), isSevere: z.literal(true).optional() })),
  /** Of all, also those that are not kept. */
  warningCount: z.int(),
  counters: z.array(
    z.object({
      test: z.string(),
      cycle: z.int(),
      quantity: z.string(),
      vendor: z.number(),
      ours: z.number(),
      relativeDifference: z.number(),
    }),
  ),
});
export type ImportReport = z.infer<typeof importReport>;

const KEPT = { warnings: 1_000, counters: 4_000, columns: 500, header: 100, characters: 1_000 };

/** @param summary as the reader of the file gave it */
export function toImportReport(summary: ImportSummary): ImportReport {
  const { formatName, recognisedBy, columns, header, tests, warnings, counters } = summary;
  const entries = Object.entries(header).slice(0, KEPT.header);
  return {
    formatName,
    recognisedBy: storable(recognisedBy),
    columns: columns.slice(0, KEPT.columns).map((column) => ({ ...column, heading: storable(column.heading) })),
    header: Object.fromEntries(entries.map(([name, value]) => [storable(name), storable(value)])),
    tests: tests.map((test) => ({ ...test, cell: test.cell === null ? null : storable(test.cell) })),
    warnings: warnings.slice(0, KEPT.warnings).map((warning) => ({ ...warning, message: storable(warning.message) })),
    warningCount: warnings.length,
    counters: counters.slice(0, KEPT.counters),
  };
}

/** Text of a file may hold anything; PostgreSQL's holds neither NUL nor halves of characters. */
const storable = (text: string) => text.slice(0, KEPT.characters).toWellFormed().replaceAll("\u0000", "\uFFFD");

const WARNINGS_ON_A_CELL = 20;

/** What an import leaves on its cells for their readers: its first warnings, each with the file and the line. */
export function toCellWarnings(report: ImportReport, fileName: string | null): string[] {
  const from = fileName ?? "an imported file";
  const said = report.warnings.slice(0, WARNINGS_ON_A_CELL).map(({ row, message }) => {
    return row === null ? `${from}: ${message}` : `${from}, line ${row}: ${message}`;
  });
  const more = report.warningCount - said.length;
  return more > 0 ? [...said, `${from}: ${more} more warnings, listed with the import.`] : said;
}
