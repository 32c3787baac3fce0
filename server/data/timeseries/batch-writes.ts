import type { LabScope } from "../../lab-scope";
import { poolOf } from "../pools";
import type { LabTransaction } from "../in-lab";

const INSERT_LEDGER_ROW = `
  INSERT INTO batches (batch_id, lab_id, seq, status, samples, inserted, replaced, unchanged, received_at, error)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (batch_id) DO NOTHING`;

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

/** Enters a batch into the ledger. False when it is there already: then nothing of it may count again. */
export async function insertLedgerRow(scope: LabScope, tx: LabTransaction, entry: LedgerEntry): Promise<boolean> {
  const { rowCount } = await tx.client.query(INSERT_LEDGER_ROW, [
    entry.batchId,
    scope.labId,
    entry.seq,
    entry.status,
    entry.samples,
    entry.inserted,
    entry.replaced,
    entry.unchanged,
    entry.receivedAt,
    entry.error,
  ]);
  return rowCount === 1;
}

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
