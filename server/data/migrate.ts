import { join } from "node:path";
import { runner } from "node-pg-migrate";
import pg from "pg";
import { logger } from "../logger";

/** Numbered SQL files, and the table that says which of them were applied. */
export const MIGRATION_DIRECTORIES = [
  { dir: "prisma/migrations", migrationsTable: "migrations_of_configuration" },
  { dir: "prisma/timescale", migrationsTable: "migrations_of_series" },
];
/** Names the lock under which one process at a time migrates a database; any constant does. */
const MIGRATION_LOCK = 4_703_265_108;

/**
 * Applies the numbered SQL files that a database has not seen, in order, each in a transaction, and lets the application's login act as
 * the roles they make.
 * @param upTo for tests of upgrades: how many files of each directory a release had; all where nothing is said
 * @returns the names of those applied
 */
export async function migrate(
  urls: { ownerUrl: string; appUrl: string },
  upTo: Readonly<Record<string, number>> = {},
): Promise<string[]> {
  const client = new pg.Client({ connectionString: urls.ownerUrl, application_name: "chargetracker migrate" });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    // Loaded before the first transaction: creating the extension must be the first thing a session does with it.
    await client.query("CREATE EXTENSION IF NOT EXISTS timescaledb");
    const applied: string[] = [];
    for (const { dir, migrationsTable } of MIGRATION_DIRECTORIES) {
      const done = await runner({
        dbClient: client,
        dir: join(process.cwd(), dir),
        migrationsTable,
        direction: "up",
        count: upTo[dir] ?? Number.POSITIVE_INFINITY,
        noLock: true, // the lock above waits; the library's own gives up
        logger: {
          debug: () => {},
          info: () => {},
          warn: (line) => logger.warn(line),
          error: (line) => logger.error(line),
        },
      });
      applied.push(...done.map(({ name }) => name));
    }
    const login = new URL(urls.appUrl).username;
    if (login !== "") {
      await client.query(`GRANT ct_app, ct_auth, ct_zoom TO ${pg.escapeIdentifier(decodeURIComponent(login))}`);
    }
    return applied;
  } finally {
    await client.end();
  }
}
