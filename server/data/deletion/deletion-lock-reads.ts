import { z } from "zod";
import type { Tombstone } from "../../domain/samples/tombstones";
import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "../in-lab-config";

const tombstone = z
  .object({ cell: z.string(), test: z.string().nullable(), seq: z.coerce.number() })
  .transform((row): Tombstone => ({ ...row, range: null }));

/** Cells and tests that were deleted under these names; until the commit nothing more of the lab will be. */
export async function holdDeletions(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { cells: readonly string[] },
): Promise<Tombstone[]> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtext('ct.deletions'), ${scope.labId}::integer)`;
  const rows = await tx.$queryRaw`
    SELECT cell, test, max(seq)::text AS seq FROM tombstones
    WHERE lab_id = ${scope.labId} AND cell = ANY (${[...args.cells]}::text[]) AND from_time IS NULL GROUP BY cell, test`;
  return z.array(tombstone).parse(rows);
}
