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
  project.provide("templateDatabase", { name, ownerUrl, appUrl });
  return async () => {
    await dropDatabases(owner, name);
    await owner.end();
  };
}

async function dropDatabases(owner: pg.Client, prefix: string): Promise<void> {
  const { rows } = await owner.query<{ datname: string }>("SELECT datname FROM pg_database WHERE datname LIKE $1", [
    `${prefix}%`,
  ]);
  for (const { datname } of rows) await owner.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}
