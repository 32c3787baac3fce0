import { z } from "zod";
import type { Cell } from "../../data/cells/cell-reads";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { cellMetadata, cellMetadataOf } from "../exports/cell-metadata";
import { exportAnswer } from "../exports/export-answer";
import { EXPORT_FORMATS, type ExportFormat } from "../exports/export-columns";
import { inFileName, seriesName } from "../exports/file-names";
import { groupingFiles, groupsOfGrouping } from "../exports/grouping-files";
import { labFiles } from "../exports/lab-files";
import { seriesPieces } from "../exports/series-stream";
import { type ZipEntry, zipPieces } from "../exports/zip-pieces";
import type { AnyAnswer } from "../http/answer";
import type { ApiRequest } from "../http/read-body";
import { requestedTests } from "./cells/cell-steps";
import { cellOfPath } from "./cells/cells";
import { defineOperation } from "./operation";
import { groupingIdOf, groupingParams } from "./groups/groupings";
import { cellParams, nothing } from "./shared-schemas";

const BUSY_REASONS = {
  too_many: "the lab has as many exports under way as it may",
  unavailable: "the server has, or the database is away",
};

const FILES: Record<ExportFormat, { mediaType: string; ending: string }> = {
  bdf: { mediaType: "text/csv; charset=utf-8; header=present", ending: "bdf.csv" },
  csv: { mediaType: "text/csv; charset=utf-8; header=present", ending: "csv" },
  parquet: { mediaType: "application/vnd.apache.parquet", ending: "bdf.parquet" },
};
const PARQUET = FILES.parquet.mediaType;

export const exportCellOperation = defineOperation({
  method: "GET",
  path: "/api/v1/cells/{name}/export",
  summary: "The whole time series of a cell as a file",
  description:
    "`bdf`: CSV of the Battery Data Format with its machine-readable names, one test a file. `parquet`: the same columns and the name of the test, with " +
    "the metadata in the file's own. `csv`: the names and values of an ingest body. Every stored sample is in it, streamed as fast as it is read; " +
    "a file that could not be completed ends in a broken connection. `metadata=true` answers what a reader has to know of it instead: " +
    "columns and units, settings, reference cycle, polarity, exclusions, versions.",
  keyScopes: ["read"],
  granted: { kind: "cell", read: "export" },
  params: cellParams,
  query: z.strictObject({
    format: z
      .enum(EXPORT_FORMATS)
      .optional()
      .meta({ description: "`bdf` where neither this nor `Accept` says otherwise" }),
    test: z
      .string()
      .optional()
      .meta({ description: "Name of one of its tests; all when missing, in `bdf` the only one" }),
    metadata: z.enum(["true", "false"]).default("false"),
  }),
  body: null,
  answer: { status: 200, description: "The file, or what a reader has to know of it", schema: cellMetadata },
  file: {
    "text/csv": "A line for each sample below the names of the columns",
    [PARQUET]: "Row groups of 65,536 samples",
  },
  refusals: ["not_found", "too_many", "conflict"],
  reasons: { ...BUSY_REASONS, conflict: "the test is being deleted" },
});

type CellQuery = { format?: ExportFormat | undefined; test?: string | undefined; metadata: "true" | "false" };

export async function exportCell(
  scope: LabScope,
  { params, query }: { params: { name: string }; query: CellQuery },
  request: ApiRequest,
): Promise<AnyAnswer | z.input<typeof cellMetadata>> {
  const cell = await cellOfPath(scope, params);
  const tests = requestedTests(cell, query.test);
  const format = query.format ?? (request.headers.get("accept")?.includes(PARQUET) ? "parquet" : "bdf");
  const test = query.test === undefined ? null : (tests[0]?.name ?? null);
  const metadata = await cellMetadataOf(scope, cell, { format, test });
  if (query.metadata === "true") return metadata;
  if (format === "bdf") requireOneTest(cell, tests);
  const { mediaType, ending } = FILES[format];
  return exportAnswer(scope, request, {
    name: `${seriesName(cell.name, test ?? "")}.${ending}`,
    mediaType,
    pieces: () => seriesPieces(scope, tests, { format, metadata }),
  });
}

