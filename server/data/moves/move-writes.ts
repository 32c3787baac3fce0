import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { z } from "zod";
import type { IdKind, MovedTable } from "./moved-tables";

/** Runs `work` in a transaction that commits when it resolves. */
export async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    const result = await work();
    await client.query("COMMIT");
    return result;
  } catch (cause) {
    await client.query("ROLLBACK").catch(() => {}); // the connection may be what broke
    throw cause;
  }
}

/** Keeps others from bringing the same lab, as long as the connection lasts. Answers whether nobody else does. */
export async function lockArrival(client: pg.Client, id: string): Promise<boolean> {
  const { rows } = await client.query("SELECT pg_try_advisory_lock(hashtext('ct.arrivals'), hashtext($1)) AS is_ours", [
    id,
  ]);
  return z.array(z.object({ is_ours: z.boolean() })).parse(rows)[0]?.is_ours ?? false;
}

const INSERT_LAB = `
  WITH lab AS (INSERT INTO labs (id, name, slug) VALUES ($1, $2, $3) RETURNING lab_id)
  INSERT INTO arriving_labs (lab_id, manifest_sha256) SELECT lab_id, $4 FROM lab RETURNING lab_id`;
const labIdRow = z.object({ lab_id: z.int() });

/** A lab that nobody opens yet. */
export async function insertArrivingLab(
  client: pg.Client,
  lab: { id: string; name: string; slug: string; manifestSha256: string },
): Promise<number> {
  const { rows } = await client.query(INSERT_LAB, [lab.id, lab.name, lab.slug, lab.manifestSha256]);
  return labIdRow.parse(rows[0]).lab_id;
}

const MANIFEST_OF = "SELECT manifest_sha256 AS sha256 FROM arriving_labs WHERE lab_id = $1";
const PARTS_OF = "SELECT part FROM arriving_parts WHERE lab_id = $1";

/** Of which export a lab arrives, and what of it is there; null for a lab that is open. */
export async function findArrival(client: pg.Client, labId: number) {
  const [arrival] = z.array(z.object({ sha256: z.string() })).parse((await client.query(MANIFEST_OF, [labId])).rows);
  if (!arrival) return null;
  const parts = z.array(z.object({ part: z.string() })).parse((await client.query(PARTS_OF, [labId])).rows);
  return { manifestSha256: arrival.sha256, parts: new Set(parts.map(({ part }) => part)) };
}

export async function insertArrivedPart(client: pg.Client, labId: number, part: string): Promise<void> {
  await client.query("INSERT INTO arriving_parts (lab_id, part) VALUES ($1, $2)", [labId, part]);
}

/** Copies the rows of a part into the temporary table `part`, which ends with the transaction. */
export async function copyIntoPart(
  client: pg.Client,
  { table }: MovedTable,
  columns: readonly string[],
  bytes: Readable,
): Promise<number> {
  await client.query("DROP TABLE IF EXISTS pg_temp.part");
  await client.query(
    `CREATE TEMP TABLE part ON COMMIT DROP AS SELECT ${columns.join(", ")} FROM ${table} WITH NO DATA`,
  );
  const copy = client.query(copyFrom(`COPY pg_temp.part (${columns.join(", ")}) FROM STDIN WITH (FORMAT binary)`));
  await pipeline(bytes, copy);
  return copy.rowCount;
}

/** Gives the rows of a part the numbers that they have from now on. */
export async function reserveIds(client: pg.Client, labId: number, { table, numbers }: MovedTable): Promise<void> {
  if (!numbers) return;
  const { column, kind } = numbers;
  await client.query(
    `INSERT INTO arriving_ids (lab_id, kind, old_id, new_id)
     SELECT $1, $2, ${column}, nextval(pg_get_serial_sequence($3, $4)) FROM pg_temp.part ORDER BY ${column}`,
    [labId, kind, table, column],
  );
}

/** Who is called what here, by what they are called where the lab comes from. */
export type UserIds = Readonly<Record<string, string>>;

