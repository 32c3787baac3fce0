import { z } from "zod";
import { IMPORT_STATUSES, importReport } from "../../domain/cells/import-report";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";
import { poolOf } from "../pools";

const COLUMNS = `
  i.import_id, i.status, i.actor, i.file_name, i.cell, i.options, i.byte_size, i.seq, i.format, i.samples, i.cycles, i.parts, i.parts_done,
  i.inserted, i.replaced, i.unchanged, i.removed, i.error, i.started_at, i.received_at, i.stored_at, i.undone_at,
  i.summary ->> 'formatName' AS format_name, (i.summary ->> 'warningCount')::integer AS warning_count`;

const nullableCount = z.coerce.number().nullable();

const importFields = z.object({
  import_id: z.uuid(),
  status: z.enum(IMPORT_STATUSES),
  actor: z.string(),
  file_name: z.string().nullable(),
  cell: z.string().nullable(),
  options: z.record(z.string(), z.unknown()),
  byte_size: nullableCount,
  seq: nullableCount,
  format: z.string().nullable(),
  format_name: z.string().nullable(),
  samples: z.int(),
  cycles: z.int().nullable(),
  parts: z.int(),
  parts_done: z.int(),
  inserted: z.int(),
  replaced: z.int(),
  unchanged: z.int(),
  removed: z.int(),
  error: z.string().nullable(),
  warning_count: z.int().nullable(),
  started_at: z.date(),
  received_at: z.date().nullable(),
  stored_at: z.date().nullable(),
  undone_at: z.date().nullable(),
});

function toImport({ import_id, file_name, format_name, byte_size, parts_done, ...row }: z.output<typeof importFields>) {
  const { started_at, received_at, stored_at, undone_at, warning_count, ...rest } = row;
  return {
    importId: import_id,
    ...rest,
    fileName: file_name,
    formatName: format_name,
    byteSize: byte_size,
    partsDone: parts_done,
    warningCount: warning_count ?? 0,
    startedAt: started_at,
    receivedAt: received_at,
    storedAt: stored_at,
    undoneAt: undone_at,
  };
}
export type StoredImport = ReturnType<typeof toImport>;

const importRow = importFields.transform(toImport);
const IMPORT = `SELECT ${COLUMNS} FROM imports i WHERE i.lab_id = $1 AND i.import_id = $2`;

/** An import, or null: unknown, or another lab's. */
export async function findImport(scope: LabScope, tx: LabTransaction, args: { importId: string }) {
  const [found] = await queryRows(tx, IMPORT, [scope.labId, args.importId], importRow);
  return found ?? null;
}

/** @throws AppError `not_found` */
export async function getImport(scope: LabScope, tx: LabTransaction, args: { importId: string }) {
  const found = await findImport(scope, tx, args);
  if (!found) throw new AppError("not_found", "There is no such import in this lab.");
  return found;
}

const REPORT = `SELECT summary FROM imports WHERE lab_id = $1 AND import_id = $2`;

/** What the reader of the file said of it; null before its last byte was read, and for another lab's. */
export async function findImportReport(scope: LabScope, tx: LabTransaction, args: { importId: string }) {
  const row = z.object({ summary: importReport.nullable() });
  const [found] = await queryRows(tx, REPORT, [scope.labId, args.importId], row);
  return found?.summary ?? null;
}

const REPORTS_BESIDE = `
  SELECT DISTINCT ON (c.name, i.import_id) c.name AS cell, i.file_name, i.summary
  FROM import_tests n
  JOIN imports i ON i.import_id = n.import_id AND i.lab_id = $1 AND i.status = 'stored' AND i.summary IS NOT NULL
  JOIN tests t ON t.lab_id = $1 AND t.test_id = n.test_id
  JOIN cells c ON c.cell_id = t.cell_id
  WHERE n.lab_id = $1 AND n.import_id <> $2 AND c.name = ANY ($3)`;