/** The format's test time rises through a file, and counts from the beginning of one test. */
function requireOneTest(cell: Cell, tests: Cell["tests"]): void {
  if (tests.length <= 1) return;
  const names = tests.slice(0, 10).map(({ name }) => JSON.stringify(name));
  const more = tests.length > names.length ? ", …" : "";
  const problems = [{ pointer: "/test", message: `expected one of ${names.join(", ")}${more}` }];
  const message = `The Battery Data Format holds one test a file, and "${cell.name}" has ${tests.length}. Name one with \`test\`, or ask for \`format=csv\` or \`parquet\`.`;
  throw new AppError("invalid_input", message, { problems });
}

const ZIP = "application/zip";
const zipFile = { [ZIP]: "ZIP, ZIP64 where its size asks for it" };

export const exportGroupingOperation = defineOperation({
  method: "GET",
  path: "/api/v1/groupings/{id}/export",
  summary: "The cells of a grouping as a ZIP archive",
  description:
    "`cells/NAME.bdf.csv`: the samples of each test in the Battery Data Format (`NAME__TEST.bdf.csv` where the test has a name), with `cells/NAME.json` beside it. " +
    "`groups/NAME.cycles.csv`: the cycles of each group's cells. `metadata.json`: groups, definitions and units of the metrics, conventions, " +
    "exclusions and annotations of its cells, by whom and when, versions, and what is in the archive. The grouping 0 holds all cells. Whoever has a link is not told who somebody of the lab is.",
  keyScopes: ["read"],
  granted: { kind: "grouping", read: "export" },
  params: groupingParams,
  query: nothing,
  body: null,
  answer: { status: 200, description: "The archive", schema: z.never() },
  file: zipFile,
  refusals: ["not_found", "too_many"],
  reasons: BUSY_REASONS,
});

export async function exportGrouping(
  scope: LabScope,
  { params }: { params: { id: string } },
  request: ApiRequest,
): Promise<AnyAnswer> {
  const found = await groupsOfGrouping(scope, groupingIdOf(params));
  return zipAnswer(scope, request, { name: found.grouping.name, entries: () => groupingFiles(scope, found) });
}

export const exportLabOperation = defineOperation({
  method: "GET",
  path: "/api/v1/export",
  summary: "Everything the lab has measured as a ZIP archive",
  description:
    "To leave with: every cell as in the archive of a grouping, with its cycles in `cells/NAME.cycles.csv`, and `lab.json` with the lab's settings, fields, groupings, " +
    "exclusions, tags, annotations, column mappings, cells with their metadata and tests, and imports. No accounts, e-mail addresses, keys or audit.",
  keyScopes: ["read"],
  params: nothing,
  query: nothing,
  body: null,
  answer: { status: 200, description: "The archive", schema: z.never() },
  file: zipFile,
  refusals: ["too_many"],
  reasons: BUSY_REASONS,
});

export const exportLab = (scope: LabScope, _: unknown, request: ApiRequest): Promise<AnyAnswer> =>
  zipAnswer(scope, request, { name: "lab", entries: () => labFiles(scope) });

const DAY_CHARACTERS = 10;

function zipAnswer(
  scope: LabScope,
  request: ApiRequest,
  { name, entries }: { name: string; entries: () => AsyncGenerator<ZipEntry, void> },
): Promise<AnyAnswer> {
  const day = new Date().toISOString().slice(0, DAY_CHARACTERS);
  const file = { name: `${inFileName(name)}-${day}.zip`, mediaType: ZIP };
  return exportAnswer(scope, request, { ...file, pieces: () => zipPieces(entries()) });
}
