import { logger } from "../../logger";
import { poolOf } from "../pools";
import { toTimestamp } from "../times";

const IS_COMMUNITY = "SELECT is_community_edition() AS is_community";

/** An aggregate is refreshed in whole buckets; a minute's are the hour's source, so they come first. */
const REFRESHES = (["1 minute", "1 hour"] as const).map(
  (width) => `CALL refresh_continuous_aggregate('samples_${width === "1 minute" ? "1m" : "1h"}',
    time_bucket('${width}', $1::timestamptz), time_bucket('${width}', $2::timestamptz) + INTERVAL '${width}')`,
);

/**
 * Brings zoom levels that were computed before a late range came up to date, where they are continuous aggregates; elsewhere the batch's own
 * transaction has done it. Called after the commit, for such a refresh runs in no transaction. Should it fail, the aggregates' policy does
 * the same within minutes.
 */
export async function refreshLateZoomLevels(ranges: readonly { fromUs: number; toUs: number }[]): Promise<void> {
  if (ranges.length === 0) return;
  const pool = poolOf("ct_zoom");
  try {
    const { rows } = await pool.query<{ is_community: boolean }>(IS_COMMUNITY);
    if (rows[0]?.is_community !== true) return;
    for (const { fromUs, toUs } of ranges) {
      for (const refresh of REFRESHES) await pool.query(refresh, [toTimestamp(fromUs), toTimestamp(toUs)]);
    }
  } catch (error) {
    logger.warn({ error }, "zoom levels of a late range not refreshed; their policy does it within minutes");
  }
}
