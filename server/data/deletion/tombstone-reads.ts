import { z } from "zod";
import type { Tombstone } from "../../domain/samples/tombstones";
import type { LabScope } from "../../lab-scope";
import { type AnyTransaction, runSql } from "../run-sql";

const TOMBSTONES_OF_CELLS = `
  SELECT cell, test, us_of_time(from_time) AS from_us, us_of_time(to_time) AS to_us, max(seq)::text AS seq
  FROM tombstones WHERE lab_id = $1::integer AND cell = ANY ($2::text[]) GROUP BY cell, test, from_time, to_time`;

const tombstoneRow = z
  .object({
    cell: z.string(),
    test: z.string().nullable(),
    from_us: z.number().nullable(),
    to_us: z.number().nullable(),
    seq: z.coerce.number(),
  })
  .transform(({ from_us: fromUs, to_us: toUs, ...row }): Tombstone => {
    return { ...row, range: fromUs === null || toUs === null ? null : { fromUs, toUs } };
  });

/** What was deleted under these names of cells. */
export async function listTombstones(
  scope: LabScope,
  tx: AnyTransaction,
  args: { cells: readonly string[] },
): Promise<Tombstone[]> {
  return z.array(tombstoneRow).parse(await runSql(tx, TOMBSTONES_OF_CELLS, [scope.labId, [...args.cells]]));
}

const HOLD_DELETIONS = "SELECT pg_advisory_xact_lock_shared(hashtext('ct.deletions'), $1::integer)::text";

/** The same, and until the commit nothing more of the lab will be deleted. */
export async function holdDeletions(
  scope: LabScope,
  tx: AnyTransaction,
  args: { cells: readonly string[] },
): Promise<Tombstone[]> {
  await runSql(tx, HOLD_DELETIONS, [scope.labId]);
  return listTombstones(scope, tx, args);
}
