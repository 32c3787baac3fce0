import type pg from "pg";
import { z } from "zod";
import { env } from "../../env";
import { logger } from "../../logger";
import { poolOf } from "../pools";

const ASK = `
  SELECT current_setting('synchronous_standby_names') AS standbys, current_setting('synchronous_commit') AS commit_level`;
const answerRow = z.object({ standbys: z.string(), commit_level: z.string() });
/** A commit waits for its own disk at most. */
const ALONE = ["off", "local"];

/**
 * Whether PostgreSQL commits on one disk only, though batches are to be on several; null where nothing is wrong or asked for.
 * @throws when the database does not answer
 */
export async function standbyProblem(database: Pick<pg.Pool, "query"> = poolOf("ct_app")): Promise<string | null> {
  if (env().DURABLE_REPLICAS === 0) return null;
  const { standbys, commit_level } = answerRow.parse((await database.query(ASK)).rows[0]);
  if (standbys.trim() === "") return "PostgreSQL commits on one disk only: synchronous_standby_names is empty.";
  if (ALONE.includes(commit_level))
    return `PostgreSQL commits on one disk only: synchronous_commit is ${commit_level}.`;
  return null;
}

/** Said at the start, which it does not keep from happening: Patroni lets go of a standby that is away, and puts it back. */
export async function warnOfLoneDatabase(): Promise<void> {
  const problem = await standbyProblem().catch(() => null); // away, which is said elsewhere
  if (problem !== null) logger.error({ durableReplicas: env().DURABLE_REPLICAS }, problem);
}
