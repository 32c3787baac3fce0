import { join } from "node:path";
import { runner } from "node-pg-migrate";
import pg from "pg";
import { z } from "zod";
import { logger } from "../logger";
import { loginOf } from "../connection-urls";
import { newDatabaseClient } from "./connections/primary-client";
import { settleEdition } from "./edition/settle-edition";
import { updateExtension } from "./edition/update-extension";

const SERIES = "prisma/timescale";

/** Numbered SQL files, and the table that says which of them were applied. */
export const MIGRATION_DIRECTORIES = [
  { dir: "prisma/migrations", migrationsTable: "migrations_of_configuration" },
  { dir: SERIES, migrationsTable: "migrations_of_series" },
];
type Directory = (typeof MIGRATION_DIRECTORIES)[number];
/** Names the lock under which one process at a time migrates a database; any constant does. */
const MIGRATION_LOCK = 4_703_265_108;

/**
 * Brings TimescaleDB's extension to the version of its library, applies the numbered SQL files that a database has not seen, in order, each
 * in a transaction, makes what the edition has beyond them, and lets the application's login act as the roles they make.
 * @param upTo for tests of upgrades: how many files of each directory a release had; all where nothing is said
 * @returns the names of the files that were applied
 */
export async function migrate(
  urls: { ownerUrl: string; appUrl: string },
  upTo: Readonly<Record<string, number>> = {},
): Promise<string[]> {
  return whileMigrating(urls.ownerUrl, async (client) => {
    const applied: string[] = [];
    for (const directory of MIGRATION_DIRECTORIES) {
      const most = upTo[directory.dir] ?? Number.POSITIVE_INFINITY;
      applied.push(...(await applyDirectory(client, directory, most)));
    }
    await settleEdition(client);
    const login = loginOf(urls.appUrl);
    if (login !== "") await client.query(`GRANT ct_app, ct_auth TO ${pg.escapeIdentifier(login)}`);
    return applied;
  });
}

/** Undoes what the Community edition has beyond Apache's, so that a server of that one can go on with the database. */
export async function leaveCommunity(ownerUrl: string): Promise<void> {
  await whileMigrating(ownerUrl, (client) => client.query("CALL leave_community()"));
}

/** Runs `work` as the schema's owner, while nobody else does, with the extension of the library's version. */
async function whileMigrating<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const holder = await connect(ownerUrl);
  try {
    await holder.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await updateExtension(holder, () => connect(ownerUrl));
    // A session goes on with the library that it loaded first, so the work has one of its own.
    const client = await connect(ownerUrl);
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  } finally {
    await holder.end();
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = newDatabaseClient(connectionString, { application_name: "chargetracker migrate" });
  await client.connect();
  return client;
}

async function applyDirectory(client: pg.Client, directory: Directory, most: number): Promise<string[]> {
  if (directory.dir !== SERIES) return applyFiles(client, directory, most);
  const early = await countEarlyFiles(client);
  const begun = early > 0 ? await withoutAggregates(client, () => applyFiles(client, directory, early)) : [];
  const rest = await applyFiles(client, directory, most - begun.length);
  await client.query(FORGET_PRETENCE);
  return [...begun, ...rest];
}

async function applyFiles(client: pg.Client, { dir, migrationsTable }: Directory, count: number): Promise<string[]> {
  const done = await runner({
    dbClient: client,
    dir: join(process.cwd(), dir),
    migrationsTable,
    direction: "up",
    count,
    noLock: true, // the lock above waits; the library's own gives up
    logger: {
      debug: () => {},
      info: () => {},
      warn: (line) => logger.warn(line),
      error: (line) => logger.error(line),
    },
  });
  return done.map(({ name }) => name);
}

const EARLY_FILES = `
  SELECT CASE WHEN current_setting('timescaledb.license', true) <> 'timescale' OR to_regclass('samples_1m') IS NOT NULL THEN 0
              WHEN to_regclass('samples') IS NULL THEN 2 ELSE 1 END AS files`;

/**
 * How many files a database on Community lacks up to 0002, which would make continuous aggregates there: that takes a superuser, and 0022
 * makes tables of them again.
 */
async function countEarlyFiles(client: pg.Client): Promise<number> {
  const { rows } = await client.query(EARLY_FILES);
  return z.object({ files: z.int() }).parse(rows[0]).files;
}

const PRETEND_APACHE = `
  CREATE SCHEMA IF NOT EXISTS ct_migrating;
  CREATE OR REPLACE FUNCTION ct_migrating.current_setting(name text, missing_ok boolean) RETURNS text LANGUAGE sql STABLE
    RETURN CASE name WHEN 'timescaledb.license' THEN 'apache' ELSE pg_catalog.current_setting(name, missing_ok) END;
  SET search_path = public, ct_migrating, pg_catalog`;
/** A function of 0002 goes on asking it, until 0022 removes that. */
const FORGET_PRETENCE = `
  DO $$ BEGIN
    IF to_regprocedure('is_community_edition()') IS NULL AND to_regnamespace('ct_migrating') IS NOT NULL THEN
      DROP SCHEMA ct_migrating CASCADE;
    END IF;
  END $$`;

/** Runs `work` in a session in which a migration that asks for the licence is told that it is Apache's. */
async function withoutAggregates<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query(PRETEND_APACHE);
  try {
    return await work();
  } finally {
    await client.query("RESET search_path");
  }
}
