import { z } from "zod";
import type { Forward } from "../../domain/samples/forwards";
import type { Tombstone } from "../../domain/samples/tombstones";
import type { LabScope } from "../../lab-scope";
import { type AnyTransaction, runSql } from "../run-sql";

const TOMBSTONES_OF_CELLS = `
  SELECT cell, test, us_of_time(from_time) AS from_us, us_of_time(to_time) AS to_us, seq::text AS seq
  FROM tombstones WHERE lab_id = $1::integer AND cell = ANY ($2::text[]) AND seq >= $3::bigint`;

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

/** What was deleted under these names of cells, and is of interest to batches from `fromSeq` on. */
export async function listTombstones(
  scope: LabScope,
  tx: AnyTransaction,
  { cells, fromSeq = 0 }: { cells: readonly string[]; fromSeq?: number },
): Promise<Tombstone[]> {
  const rows = await runSql(tx, TOMBSTONES_OF_CELLS, [scope.labId, [...cells], String(fromSeq)]);
  return z.array(tombstoneRow).parse(rows);
}

const FORWARDS = `
  SELECT cell, test, into_cell AS "intoCell", into_test AS "intoTest", seq::text AS seq
  FROM forwards WHERE lab_id = $1::integer AND seq >= $2::bigint ORDER BY forwards.seq, forward_id`;

const forwardRow = z.object({
  cell: z.string(),
  test: z.string().nullable(),
  intoCell: z.string(),
  intoTest: z.string().nullable(),
  seq: z.coerce.number(),
});

/** What was renamed, merged or moved since a batch of that number was accepted, in order; nothing, nearly always. */
export async function listForwards(
  scope: LabScope,
  tx: AnyTransaction,
  { fromSeq }: { fromSeq: number },
): Promise<Forward[]> {
  return z.array(forwardRow).parse(await runSql(tx, FORWARDS, [scope.labId, String(fromSeq)]));
}

const HOLD_DELETIONS = "SELECT pg_advisory_xact_lock_shared(hashtext('ct.deletions'), $1::integer)::text";

/** The same, and until the commit nothing more of the lab will be deleted. */
export async function holdDeletions(
  scope: LabScope,
  tx: AnyTransaction,
  args: { cells: readonly string[]; fromSeq?: number },
): Promise<Tombstone[]> {
  await runSql(tx, HOLD_DELETIONS, [scope.labId]);
  return listTombstones(scope, tx, args);
}
