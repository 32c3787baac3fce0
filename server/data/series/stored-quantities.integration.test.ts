import pg from "pg";
import { expect, it } from "vitest";
import { RUN_COLUMNS } from "../../domain/cycles/runs";
import { CYCLE_QUANTITIES } from "../../domain/cycles/cycle-quantities";
import { env } from "../../env";
import { cloneTestDatabase } from "../../testing/clone-test-database";

cloneTestDatabase();

const SQL_TYPES = { time: "timestamptz", double: "float8", integer: "int4", smallint: "int2" } as const;

type Column = { column: string; type: keyof typeof SQL_TYPES; isNullable: boolean };

const described = (columns: Readonly<Record<string, Column>>) =>
  Object.values(columns)
    .map(({ column, type, isNullable }) => `${column} ${SQL_TYPES[type]}${isNullable ? "" : " NOT NULL"}`)
    .sort();

/** Columns of a table as they are, but for those named. */
async function columnsOf(table: string, without: readonly string[]): Promise<string[]> {
  const owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  const { rows } = await owner.query<{ column: string }>(
    `SELECT concat_ws(' ', column_name, udt_name, CASE is_nullable WHEN 'NO' THEN 'NOT NULL' END) AS column
     FROM information_schema.columns WHERE table_name = $1 AND NOT column_name = ANY ($2)`,
    [table, without],
  );
  await owner.end();
  return rows.map(({ column }) => column).sort();
}

it("has a column for every field of a run, and no other", async () => {
  expect(await columnsOf("runs", ["lab_id", "test_id", "cycle"])).toEqual(described(RUN_COLUMNS));
});

it("has a column for every quantity of a cycle, and no other", async () => {
  const others = [
    "lab_id",
    "cell_id",
    "test_id",
    "cycle",
    "version",
    "first_time",
    "last_time",
    "is_complete",
    "is_partial",
  ];
  expect(await columnsOf("cycles", others)).toEqual(described(CYCLE_QUANTITIES));
});

it("has a packed column for every quantity of a cycle, and no other", async () => {
  const others = ["lab_id", "test_id", "cycles", "open_cycles", "partial_cycles", "first_times"];
  const packed = Object.values(CYCLE_QUANTITIES).map(({ column }) => `${column} bytea NOT NULL`);
  expect(await columnsOf("packed_cycles", others)).toEqual(packed.sort());
});
