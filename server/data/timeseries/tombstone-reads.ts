import { z } from "zod";
import type { Tombstone } from "../../domain/tombstones";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";

const TOMBSTONES_OF_CELLS = `
  SELECT cell, test, max(seq) AS seq FROM tombstones WHERE lab_id = $1 AND cell = ANY ($2) GROUP BY cell, test`;

const tombstoneRow = z.object({ cell: z.string(), test: z.string().nullable(), seq: z.coerce.number() });

/** What was deleted under these names of cells. */
export async function listTombstones(
  scope: LabScope,
  tx: LabTransaction,
  args: { cells: readonly string[] },
): Promise<Tombstone[]> {
  return queryRows(tx, TOMBSTONES_OF_CELLS, [scope.labId, args.cells], tombstoneRow);
}
