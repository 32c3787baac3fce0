import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";

const RAISE_LAB_VERSION = `
  INSERT INTO lab_states AS l (lab_id, version, last_received_at) VALUES ($1, 1, $2)
  ON CONFLICT (lab_id) DO UPDATE
  SET version = l.version + 1, last_received_at = greatest(l.last_received_at, excluded.last_received_at)
  RETURNING version`;

const versionRow = z.object({ version: z.coerce.number() });

/**
 * The lab's next version. Its row stays locked until the commit, so that versions become visible in order: ask late in a transaction.
 * @param receivedAt ISO time of the batch, or null for a change that brought no sample
 */
export async function raiseLabVersion(
  scope: LabScope,
  tx: LabTransaction,
  args: { receivedAt: string | null },
): Promise<number> {
  const [row] = await queryRows(tx, RAISE_LAB_VERSION, [scope.labId, args.receivedAt], versionRow);
  if (!row) throw new Error("the lab has no version");
  return row.version;
}

const RAISE_CONFIG_VERSION = `
  INSERT INTO lab_states AS l (lab_id, version, config_version) VALUES ($1, 1, 1)
  ON CONFLICT (lab_id) DO UPDATE SET version = l.version + 1, config_version = l.version + 1
  RETURNING version`;

/** The lab's next version, marked as one that changed cells, fields or groupings. */
export async function raiseConfigVersion(scope: LabScope, tx: LabTransaction): Promise<number> {
  const [row] = await queryRows(tx, RAISE_CONFIG_VERSION, [scope.labId], versionRow);
  if (!row) throw new Error("the lab has no version");
  return row.version;
}
