import { z } from "zod";
import { poolOf } from "../pools";

const healthRow = z
  .object({
    edition: z.enum(["apache", "community"]),
    extension: z.string(),
    library: z.string(),
    failing_jobs: z.array(z.string()),
    dead_jobs: z.array(z.string()),
    dirty_days: z.coerce.number(),
    oldest_dirty_s: z.number().nullable(),
  })
  .transform(({ failing_jobs: failingJobs, dead_jobs: deadJobs, dirty_days, oldest_dirty_s, ...rest }) => {
    return { ...rest, failingJobs, deadJobs, dirtyDays: dirty_days, oldestDirtyS: oldest_dirty_s ?? 0 };
  });
export type EditionHealth = z.output<typeof healthRow>;

const HEALTH = `
  SELECT edition, extension, library, failing_jobs, dead_jobs, dirty_days, oldest_dirty_s FROM edition_health()`;

/** Which edition of TimescaleDB the database is of, and how what it does by itself goes. */
export async function readEditionHealth(): Promise<EditionHealth> {
  const { rows } = await poolOf("ct_app").query(HEALTH);
  return healthRow.parse(rows[0]);
}