/** Inserts the rows of a part as the lab's. @returns how many */
export async function insertPart(
  client: pg.Client,
  table: MovedTable,
  columns: readonly string[],
  args: { labId: number; hasLabId: boolean; userIds: UserIds },
): Promise<number> {
  const named: Readonly<Record<string, IdKind>> = {
    ...table.names,
    ...(table.numbers ? { [table.numbers.column]: table.numbers.kind } : {}),
  };
  const joins = Object.entries(named).map(
    ([column, kind]) =>
      `LEFT JOIN arriving_ids of_${column} ON (of_${column}.lab_id, of_${column}.kind, of_${column}.old_id) = (${args.labId}, '${kind}', p.${column})`,
  );
  const valueIn = (column: string) => {
    if (column in named) return `of_${column}.new_id`;
    if (table.users.includes(column)) return `$1::jsonb ->> p.${column}`;
    return table.actors.includes(column) ? actorHere(`p.${column}`, args.labId) : `p.${column}`;
  };
  const into = args.hasLabId ? ["lab_id", ...columns] : columns;
  const values = args.hasLabId ? [String(args.labId), ...columns.map(valueIn)] : columns.map(valueIn);
  const { rowCount } = await client.query(
    `INSERT INTO ${table.table} (${into.join(", ")}) ${table.numbers ? "OVERRIDING SYSTEM VALUE" : ""}
     SELECT ${values.join(", ")} FROM pg_temp.part p ${joins.join(" ")}
     WHERE $1::jsonb IS NOT NULL`,
    [JSON.stringify(args.userIds)],
  );
  return rowCount ?? 0;
}

/** A deleted key has no number here, where its own may be another's. */
const actorHere = (actor: string, labId: number) => `
  CASE WHEN ${actor} LIKE 'user:%' THEN 'user:' || coalesce($1::jsonb ->> substr(${actor}, 6), substr(${actor}, 6))
       WHEN ${actor} ~ '^key:[0-9]{1,9}$' THEN 'key:' || coalesce((
         SELECT new_id FROM arriving_ids WHERE lab_id = ${labId} AND kind = 'key' AND old_id = substr(${actor}, 5)::integer), 0)
       ELSE ${actor} END`;

const KNOWN_SECRETS: Readonly<Record<string, string>> = {
  api_keys: "key_hash",
  grants: "secret_hash",
  invitations: "token_hash",
};

/** Whether somebody else's row has the secret of one that arrives. */
export async function countTakenSecrets(client: pg.Client, { table }: MovedTable): Promise<number> {
  const column = KNOWN_SECRETS[table];
  if (column === undefined) return 0;
  const { rows } = await client.query(
    `SELECT count(*)::integer AS taken FROM pg_temp.part p JOIN ${table} t ON t.${column} = p.${column}`,
  );
  return z.array(z.object({ taken: z.int() })).parse(rows)[0]?.taken ?? 0;
}

const USERS = `SELECT id, lower(email) AS email FROM users WHERE lower(email) = ANY ($1) AND email_verified`;

/** Who has an account here, by their verified addresses in lower case. */
export async function findUserIds(client: pg.Client, emails: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await client.query(USERS, [emails.map((email) => email.toLowerCase())]);
  const users = z.array(z.object({ id: z.string(), email: z.string() })).parse(rows);
  return new Map(users.map(({ id, email }) => [email, id]));
}

const INSERT_MEMBER = `
  INSERT INTO members (organization_id, user_id, role, created_at)
  SELECT l.id, $2, $3, $4 FROM labs l WHERE l.lab_id = $1`;

export async function insertArrivedMember(
  client: pg.Client,
  labId: number,
  member: { userId: string; role: string; since: Date },
): Promise<void> {
  await client.query(INSERT_MEMBER, [labId, member.userId, member.role, member.since]);
}

const IDS = `SELECT kind, old_id AS "oldId", new_id AS "newId" FROM arriving_ids WHERE lab_id = $1 AND kind = ANY ($2)`;
const idRow = z.object({ kind: z.string(), oldId: z.int(), newId: z.int() });

/** By which keys JSON names rows of other tables. */
const JSON_NAMES: ReadonlyMap<string, IdKind> = new Map([
  ["by", "field"],
  ["field", "field"],
  ["cellId", "cell"],
  ["cellIds", "cell"],
  ["groupingId", "grouping"],
]);
/** The key of JSON that holds the query of a page. */
const QUERY = "query";

type NewId = (kind: IdKind, oldId: number) => number;

async function newIds(client: pg.Client, labId: number): Promise<NewId> {
  const rows = z.array(idRow).parse((await client.query(IDS, [labId, [...JSON_NAMES.values()]])).rows);
  const known = new Map(rows.map(({ kind, oldId, newId }) => [`${kind} ${oldId}`, newId]));
  return (kind, oldId) => known.get(`${kind} ${oldId}`) ?? 0; // of what was deleted: nothing has that number
}

/** JSON with the numbers that rows have here. */
function renumbered(value: unknown, newId: NewId, kind?: IdKind): unknown {
  if (Array.isArray(value)) return value.map((one) => renumbered(one, newId, kind));
  // 0 is all cells.
  if (typeof value === "number") return kind === undefined || value === 0 ? value : newId(kind, value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renumberedAt(key, one, newId)]));
}

function renumberedAt(key: string, value: unknown, newId: NewId): unknown {
  if (key === QUERY && typeof value === "string") return renumberedQuery(value, newId);
  return renumbered(value, newId, JSON_NAMES.get(key));
}