/** What was said of the other files that are stored in some cells. */
export async function listReportsOfSameTests(
  scope: LabScope,
  tx: LabTransaction,
  args: { importId: string; cells: readonly string[] },
) {
  const row = z.object({ cell: z.string(), file_name: z.string().nullable(), summary: importReport });
  const rows = await queryRows(tx, REPORTS_BESIDE, [scope.labId, args.importId, args.cells], row);
  return rows.map(({ cell, file_name, summary }) => ({ cell, fileName: file_name, report: summary }));
}

const IMPORTS = `
  SELECT ${COLUMNS} FROM imports i WHERE i.lab_id = $1 AND ($2::uuid IS NULL OR i.import_id < $2)
  ORDER BY i.import_id DESC LIMIT $3`;

/** Imports of the lab, the newest first. @param args.beforeId the last of the page before, or null */
export async function listImports(
  scope: LabScope,
  tx: LabTransaction,
  args: { beforeId: string | null; limit: number },
): Promise<StoredImport[]> {
  return queryRows(tx, IMPORTS, [scope.labId, args.beforeId, args.limit], importRow);
}

const IMPORTS_OF_CELL = `
  SELECT ${COLUMNS} FROM imports i WHERE i.lab_id = $1 AND i.import_id IN (
    SELECT n.import_id FROM import_tests n JOIN tests t ON t.lab_id = $1 AND t.test_id = n.test_id
    WHERE n.lab_id = $1 AND t.cell_id = $2)
  ORDER BY i.import_id DESC LIMIT $3`;

/** Imports that went into tests of a cell, the newest first. */
export async function listImportsOfCell(
  scope: LabScope,
  tx: LabTransaction,
  args: { cellId: number; limit: number },
): Promise<StoredImport[]> {
  return queryRows(tx, IMPORTS_OF_CELL, [scope.labId, args.cellId, args.limit], importRow);
}

// A test that was renamed or moved is called as it is now.
const IMPORT_TESTS = `
  SELECT i.import_id, i.cell, i.test, c.name AS cell_now, t.name AS test_now, t.test_id, i.samples,
         us_of_time(i.from_time) AS from_us, us_of_time(i.to_time) AS to_us, us_of_time(s.kept_from) AS kept_from_us,
         coalesce(i.is_new_test, false) AS is_new_test, coalesce(i.is_new_cell AND i.cell_id = t.cell_id, false) AS is_new_cell
  FROM import_tests i
  LEFT JOIN (tests t JOIN cells c ON c.cell_id = t.cell_id) ON t.lab_id = $1 AND (
    t.test_id = i.test_id OR (i.test_id IS NULL AND c.name = i.cell AND t.name = i.test))
  LEFT JOIN test_states s ON s.lab_id = $1 AND s.test_id = t.test_id
  WHERE i.lab_id = $1 AND i.import_id = ANY ($2) ORDER BY i.import_id, i.cell, i.test`;

const importTestRow = z
  .object({
    import_id: z.uuid(),
    cell: z.string(),
    test: z.string(),
    cell_now: z.string().nullable(),
    test_now: z.string().nullable(),
    test_id: z.int().nullable(),
    samples: z.int(),
    from_us: z.number(),
    to_us: z.number(),
    kept_from_us: z.number().nullable(),
    is_new_test: z.boolean(),
    is_new_cell: z.boolean(),
  })
  .transform((row) => ({
    importId: row.import_id,
    /** As it is called now; as the import called it where it was deleted, or is not there yet. */
    cell: row.cell_now ?? row.cell,
    test: row.test_now ?? row.test,
    /** null: it was deleted, or is not there yet. */
    testId: row.test_id,
    /** Whether it is called otherwise now than the import called it. */
    isRenamed: row.test_id !== null && (row.cell_now !== row.cell || row.test_now !== row.test),
    samples: row.samples,
    fromUs: row.from_us,
    toUs: row.to_us,
    /** Samples of the test before this are no longer kept; null: all are. */
    keptFromUs: row.kept_from_us,
    /** Whether the import made it. */
    isNewTest: row.is_new_test,
    /** Whether the import made the cell that it is in. */
    isNewCell: row.is_new_cell,
  }));
export type ImportTest = z.output<typeof importTestRow>;

