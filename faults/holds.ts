import pg from "pg";
import type { Stage } from "./case";
import { type System, until } from "./system";

/** Transactions of the application that wait for a lock. */
const COUNT_BLOCKED = `
  SELECT count(*)::integer AS blocked FROM pg_stat_activity
  WHERE application_name LIKE 'chargetracker%' AND wait_event_type = 'Lock'`;

/**
 * Keeps every transaction that stores samples from committing: it waits for the lab's row, its samples written and nothing of them to be
 * seen.
 */
export async function holdCommits({
  system,
  afterwards,
}: Stage): Promise<{ untilOneWaits: () => Promise<void>; release: () => Promise<void> }> {
  const holder = new pg.Client({ connectionString: system.env.MIGRATE_DATABASE_URL });
  holder.on("error", () => {});
  await holder.connect();
  afterwards(() => holder.end());
  await holder.query("BEGIN");
  await holder.query("SELECT FROM lab_states WHERE lab_id = $1 FOR UPDATE", [system.lab.labId]);
  return {
    untilOneWaits: () => until("a transaction waits for its commit", () => system.withDatabase(isOneBlocked)),
    release: () => holder.end(),
  };
}

/** Asked outside the holder's transaction, which would see one picture all along. */
async function isOneBlocked(database: pg.Client): Promise<boolean> {
  const { rows } = await database.query<{ blocked: number }>(COUNT_BLOCKED);
  return (rows[0]?.blocked ?? 0) > 0;
}

/** How many of the batches are stored. */
export async function countStored(system: System, batchIds: readonly (string | null)[]): Promise<number> {
  return system.withDatabase(async (database) => {
    const { rows } = await database.query<{ stored: number }>(
      "SELECT count(*)::integer AS stored FROM batches WHERE batch_id = ANY ($1::uuid[])",
      [batchIds.filter((id) => id !== null)],
    );
    return rows[0]?.stored ?? 0;
  });
}
