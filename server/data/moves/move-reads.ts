import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import { FORMULA_VERSION } from "../../domain/cycles/stored-quantities";
import { MIGRATION_DIRECTORIES } from "../migrate";
import type { MovedTable } from "./moved-tables";

/** Runs `work` in one moment of the database: all of its queries see the same rows. */
export async function inOneMoment<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    return await work();
  } finally {
    await client.query("ROLLBACK");
  }
}

/** Which release a database is of: the files that were applied to it, and the formulas that compute its numbers. */
export const databaseRelease = z.object({
  formulaVersion: z.int(),
  migrations: z.array(z.string().max(200)).max(10_000),
});
export type DatabaseRelease = z.infer<typeof databaseRelease>;

export async function readRelease(client: pg.Client): Promise<DatabaseRelease> {
  const migrations: string[] = [];
  for (const { migrationsTable } of MIGRATION_DIRECTORIES) {
    const { rows } = await client.query(`SELECT name FROM ${migrationsTable} ORDER BY name`);
    migrations.push(...rows.map(({ name }) => String(name)));
  }
  return { formulaVersion: FORMULA_VERSION, migrations };
}

const LAB = `
  SELECT l.lab_id, l.id, to_jsonb(l) AS settings, to_jsonb(s) AS state, a.lab_id IS NOT NULL AS is_arriving
  FROM labs l LEFT JOIN lab_states s USING (lab_id) LEFT JOIN arriving_labs a USING (lab_id)
  WHERE l.deleting_at IS NULL AND `;
const anyRow = z.record(z.string(), z.unknown());
const labRow = z
  .object({
    lab_id: z.int(),
    id: z.string(),
    settings: anyRow,
    state: anyRow.nullable(),
    is_arriving: z.boolean(),
  })
  .transform(({ lab_id: labId, is_arriving: isArriving, ...rest }) => ({ labId, isArriving, ...rest }));
export type LabToMove = z.output<typeof labRow>;

/** A lab with its row and its state as JSON; null where there is none, or it is being deleted. */
export async function findLabToMove(
  client: pg.Client,
  by: { slug: string } | { id: string },
): Promise<LabToMove | null> {
  const [column, value] = "slug" in by ? ["slug", by.slug] : ["id", by.id];
  const { rows } = await client.query(`${LAB} l.${column} = $1`, [value]);
  return z.array(labRow).parse(rows)[0] ?? null;
}

const UNSETTLED = `
  SELECT count(*)::integer AS tests FROM test_states s JOIN cells c USING (cell_id)
  WHERE s.lab_id = $1 AND s.last_time IS NOT NULL AND (s.formula_version < $2 OR s.settings_version <> c.settings_version)`;

/** Tests that wait for being recomputed. */
export async function countUnsettledTests(client: pg.Client, labId: number): Promise<number> {
  const { rows } = await client.query(UNSETTLED, [labId, FORMULA_VERSION]);
  return z.array(z.object({ tests: z.int() })).parse(rows)[0]?.tests ?? 0;
}

const MEMBERS = `
  SELECT m.user_id AS "userId", u.email, m.role, m.created_at AS since
  FROM members m JOIN users u ON u.id = m.user_id JOIN labs l ON l.id = m.organization_id
  WHERE l.lab_id = $1 ORDER BY m.created_at, m.user_id`;
export const movedMember = z.object({
  userId: z.string().max(200),
  email: z.string().max(320),
  role: z.enum(["viewer", "member", "admin", "owner"]),
  since: z.coerce.date(),
});

export async function listMovedMembers(client: pg.Client, labId: number) {
  return z.array(movedMember).parse((await client.query(MEMBERS, [labId])).rows);
}

const TESTS = `
  SELECT t.test_id AS "testId", coalesce(sum(h.n), 0)::float8 AS samples, s.kept_from::text AS "keptFrom"
  FROM tests t LEFT JOIN samples_1h h USING (test_id) LEFT JOIN test_states s USING (test_id)
  WHERE t.lab_id = $1 GROUP BY t.test_id, s.kept_from ORDER BY t.test_id`;
