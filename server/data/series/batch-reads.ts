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
