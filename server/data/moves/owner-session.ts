import type pg from "pg";
import { env } from "../../env";
import { newDatabaseClient } from "../connections/primary-client";

/** Connections of whoever owns the schema: moving a lab reads and writes what no role of the application may. */
export async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = newDatabaseClient(env().MIGRATE_DATABASE_URL, { application_name: "chargetracker move" });
  await client.connect();
  try {
    await client.query("SET search_path = public; SET timezone = 'UTC'; SET statement_timeout = 0");
    return await work(client);
  } finally {
    await client.end();
  }
}
