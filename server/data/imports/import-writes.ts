import { z } from "zod";
import type { ImportReport } from "../../domain/cells/import-report";
import type { PackedHeader } from "../../domain/samples/packed-samples";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";
import { toTimestamp } from "../times";

// What happens to an import while its file arrives. import-part-writes.ts has what workers do with it then.

const LOCK_IMPORTS = `SELECT pg_advisory_xact_lock(hashtext('ct.imports'), $1)`;

/** Makes whoever begins or accepts imports of the lab wait for each other until the commit. */
export async function lockImports(scope: LabScope, tx: LabTransaction): Promise<void> {
  await tx.client.query(LOCK_IMPORTS, [scope.labId]);
}

const INSERT_IMPORT = `
  INSERT INTO imports (import_id, lab_id, status, actor, file_name, cell, options, idempotency_key)
  VALUES ($2, $1, 'receiving', $3, $4, $5, $6, $7)`;

/** Begins an import of whoever acts. */
export async function insertImport(
  scope: LabScope,
  tx: LabTransaction,
  args: {
    importId: string;
    fileName: string | null;
    cell: string | null;
    options: unknown;
    idempotencyKey: string | null;
  },
): Promise<void> {
  const { importId, fileName, cell, options, idempotencyKey } = args;
  const values = [scope.labId, importId, scope.actor, fileName, cell, JSON.stringify(options), idempotencyKey];
  await tx.client.query(INSERT_IMPORT, values);
}

const TOUCH_IMPORT = `UPDATE imports SET touched_at = now() WHERE lab_id = $1 AND import_id = $2 AND status = 'receiving'`;

/** Says that the file still arrives. */
export async function touchImport(scope: LabScope, tx: LabTransaction, args: { importId: string }): Promise<void> {
  await tx.client.query(TOUCH_IMPORT, [scope.labId, args.importId]);
}

type SpooledPart = {
  importId: string;
  ordinal: number;
  /** Under which the ledger will know it. */
  batchId: string;
  cell: string;
  test: string;
  header: PackedHeader;
  bytes: Uint8Array;
  fromUs: number;
  toUs: number;
};

const INSERT_PART = `
  WITH moved AS (
    UPDATE imports SET parts = parts + 1, samples = samples + $7, touched_at = now()
    WHERE lab_id = $1 AND import_id = $2 AND status = 'receiving' RETURNING 1
  ), spooled AS (
    INSERT INTO import_parts (import_id, lab_id, ordinal, batch_id, cell, test, samples, columns, bytes)
    SELECT $2, $1, $3, $4, $5, $6, $7, $8, $9 FROM moved
  )
  INSERT INTO import_tests AS t (import_id, lab_id, cell, test, samples, from_time, to_time)
  SELECT $2, $1, $5, $6, $7, $10, $11 FROM moved
  ON CONFLICT (import_id, cell, test) DO UPDATE SET
    samples = t.samples + excluded.samples,
    from_time = least(t.from_time, excluded.from_time), to_time = greatest(t.to_time, excluded.to_time)`;

/**
 * Puts a part of an import into the spool. The disk is not waited for: the commit that accepts the import comes behind it in the same log.
 * @returns false when the import is not being received any more
 */
export async function insertImportPart(scope: LabScope, tx: LabTransaction, part: SpooledPart): Promise<boolean> {
  const { importId, ordinal, batchId, cell, test, header, bytes, fromUs, toUs } = part;
  await tx.client.query("SET LOCAL synchronous_commit = off");
  const { rowCount } = await tx.client.query(INSERT_PART, [
    scope.labId,
    importId,
    ordinal,
    batchId,
    cell,
    test,
    header.length,
    header.columns,
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), // a view
    toTimestamp(fromUs),
    toTimestamp(toUs),
  ]);
  return rowCount === 1;
}

const ACCEPT_IMPORT = `
  UPDATE imports
  SET status = 'queued', seq = $3, sha256 = $4, byte_size = $5, format = $6, cycles = $7, summary = $8,
      received_at = now(), touched_at = now()
  WHERE lab_id = $1 AND import_id = $2 AND status = 'receiving'`;

const SET_CYCLE_OFFSETS = `
  UPDATE import_tests t SET cycle_offset = n.cycle_offset
  FROM json_to_recordset($3) AS n (cell text, test text, cycle_offset integer)
  WHERE t.lab_id = $1 AND t.import_id = $2 AND t.cell = n.cell AND t.test = n.test`;

/** Takes an import whose last byte was read: with the commit it is on disk, and counts. @returns false when it is not being received any more */
export async function acceptImport(
  scope: LabScope,
  tx: LabTransaction,
  args: {
    importId: string;
    seq: number;
    sha256: Buffer;
    byteSize: number;
    format: string;
    cycles: number;
    report: ImportReport;
    /** What is to be added to the cycles of its tests where the import makes them. */
    cycleOffsets: readonly { cell: string; test: string; cycleOffset: number }[];
  },
): Promise<boolean> {
  const { importId, seq, sha256, byteSize, format, cycles, report, cycleOffsets } = args;
  const values = [scope.labId, importId, seq, sha256, byteSize, format, cycles, JSON.stringify(report)];
  const { rowCount } = await tx.client.query(ACCEPT_IMPORT, values);
  const offsets = cycleOffsets.map(({ cell, test, cycleOffset }) => ({ cell, test, cycle_offset: cycleOffset }));
  await tx.client.query(SET_CYCLE_OFFSETS, [scope.labId, importId, JSON.stringify(offsets)]);
  return rowCount === 1;
}

const DELETE_IMPORT = `DELETE FROM imports WHERE lab_id = $1 AND import_id = $2 AND status = 'receiving'`;

/** Removes an import that is being received, with all that was spooled of it. */
export async function deleteReceivingImport(
  scope: LabScope,
  tx: LabTransaction,
  args: { importId: string },
): Promise<void> {
  await tx.client.query(DELETE_IMPORT, [scope.labId, args.importId]);
}

const FAIL_IMPORT = `
  UPDATE imports SET status = 'failed', error = $4, touched_at = now()
  WHERE lab_id = $1 AND import_id = $2 AND status = $3 RETURNING 1`;
const DELETE_PARTS = `DELETE FROM import_parts WHERE lab_id = $1 AND import_id = $2`;

/** Ends an import for good, and empties its spool. @returns false when it does not stand where it was thought to */
export async function failImport(
  scope: LabScope,
  tx: LabTransaction,
  args: { importId: string; from: "receiving" | "queued"; error: string },
): Promise<boolean> {
  const values = [scope.labId, args.importId, args.from, args.error];
  const hasFailed = (await queryRows(tx, FAIL_IMPORT, values, z.unknown())).length > 0;
  if (hasFailed) await tx.client.query(DELETE_PARTS, [scope.labId, args.importId]);
  return hasFailed;
}
