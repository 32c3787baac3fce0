import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";

const BATCH = `
  SELECT batch_id, status, samples, inserted, replaced, unchanged, received_at, stored_at, error
  FROM batches WHERE lab_id = $1 AND batch_id = $2`;

const batchRow = z
  .object({
    batch_id: z.uuid(),
    status: z.enum(["stored", "failed"]),
    samples: z.int(),
    inserted: z.int(),
    replaced: z.int(),
    unchanged: z.int(),
    received_at: z.date(),
    stored_at: z.date(),
    error: z.string().nullable(),
  })
  .transform(({ batch_id, received_at, stored_at, ...row }) => ({
    id: batch_id,
    ...row,
    receivedAt: received_at.toISOString(),
    storedAt: stored_at.toISOString(),
  }));

/** The ledger's row of a batch, or null: not processed yet, unknown, or another lab's. */
export async function findBatch(scope: LabScope, tx: LabTransaction, args: { batchId: string }) {
  const [batch] = await queryRows(tx, BATCH, [scope.labId, args.batchId], batchRow);
  return batch ?? null;
}

const STORED_SAMPLES = `
  SELECT coalesce(sum(samples), 0)::integer AS samples FROM batches
  WHERE lab_id = $1 AND stored_at > now() - make_interval(secs => $2)`;

/** How many samples were stored in the last seconds: those of the lab's batches and imports. */
export async function countSamplesStored(
  scope: LabScope,
  tx: LabTransaction,
  args: { withinS: number },
): Promise<number> {
  const [row] = await queryRows(tx, STORED_SAMPLES, [scope.labId, args.withinS], z.object({ samples: z.int() }));
  return row?.samples ?? 0;
}
