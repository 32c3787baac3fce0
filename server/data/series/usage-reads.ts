import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";
import { toTimestamp } from "../times";

const usageRow = z.object({ day: z.string(), samples: z.coerce.number(), tests: z.coerce.number() });
export type UsageOfDay = z.output<typeof usageRow>;

const USAGE_BY_DAY = `SELECT to_char(day, 'YYYY-MM-DD') AS day, samples, tests FROM usage_by_day($1, $2, $3)`;

const US_PER_DAY = 86_400e6;

/** How many samples the lab measured on each day (UTC) that a range touches, and in how many tests; days without a sample are left out. */
export async function listUsageByDay(
  scope: LabScope,
  tx: LabTransaction,
  { fromUs, toUs }: { fromUs: number; toUs: number },
): Promise<UsageOfDay[]> {
  const from = Math.floor(fromUs / US_PER_DAY) * US_PER_DAY;
  const to = (Math.floor(toUs / US_PER_DAY) + 1) * US_PER_DAY;
  return queryRows(tx, USAGE_BY_DAY, [scope.labId, toTimestamp(from), toTimestamp(to)], usageRow);
}
