import type pg from "pg";
import { z } from "zod";

const VERSIONS = `
  SELECT default_version AS library, installed_version AS extension
  FROM pg_available_extensions WHERE name = 'timescaledb'`;
const versionsRow = z.object({ library: z.string(), extension: z.string().nullable() });

/**
 * Makes TimescaleDB's extension, or brings it to the version of the library that the server has. Either must be the first thing that a session
 * says.
 */
export async function updateExtension(client: pg.Client, connect: () => Promise<pg.Client>): Promise<void> {
  const { rows } = await client.query(VERSIONS);
  const [versions] = z.array(versionsRow).parse(rows);
  if (versions?.extension === versions?.library && versions !== undefined) return;
  const session = await connect();
  try {
    const isThere = versions !== undefined && versions.extension !== null;
    await session.query(isThere ? "ALTER EXTENSION timescaledb UPDATE" : "CREATE EXTENSION IF NOT EXISTS timescaledb");
  } finally {
    await session.end();
  }
}
