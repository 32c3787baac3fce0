import type { TestProject } from "vitest/node";
import pg from "pg";
import { migrate } from "../data/migrate";
import { env } from "../env";

declare module "vitest" {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface merges with the one that vitest declares
  export interface ProvidedContext {
    templateDatabase: { name: string; ownerUrl: string; appUrl: string };
  }
}

/** Migrates one database that every integration test file then clones, and drops it with its clones at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { MIGRATE_DATABASE_URL, DATABASE_URL } = env();
  const name = `ct_template_${process.pid}`;
  const owner = new pg.Client({ connectionString: MIGRATE_DATABASE_URL });
  await owner.connect();
  await dropDatabases(owner, name);
  await owner.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  const ownerUrl = withDatabase(MIGRATE_DATABASE_URL, name);
  const appUrl = withDatabase(DATABASE_URL, name);
  await migrate({ ownerUrl, appUrl });
  // TimescaleDB keeps a scheduler connected to every database that lets it, and one in use cannot be cloned.
  await owner.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await owner.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [name]);
  project.provide("templateDatabase", { name, ownerUrl, appUrl });
  return async () => {
    await dropDatabases(owner, name);
    await owner.end();
  };
}

/** The template and its clones; not those of another run whose process number begins like ours. */
async function dropDatabases(owner: pg.Client, template: string): Promise<void> {
  const { rows } = await owner.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE datname = $1 OR starts_with(datname, $1 || '_')",
    [template],
  );
  for (const { datname } of rows) await owner.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}
