import type pg from "pg";
import { z } from "zod";
import { AppError } from "../errors";
import type { LabScope } from "../lab-scope";
import { logger } from "../logger";
import { onceAProcess } from "../once-a-process";
import { inLab, inLabSnapshot, type LabTransaction } from "./in-lab";
import { getLabState } from "./labs/lab-state-reads";
import { inTime, replicaPool } from "./pools";

/** A replica that did not answer is left alone for so long. */
const LEFT_ALONE_MS = 5_000;

const replica = onceAProcess("the replica", () => ({ leftAloneUntilMs: 0 }));

/**
 * Reads, all of it in one moment, on the replica where there is one that has all that the primary had when this was called; else on the
 * primary. Whoever has seen a change, or made it, therefore sees it here, too.
 * @param work only reads; where the replica fails in the middle it runs again, on the primary
 */
export async function inLabHeavyRead<T>(scope: LabScope, work: (tx: LabTransaction) => Promise<T>): Promise<T> {
  const pool = performance.now() < replica.leftAloneUntilMs ? null : replicaPool();
  const found = pool ? await onReplica(pool, scope, work) : null;
  return found ? found.result : inLabSnapshot(scope, work);
}

/** Null where the replica is behind or away. */
async function onReplica<T>(pool: pg.Pool, scope: LabScope, work: (tx: LabTransaction) => Promise<T>) {
  const least = await inLab(scope, async (tx) => ({ ...(await getLabState(scope, tx)), ...(await readPlace(tx)) }));
  let isWorking = false;
  try {
    return await inLabSnapshot(
      scope,
      async (tx) => {
        const { timeline, isStandby, version } = await readPlaceThere(tx);
        // Of an old primary, or what follows one, no number can be compared.
        if (!isStandby || timeline !== least.timeline || version < least.version) return null;
        isWorking = true;
        return { result: await work(tx) };
      },
      pool,
    );
  } catch (cause) {
    if (cause instanceof AppError && cause.kind !== "unavailable") throw cause;
    // What breaks off `work` may be that the primary removed what it read; a replica that does not come to it is away.
    if (!isWorking || cause instanceof AppError) replica.leftAloneUntilMs = performance.now() + LEFT_ALONE_MS;
    logger.warn({ error: cause }, "the replica did not answer; the primary is asked");
    return null;
  }
}

const PRIMARY_PLACE = `SELECT ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer AS timeline`;
const REPLICA_PLACE = `
  SELECT (pg_control_checkpoint()).timeline_id AS timeline, pg_is_in_recovery() AS "isStandby",
         coalesce((SELECT version FROM lab_states WHERE lab_id = $1), 0)::float8 AS version`;
const primaryRow = z.object({ timeline: z.int() });
const replicaRow = primaryRow.extend({ isStandby: z.boolean(), version: z.number() });

/** On which timeline the primary writes. */
async function readPlace({ client }: LabTransaction) {
  return primaryRow.parse((await client.query(PRIMARY_PLACE)).rows[0]);
}

/** Where the replica stands. */
async function readPlaceThere({ client, labId }: LabTransaction) {
  const { rows } = await client.query(inTime({ text: REPLICA_PLACE, values: [labId] }));
  return replicaRow.parse(rows[0]);
}