const movedTest = z.object({ testId: z.int(), samples: z.number(), keptFrom: z.string().nullable() });
export type MovedTest = z.infer<typeof movedTest>;

/** The lab's tests, with about how many samples each has, and from when on they are kept. */
export async function listMovedTests(client: pg.Client, labId: number): Promise<MovedTest[]> {
  return z.array(movedTest).parse((await client.query(TESTS, [labId])).rows);
}

const HOURS = `
  SELECT bucket::text AS hour, n::float8 AS samples FROM samples_1h
  WHERE test_id = $1 AND bucket >= date_trunc('hour', coalesce($2::timestamptz, '-infinity')) ORDER BY bucket`;
const hourRow = z.object({ hour: z.string(), samples: z.number() });
export type Hour = z.infer<typeof hourRow>;

/** The hours of a test, with how many samples each has. */
export async function listHours(client: pg.Client, { testId, keptFrom }: MovedTest): Promise<Hour[]> {
  return z.array(hourRow).parse((await client.query(HOURS, [testId, keptFrom])).rows);
}

const COLUMNS = `
  SELECT c.table_name AS "table", array_agg(c.column_name::text ORDER BY c.ordinal_position) AS columns
  FROM information_schema.columns c WHERE c.table_schema = 'public' GROUP BY 1`;
const columnsRow = z.object({ table: z.string(), columns: z.array(z.string()) });

/** The columns of every table, in their order. */
export async function readColumns(client: pg.Client): Promise<Map<string, string[]>> {
  const rows = z.array(columnsRow).parse((await client.query(COLUMNS)).rows);
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

/** Which rows of a table a part holds: of the whole lab, or of some tests, and of samples those of a stretch of time. */
export type Rows = { labId: number; tests: readonly number[] | null; from: string | null; to: string | null };

/** The columns that move, in the order in which a part has them: by name, for tables of another history have them in another order. */
export const movedColumns = ({ unnamed }: MovedTable, columns: readonly string[]) =>
  columns.filter((column) => column !== unnamed && column !== "lab_id").sort();

function whereOf(client: pg.Client, { table, by }: MovedTable, { labId, tests, from, to }: Rows): string {
  const conditions =
    by === "lab" ? [`lab_id = ${labId}`] : [`test_id = ANY ('{${(tests ?? []).join(",")}}'::integer[])`];
  if (table === "samples" && from !== null) conditions.push(`time >= ${client.escapeLiteral(from)}::timestamptz`);
  if (table === "samples" && to !== null) conditions.push(`time < ${client.escapeLiteral(to)}::timestamptz`);
  return conditions.join(" AND ");
}

/** The rows of a part as PostgreSQL's binary COPY gives them; `rowCount` of the stream tells how many there were. */
export function copyPart(
  client: pg.Client,
  table: MovedTable,
  columns: readonly string[],
  rows: Rows,
): Readable & { rowCount: number } {
  const query = `SELECT ${columns.join(", ")} FROM ${table.table} WHERE ${whereOf(client, table, rows)}`;
  return client.query(copyTo(`COPY (${query}) TO STDOUT WITH (FORMAT binary)`));
}

const seenRow = z.object({ seen: z.string() });

/**
 * What tells whether samples of a part are those that it was written from: each change gives a sample the number of a later batch, and
 * whatever else changes them changes how many there are.
 */
export async function fingerprintSamples(client: pg.Client, table: MovedTable, rows: Rows): Promise<string> {
  const sql = `SELECT concat_ws(' ', count(*), sum(seq)) AS seen FROM samples WHERE ${whereOf(client, table, rows)}`;
  const { seen } = seenRow.parse((await client.query(sql)).rows[0]);
  return createHash("sha256")
    .update(`${seen} ${JSON.stringify(rows.tests)} ${rows.from} ${rows.to}`)
    .digest("hex");
}
