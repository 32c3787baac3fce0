import { z } from "zod";
import type { Cell } from "../../data/cells/cell-reads";
import type { LabScope } from "../../lab-scope";
import { annotationAnswer, listAnnotationViews } from "../rest/cells/annotations";
import { cellAnswer, cellView } from "../rest/cells/cells";
import { exclusionAnswer, listExclusionViews } from "../rest/cells/exclusions";
import { time } from "../rest/shared-schemas";
import { shownCycles } from "../rest/cells/shown-cycles";
import { VERSIONS, versions } from "../tables/versions";
import { COLUMNS, type ExportFormat } from "./export-columns";

const column = z.object({ name: z.string(), unit: z.string().nullable(), description: z.string() });

/** What a reader of a cell's time series has to know of it. */
export const cellMetadata = z
  .object({
    exportedAt: time,
    versions,
    conventions: z.record(z.string(), z.string()),
    columns: z.array(column).meta({ description: "Of the file, in their order" }),
    cell: cellAnswer,
    referenceCycle: z.int().nullable().meta({ description: "The one that retention is counted from, as it stands" }),
    filters: z.object({ test: z.string().nullable().meta({ description: "Null: all of them" }) }),
    exclusions: z.array(exclusionAnswer).meta({
      description: "Left out of statistics, not of the file: every sample is in it",
    }),
    annotations: z
      .array(annotationAnswer)
      .meta({ description: "What people noted of the cell, its chamber or the lab" }),
  })
  .meta({ id: "ExportMetadata" });

export const CONVENTIONS = {
  current: "Positive charges the cell, negative discharges it",
  order: "Samples of a test by time, then record; tests one after the other",
  missing: "An empty field, null in Parquet; never 0",
  changes:
    "What was stored when the export began and was not changed meanwhile is in it exactly once. Later samples are not; a correction that arrived during the export is in it where its place had not been reached",
};

export async function cellMetadataOf(
  scope: LabScope,
  cell: Cell,
  { format, test }: { format: ExportFormat; test: string | null },
): Promise<z.input<typeof cellMetadata>> {
  const { referenceCycle } = await shownCycles(scope, cell);
  const query = { cell: cell.name };
  const { exclusions } = await listExclusionViews(scope, { query });
  const { annotations } = await listAnnotationViews(scope, { query });
  return {
    exportedAt: new Date().toISOString(),
    versions: VERSIONS,
    conventions: CONVENTIONS,
    columns: [...COLUMNS[format]],
    cell: cellView(cell),
    referenceCycle,
    filters: { test },
    exclusions,
    annotations,
  };
}
