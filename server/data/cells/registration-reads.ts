import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "../in-lab-config";

/** What is known of a cell that a batch names: enough to tell whether the batch says something new. */
export type KnownCell = {
  cellId: number;
  tests: Set<string>;
  nominalCapacityWasSet: boolean;
  activeMassG: number | null;
  electrodeAreaCm2: number | null;
  warnings: Set<string>;
  /** Names of fields that were set or cleared; empty where it was not asked for. */
  decidedFields: Set<string>;
};

const row = z.object({
  name: z.string(),
  cellId: z.int(),
  nominalCapacityWasSet: z.boolean(),
  activeMassG: z.number().nullable(),
  electrodeAreaCm2: z.number().nullable(),
  warnings: z.array(z.object({ message: z.string() })),
  tests: z.array(z.string()),
  decidedFields: z.array(z.string()),
});

/** Those of the named cells that the lab has; one query, for every batch that brings values asks it. */
export async function listKnownCells(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { names: readonly string[]; withValues: readonly string[] },
): Promise<Map<string, KnownCell>> {
  const rows = await tx.$queryRaw`
    SELECT c.name, c.cell_id AS "cellId", c.nominal_capacity_was_set AS "nominalCapacityWasSet",
           c.active_mass_g AS "activeMassG", c.electrode_area_cm2 AS "electrodeAreaCm2", c.warnings,
           ARRAY(SELECT t.name FROM tests t WHERE t.cell_id = c.cell_id) AS tests,
           CASE WHEN c.name = ANY (${[...args.withValues]}::text[])
             THEN ARRAY(SELECT f.name FROM cell_metadata m JOIN metadata_fields f USING (metadata_field_id)
                        WHERE m.cell_id = c.cell_id)
             ELSE '{}' END AS "decidedFields"
    FROM cells c WHERE c.lab_id = ${scope.labId} AND c.name = ANY (${[...args.names]}::text[])`;
  return new Map(
    z
      .array(row)
      .parse(rows)
      .map(({ name, warnings, tests, decidedFields, ...known }) => [
        name,
        {
          ...known,
          tests: new Set(tests),
          warnings: new Set(warnings.map(({ message }) => message)),
          decidedFields: new Set(decidedFields),
        },
      ]),
  );
}
