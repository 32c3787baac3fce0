import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { MARK_COLUMNS, markRow } from "../commit-status";
import { type LabTransaction, queryRows, type RaisedVersion } from "../in-lab";
import type { ConfigTransaction } from "../in-lab-config";

const RETURNING = `RETURNING version, last_received_at, ${MARK_COLUMNS}`;

/** $2: whether the configuration changed with it. $3: ISO time of a batch. */
const RAISE_VERSION = `
  INSERT INTO lab_states AS l (lab_id, version, config_version, last_received_at)
  VALUES ($1::integer, 1, $2::boolean::integer, $3::text::timestamptz)
  ON CONFLICT (lab_id) DO UPDATE
  SET version = l.version + 1,
      config_version = CASE WHEN $2 THEN l.version + 1 ELSE l.config_version END,
      last_received_at = greatest(l.last_received_at, excluded.last_received_at)
  ${RETURNING}`;

const MARK_AS_CONFIGURATION = `UPDATE lab_states SET config_version = version WHERE lab_id = $1 ${RETURNING}`;

const raisedRow = z.object({ version: z.coerce.number(), last_received_at: z.date().nullable() });
const markedRow = z.unknown().transform((row) => ({ raised: raisedRow.parse(row), mark: markRow.parse(row) }));

/**
 * The lab's next version, and this transaction's only one: asked again it answers the same. Its row stays locked until the commit, so that
 * versions become visible in order: ask late in a transaction.
 * @param receivedAt ISO time of the batch, or null for a change that brought no sample
 */
export async function raiseLabVersion(
  scope: LabScope,
  tx: LabTransaction,
  { receivedAt }: { receivedAt: string | null },
): Promise<number> {
  if (!tx.raised) {
    const [row] = await queryRows(tx, RAISE_VERSION, [scope.labId, false, receivedAt], markedRow);
    tx.raised = toRaised(row, false);
  }
  return tx.raised.version;
}

/** The same, marked as a version that changed cells, fields, groupings or what holds for the whole lab. */
export async function raiseConfigVersion(scope: LabScope, tx: LabTransaction): Promise<number> {
  if (!tx.raised?.isConfiguration) {
    const [row] = tx.raised
      ? await queryRows(tx, MARK_AS_CONFIGURATION, [scope.labId], markedRow)
      : await queryRows(tx, RAISE_VERSION, [scope.labId, true, null], markedRow);
    tx.raised = toRaised(row, true);
  }
  return tx.raised.version;
}

/** The same in a transaction on the configuration, where whoever asks keeps the answer. */
export async function raiseVersionOfConfig(
  scope: LabScope,
  tx: ConfigTransaction,
  { isConfiguration }: { isConfiguration: boolean },
): Promise<RaisedVersion> {
  const rows = await tx.$queryRawUnsafe(RAISE_VERSION, scope.labId, isConfiguration, null);
  return toRaised(z.array(markedRow).parse(rows)[0], isConfiguration);
}

function toRaised(row: z.output<typeof markedRow> | undefined, isConfiguration: boolean): RaisedVersion {
  if (!row?.mark) throw new Error("the lab has no version");
  const { version, last_received_at: lastReceivedAt } = row.raised;
  return { version, lastReceivedAtMs: lastReceivedAt?.getTime() ?? null, mark: row.mark, isConfiguration };
}
