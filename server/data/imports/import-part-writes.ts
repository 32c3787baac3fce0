import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { copyRows, type LabTransaction, queryRows } from "../in-lab";
import { CopiedRows } from "../binary-copy";

// What workers do with an import that was accepted.

// Said before anything is registered: after a worker's death nobody could tell any more who made the cell.
const NOTE_WHAT_IS_NEW = `
  UPDATE import_tests n SET
    is_new_cell = NOT EXISTS (SELECT FROM cells c WHERE c.lab_id = $1 AND c.name = n.cell),
    is_new_test = NOT EXISTS (
      SELECT FROM tests t JOIN cells c ON c.cell_id = t.cell_id WHERE c.lab_id = $1 AND c.name = n.cell AND t.name = n.test)
  FROM (
    SELECT p.cell, p.test FROM import_parts p JOIN imports i ON i.import_id = p.import_id
    WHERE p.lab_id = $1 AND p.import_id = $2 AND i.status = 'queued' ORDER BY p.ordinal LIMIT 1) next
  WHERE n.lab_id = $1 AND n.import_id = $2 AND n.cell = next.cell AND n.test = next.test AND n.is_new_test IS NULL`;

// Under the name that the test has by now, where an earlier part went into it.
const NEXT_PART = `
  SELECT p.ordinal, p.batch_id, p.samples, p.columns, i.seq, i.received_at, i.options -> 'metadata' AS metadata,
         i.options -> 'settings' AS settings,
         coalesce(c.name, p.cell) AS cell, coalesce(t.name, p.test) AS test, n.test_id IS NULL AS is_first
  FROM import_parts p
  JOIN imports i ON i.import_id = p.import_id AND i.status = 'queued'
  JOIN import_tests n ON n.import_id = p.import_id AND n.cell = p.cell AND n.test = p.test
  LEFT JOIN (tests t JOIN cells c ON c.cell_id = t.cell_id) ON t.lab_id = $1 AND t.test_id = n.test_id
  WHERE p.lab_id = $1 AND p.import_id = $2 ORDER BY p.ordinal LIMIT 1`;

const settingsOfFile = z.object({
  nominalCapacityAh: z.number().positive().optional(),
  activeMassG: z.number().positive().optional(),
  electrodeAreaCm2: z.number().positive().optional(),
});

const partRow = z
  .object({
    ordinal: z.int(),
    batch_id: z.uuid(),
    samples: z.int(),
    columns: z.array(z.int()),
    seq: z.coerce.number(),
    received_at: z.date(),
    metadata: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).nullable(),
    settings: settingsOfFile.nullable(),
    cell: z.string(),
    test: z.string(),
    is_first: z.boolean(),
  })
  .transform((row) => ({
    ordinal: row.ordinal,
    batchId: row.batch_id,
    header: { length: row.samples, columns: row.columns },
    seq: row.seq,
    receivedAt: row.received_at.toISOString(),
    metadata: row.metadata ?? {},
    settings: row.settings ?? {},
    cell: row.cell,
    test: row.test,
    /** Whether none of its test was stored before. */
    isFirst: row.is_first,
  }));
export type NextPart = z.output<typeof partRow> & { packed: Uint8Array };

const BYTES_OF_PART = "SELECT bytes FROM import_parts WHERE lab_id = $1 AND import_id = $2 AND ordinal = $3";

/** What a part holds; null where there is none of that number. What it belongs to may change, this does not. */
export async function readPart(
  scope: LabScope,
  tx: LabTransaction,
  args: { importId: string; ordinal: number },
): Promise<{ ordinal: number; packed: Uint8Array } | null> {
  const { importId, ordinal } = args;
  const rows = new CopiedRows(await copyRows(tx, BYTES_OF_PART, [scope.labId, importId, ordinal]));
  return rows.next() ? { ordinal, packed: rows.bytes() } : null;
}

/**
 * The part of an import that comes next, and a note of what it will make anew; null when none is left, or the import does not wait.
 * @param args.ahead what was read already of the one that may be the next
 */
export async function takeNextPart(
  scope: LabScope,
  tx: LabTransaction,
  args: { importId: string; ahead?: Awaited<ReturnType<typeof readPart>> },
): Promise<NextPart | null> {
  const { importId, ahead } = args;
  const values = [scope.labId, importId];
  await tx.client.query(NOTE_WHAT_IS_NEW, values);
  const [part] = await queryRows(tx, NEXT_PART, values, partRow);
  if (!part) return null;
  const read = ahead?.ordinal === part.ordinal ? ahead : await readPart(scope, tx, { importId, ordinal: part.ordinal });
  return read && { ...part, packed: read.packed };
}

// The import is locked before its part, in the order of who undoes it.
const FINISH_PART = `
  WITH import AS (
    SELECT import_id FROM imports WHERE lab_id = $1 AND import_id = $2 FOR UPDATE
  ), part AS (
    DELETE FROM import_parts p USING import i WHERE p.lab_id = $1 AND p.import_id = i.import_id AND p.ordinal = $3
    RETURNING p.cell, p.test
  ), test AS (
    UPDATE import_tests n SET test_id = coalesce(found.test_id, n.test_id), cell_id = coalesce(n.cell_id, found.cell_id),
      is_tombstoned = n.is_tombstoned OR $9
    FROM part LEFT JOIN (
      SELECT t.test_id, t.cell_id FROM tests t JOIN cells c ON c.cell_id = t.cell_id WHERE c.lab_id = $1 AND c.name = $4 AND t.name = $5
    ) found ON true
    WHERE n.lab_id = $1 AND n.import_id = $2 AND n.cell = part.cell AND n.test = part.test
  )
  UPDATE imports SET parts_done = parts_done + 1, inserted = inserted + $6, replaced = replaced + $7, unchanged = unchanged + $8,
    touched_at = now()
  WHERE lab_id = $1 AND import_id = $2 AND EXISTS (SELECT FROM part)`;

/** Takes a part that is stored out of the spool, and adds what it came to; once, however often it is said. */
export async function finishPart(
  scope: LabScope,
  tx: LabTransaction,
  args: {
    importId: string;
    ordinal: number;
    /** Under which it was stored. */
    cell: string;
    test: string;
    inserted: number;
    replaced: number;
    unchanged: number;
    /** Whether its test was deleted behind the import. */
    isTombstoned: boolean;
  },
): Promise<void> {
  const { importId, ordinal, cell, test, inserted, replaced, unchanged, isTombstoned } = args;
  const values = [scope.labId, importId, ordinal, cell, test, inserted, replaced, unchanged, isTombstoned];
  await tx.client.query(FINISH_PART, values);
}

const FINISH_IMPORT = `
  UPDATE imports i SET status = CASE WHEN b.is_tombstoned THEN 'failed' ELSE 'stored' END,
    error = CASE WHEN b.is_tombstoned THEN 'cell_deleted' END, stored_at = now(), touched_at = now()
  FROM (SELECT bool_and(n.is_tombstoned) AS is_tombstoned FROM import_tests n WHERE n.lab_id = $1 AND n.import_id = $2) b
  WHERE i.lab_id = $1 AND i.import_id = $2 AND i.status = 'queued'
    AND NOT EXISTS (SELECT FROM import_parts p WHERE p.lab_id = $1 AND p.import_id = $2)
  RETURNING 1`;

/** Ends an import whose parts are all in: it failed where all of its tests were deleted behind it. @returns false where it was ended before */
export async function finishImport(scope: LabScope, tx: LabTransaction, args: { importId: string }): Promise<boolean> {
  return (await queryRows(tx, FINISH_IMPORT, [scope.labId, args.importId], z.unknown())).length > 0;
}
