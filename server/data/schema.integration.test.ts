import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { expect, it } from "vitest";
import { env } from "../env";
import { cloneTestDatabase } from "../testing/clone-test-database";

cloneTestDatabase();

/** Tables that schema.prisma does not describe: the time series, and what the migration library keeps. */
const NOT_CONFIGURATION =
  /^(samples(_1m|_1h|_by_day)?|day_state|dirty_days|test_states|runs|run_curves|(packed_)?cycles|packed_labs|batches|lab_states|imports|import_\w+|arriving_\w+|migrations_of_\w+)$/;

type Column = { table: string; column: string; type: string; isNullable: boolean };

const SQL_TYPES: Record<string, string> = {
  String: "text",
  Boolean: "boolean",
  Int: "integer",
  BigInt: "bigint",
  Float: "double precision",
  Json: "jsonb",
  Bytes: "bytea",
  "DateTime @db.Timestamptz(6)": "timestamp with time zone",
  "String[]": "ARRAY",
};

/** The columns of schema.prisma, read as text: the client carries neither native types nor nullability. */
function describedColumns(): Column[] {
  const source = readFileSync(join(process.cwd(), "prisma/schema.prisma"), "utf8").replace(/\/\/.*$/gm, "");
  const models = [...source.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = "", body = ""]) => ({
    name,
    body,
  }));
  const isModel = new Set(models.map(({ name }) => name));
  return models.flatMap(({ body }) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? "";
    return body.split("\n").flatMap((line) => {
      const [, name = "", type = "", suffix = "", rest = ""] = /^\s+(\w+)\s+(\w+)(\[\]|\?)?(.*)$/.exec(line) ?? [];
      if (name === "" || isModel.has(type)) return [];
      const native = /@db\.\S+/.exec(rest)?.[0];
      const written = [`${type}${suffix === "[]" ? "[]" : ""}`, native].filter(Boolean).join(" ");
      return [
        {
          table,
          column: /@map\("(\w+)"\)/.exec(rest)?.[1] ?? name,
          type: SQL_TYPES[written] ?? `no SQL type is known for ${written}`,
          isNullable: suffix === "?",
        },
      ];
    });
  });
}

async function migratedColumns(): Promise<Column[]> {
  const client = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await client.connect();
  const { rows } = await client.query<Column>(`
    SELECT table_name AS "table", column_name AS "column", data_type AS type, is_nullable = 'YES' AS "isNullable"
    FROM information_schema.columns WHERE table_schema = 'public'
      AND table_name IN (SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE')`);
  await client.end();
  return rows.filter(({ table }) => !NOT_CONFIGURATION.test(table));
}

const inOrder = (columns: Column[]) =>
  columns.map((column) => JSON.stringify(column)).sort((left, right) => (left < right ? -1 : 1));

it("describes every column of a freshly migrated database, with its type and whether it may be null", async () => {
  const migrated = await migratedColumns();
  // Prisma knows no list that may be null; it reads null as an empty one.
  const asPrismaSaysIt = migrated.map((column) =>
    column.type === "ARRAY" ? { ...column, isNullable: false } : column,
  );
  expect(inOrder(describedColumns())).toEqual(inOrder(asPrismaSaysIt));
  expect(migrated.length).toBeGreaterThan(80);
});