/** The tests that imports go into. */
export async function listImportTests(
  scope: LabScope,
  tx: LabTransaction,
  args: { importIds: readonly string[] },
): Promise<ImportTest[]> {
  return queryRows(tx, IMPORT_TESTS, [scope.labId, args.importIds], importTestRow);
}

const UNDER_WAY = `
  SELECT count(*) FILTER (WHERE status = 'receiving' AND touched_at > now() - $2 * INTERVAL '1 second')::integer AS receiving,
         count(*) FILTER (WHERE status = 'queued')::integer AS queued
  FROM imports WHERE lab_id = $1 AND status IN ('receiving', 'queued')`;

/** How many files of the lab arrive, moved on within so many seconds, and how many wait to be stored. */
export async function countImportsUnderWay(scope: LabScope, tx: LabTransaction, args: { withinS: number }) {
  const row = z.object({ receiving: z.int(), queued: z.int() });
  const [counts] = await queryRows(tx, UNDER_WAY, [scope.labId, args.withinS], row);
  return counts ?? { receiving: 0, queued: 0 };
}

const acceptedRow = z
  .object({ import_id: z.uuid(), status: z.enum(IMPORT_STATUSES), seq: z.coerce.number(), is_same: z.boolean() })
  .transform((row) => ({ importId: row.import_id, status: row.status, seq: row.seq, isSame: row.is_same }));
const ACCEPTED = `
  SELECT import_id, status, seq, sha256 = $2 AND options = $3 AS is_same FROM imports
  WHERE lab_id = $1 AND seq IS NOT NULL`;

type Content = { sha256: Buffer; options: unknown };

const BY_KEY = `${ACCEPTED} AND idempotency_key = $4 AND received_at > now() - INTERVAL '7 days' ORDER BY seq LIMIT 1`;

/** The import that was first accepted under a sender's own name, and whether its bytes and options are the same. */
export async function findImportByKey(scope: LabScope, tx: LabTransaction, args: Content & { key: string }) {
  const values = [scope.labId, args.sha256, JSON.stringify(args.options), args.key];
  const [found] = await queryRows(tx, BY_KEY, values, acceptedRow);
  return found ?? null;
}

const LATEST = `${ACCEPTED} AND cell IS NOT DISTINCT FROM $4 AND options ->> 'test' = $5 ORDER BY seq DESC LIMIT 1`;

/** The import that was last accepted for a cell and test, and whether its bytes and options are the same. */
export async function findLatestImport(
  scope: LabScope,
  tx: LabTransaction,
  args: Content & { cell: string | null; test: string },
) {
  const values = [scope.labId, args.sha256, JSON.stringify(args.options), args.cell, args.test];
  const [found] = await queryRows(tx, LATEST, values, acceptedRow);
  return found ?? null;
}

const COUNT_OF_SEQ = `SELECT count_samples_of_seq($1, $2, $3, time_of_us($4), time_of_us($5)) AS count`;

/** How many samples of a test a number wrote that nothing replaced or removed since, both ends included. */
export async function countSamplesOfSeq(
  scope: LabScope,
  tx: LabTransaction,
  args: { testId: number; seq: number; fromUs: number; toUs: number },
): Promise<number> {
  const values = [scope.labId, args.testId, args.seq, args.fromUs, args.toUs];
  const [row] = await queryRows(tx, COUNT_OF_SEQ, values, z.object({ count: z.coerce.number() }));
  return row?.count ?? 0;
}

const openRow = z
  .object({ lab_id: z.int(), import_id: z.uuid(), status: z.enum(IMPORT_STATUSES), parts_done: z.int() })
  .transform((row) => ({
    labId: row.lab_id,
    importId: row.import_id,
    status: row.status,
    partsDone: row.parts_done,
  }));

/** Imports of all labs that somebody has to go on with: that wait, that are being undone, or whose sender has been gone for an hour. */
export async function listOpenImports() {
  const { rows } = await poolOf("ct_app").query("SELECT lab_id, import_id, status, parts_done FROM open_imports()");
  return z.array(openRow).parse(rows);
}
