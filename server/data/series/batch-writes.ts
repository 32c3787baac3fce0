import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";
import { poolOf } from "../pools";

const INSERT_LEDGER_ROWS = `
  INSERT INTO batches (batch_id, lab_id, seq, status, samples, inserted, replaced, unchanged, received_at, error)
  SELECT batch_id, $1, seq, status, samples, inserted, replaced, unchanged, received_at, error
  FROM json_populate_recordset(NULL::batches, $2) ORDER BY batch_id
  ON CONFLICT (batch_id) DO NOTHING RETURNING batch_id`;

export type LedgerEntry = {
  batchId: string;
  seq: number;
  status: "stored" | "failed";
  samples: number;
  inserted: number;
  replaced: number;
  unchanged: number;
  receivedAt: string;
  error: string | null;
};

/** Enters batches into the ledger. @returns the ids of those that were not there; nothing of the others may be stored twice */
export async function insertLedgerRows(
  scope: LabScope,
  tx: LabTransaction,
  entries: readonly LedgerEntry[],
): Promise<Set<string>> {
  const rows = entries.map(({ batchId, receivedAt, ...entry }) => ({
    batch_id: batchId,
    received_at: receivedAt,
    ...entry,
  }));
  const inserted = await queryRows(tx, INSERT_LEDGER_ROWS, [scope.labId, JSON.stringify(rows)], insertedRow);
  return new Set(inserted.map(({ batch_id }) => batch_id));
}

const insertedRow = z.object({ batch_id: z.uuid() });

/** Drops ledger rows older than 30 days, in every lab. */
export async function forgetOldBatches(): Promise<void> {
  await poolOf("ct_app").query("SELECT forget_old_batches()");
}

const UPDATE_LEDGER_COUNTS = `
  UPDATE batches SET inserted = $3, replaced = $4, unchanged = $5 WHERE lab_id = $1 AND batch_id = $2`;

/** What storing came to, where not every sample was new. */
export async function updateLedgerCounts(
  scope: LabScope,
  tx: LabTransaction,
  args: { batchId: string; inserted: number; replaced: number; unchanged: number },
): Promise<void> {
  const values = [scope.labId, args.batchId, args.inserted, args.replaced, args.unchanged];
  await tx.client.query(UPDATE_LEDGER_COUNTS, values);
}
