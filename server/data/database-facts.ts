import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { env } from "../env";
import { newDatabaseClient } from "./connections/primary-client";
import { MIGRATION_DIRECTORIES } from "./migrate";

const FACTS = `
  SELECT extract(epoch FROM clock_timestamp()) * 1000 AS clock_ms,
         (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')::integer AS connections,
         current_setting('max_connections')::integer AS max_connections`;
const factsRow = z.object({ clock_ms: z.coerce.number(), connections: z.int(), max_connections: z.int() });

/** What an operator's check needs to know of the database. @throws when it does not answer */
export async function readDatabaseFacts() {
  const client = newDatabaseClient(env().MIGRATE_DATABASE_URL, {
    application_name: "chargetracker doctor",
    connectionTimeoutMillis: 5_000,
  });
  await client.connect();
  try {
    const { rows } = await client.query(FACTS);
    const facts = factsRow.parse(rows[0]);
    const pendingMigrations: string[] = [];
    for (const { dir, migrationsTable } of MIGRATION_DIRECTORIES) {
      const exists = await client.query("SELECT to_regclass($1) AS found", [migrationsTable]);
      const applied = exists.rows[0]?.found ? (await client.query(`SELECT name FROM ${migrationsTable}`)).rows : [];
      const names = new Set(applied.map(({ name }) => String(name)));
      const files = readdirSync(join(process.cwd(), dir)).map((file) => file.replace(/\.sql$/, ""));
      pendingMigrations.push(...files.filter((name) => !names.has(name)));
    }
    return {
      clockMs: facts.clock_ms,
      connections: facts.connections,
      maxConnections: facts.max_connections,
      pendingMigrations,
    };
  } finally {
    await client.end();
  }
}