/** Parameters of pages that are a grouping, and pins of comparisons that name one. */
const IS_GROUPING = new Set(["grouping", "peers"]);
const NAMES_GROUPING = /^(group:)(\d{1,10})(:.*)$/s;

/** In which kept queries list their cells: the place of each counts. */
const CELL_ID = "cellId";

/** The query of a page with the numbers that groupings and cells have here. What names a deleted grouping is left out. */
function renumberedQuery(query: string, newId: NewId): string {
  const here = (id: string) => (id === "0" ? "0" : String(newId("grouping", Number(id)) || ""));
  const params = [...new URLSearchParams(query)].flatMap(([name, value]): [string, string][] => {
    if (name === CELL_ID) return [[name, String(newId("cell", Number(value)))]];
    const [, before = "", id = "", after = ""] = name === "pin" ? (NAMES_GROUPING.exec(value) ?? []) : [];
    const named = IS_GROUPING.has(name) && /^\d{1,10}$/.test(value) ? value : id;
    if (named === "") return [[name, value]];
    const found = here(named);
    return found === "" ? [] : [[name, `${before}${found}${after}`]];
  });
  return new URLSearchParams(params).toString();
}

/** Settles what JSON of rows that arrived names. `table.json` is the column. */
export async function renumberJson(client: pg.Client, labId: number, { table, json }: MovedTable): Promise<void> {
  if (json === undefined) return;
  const newId = await newIds(client, labId);
  const { rows } = await client.query(`SELECT ctid::text AS place, ${json} AS value FROM ${table} WHERE lab_id = $1`, [
    labId,
  ]);
  for (const { place, value } of z.array(z.object({ place: z.string(), value: z.unknown() })).parse(rows)) {
    const after = typeof value === "string" ? renumberedQuery(value, newId) : JSON.stringify(renumbered(value, newId));
    await client.query(`UPDATE ${table} SET ${json} = $2 WHERE ctid = $1::tid AND lab_id = $3`, [place, after, labId]);
  }
}

const CELLS_TO_VERIFY = `
  SELECT c.cell_id AS "cellId", c.name FROM cells c
  WHERE c.lab_id = $1 AND EXISTS (SELECT FROM test_states s WHERE s.lab_id = $1 AND s.cell_id = c.cell_id) ORDER BY c.cell_id`;

/** The lab's cells that may hold samples. */
export async function listCellsToVerify(client: pg.Client, labId: number) {
  return z
    .array(z.object({ cellId: z.int(), name: z.string() }))
    .parse((await client.query(CELLS_TO_VERIFY, [labId])).rows);
}

/** What a lab's row has of its own here; what names other rows is settled apart. */
const NOT_SETTINGS = new Set(["id", "lab_id", "slug", "deleting_at", "channel_field_id", "pinned_charts"]);

const LAB_STATE = `
  INSERT INTO lab_states AS s SELECT (jsonb_populate_record(NULL::lab_states, $2::jsonb || jsonb_build_object('lab_id', $1::integer))).*
  ON CONFLICT (lab_id) DO UPDATE SET version = greatest(s.version, excluded.version),
    config_version = greatest(s.version, excluded.version), last_received_at = excluded.last_received_at`;

/** Gives an arriving lab its settings and its version. From the commit on it is open. */
export async function openArrivedLab(
  client: pg.Client,
  labId: number,
  lab: { settings: Record<string, unknown>; state: Record<string, unknown> | null; labColumns: readonly string[] },
): Promise<void> {
  const columns = lab.labColumns.filter((column) => !NOT_SETTINGS.has(column)).join(", ");
  const newId = await newIds(client, labId);
  const channelField = z.int().nullable().parse(lab.settings.channel_field_id);
  await client.query(
    `UPDATE labs SET (${columns}) = (SELECT ${columns} FROM jsonb_populate_record(NULL::labs, $2)),
       channel_field_id = $3, pinned_charts = $4 WHERE lab_id = $1`,
    [
      labId,
      JSON.stringify(lab.settings),
      channelField === null ? null : newId("field", channelField),
      JSON.stringify(renumbered(lab.settings.pinned_charts, newId)),
    ],
  );
  // Workers may have changed something of a lab that nobody opens yet, as where a test went quiet.
  if (lab.state) await client.query(LAB_STATE, [labId, JSON.stringify(lab.state)]);
  await client.query("DELETE FROM arriving_labs WHERE lab_id = $1", [labId]);
}

/** Marks a lab that did not arrive as deleted. */
export async function abandonArrivingLab(client: pg.Client, labId: number): Promise<void> {
  await client.query("UPDATE labs SET deleting_at = now() WHERE lab_id = $1", [labId]);
}
