import { z } from "zod";
import { env } from "../../env";
import { newDatabaseClient } from "./primary-client";

const FACTS = `
  SELECT current_setting('archive_mode') AS archive_mode, current_setting('synchronous_standby_names') AS standbys,
         (SELECT last_archived_wal FROM pg_stat_archiver) AS last_archived_wal,
         coalesce((SELECT last_failed_time > coalesce(last_archived_time, '-infinity') FROM pg_stat_archiver), false) AS is_failing,
         pg_walfile_name(pg_current_wal_lsn()) AS current_wal,
         pg_size_bytes(current_setting('wal_segment_size'))::integer AS segment_bytes,
         ARRAY(SELECT application_name FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')) AS synchronous`;
const factsRow = z
  .object({
    archive_mode: z.string(),
    standbys: z.string(),
    last_archived_wal: z.string().nullable(),
    is_failing: z.boolean(),
    current_wal: z.string(),
    segment_bytes: z.int().positive(),
    synchronous: z.array(z.string()),
  })
  .transform((row) => ({
    archivesByCommand: row.archive_mode !== "off",
    standbys: row.standbys,
    lastArchivedWal: row.last_archived_wal,
    isFailing: row.is_failing,
    currentWal: row.current_wal,
    segmentBytes: row.segment_bytes,
    /** Who follows synchronously now; none that the asking user may not see. */
    synchronous: row.synchronous,
  }));
export type ArchiveFacts = z.output<typeof factsRow>;

/** How the database's log leaves its machine. @throws when it does not answer */
export async function readArchiveFacts(): Promise<ArchiveFacts> {
  const client = newDatabaseClient(env().MIGRATE_DATABASE_URL, { application_name: "chargetracker backup check" });
  await client.connect();
  try {
    return factsRow.parse((await client.query(FACTS)).rows[0]);
  } finally {
    await client.end();
  }
}
