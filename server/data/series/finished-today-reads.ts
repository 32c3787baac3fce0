import { z } from "zod";
import type { FinishedToday } from "../../domain/cells/lab-overview";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";

const DAY_BEGINS = `date_trunc('day', $2::timestamptz AT TIME ZONE l.time_zone) AT TIME ZONE l.time_zone`;

const ENDED_TESTS = `
  SELECT c.name AS cell, t.name AS test, us_of_time(t.ended_at) / 1000 AS ended_at_ms, (count(*) OVER ())::integer AS total
  FROM labs l
  JOIN test_states s ON s.lab_id = l.lab_id
  JOIN tests t ON t.test_id = s.test_id
  JOIN cells c ON c.cell_id = s.cell_id
  WHERE l.lab_id = $1 AND t.ended_at >= ${DAY_BEGINS} AND t.ended_at <= $2
  ORDER BY t.ended_at DESC, c.name LIMIT $3`;

// From the end of each test backwards, and not further than a busy day is long: a year of cycles is not looked through for one day.
const COMPLETED_CYCLES = `
  SELECT coalesce(sum(done.n), 0)::integer AS cycles, count(DISTINCT s.cell_id) FILTER (WHERE done.n > 0)::integer AS cells
  FROM labs l
  JOIN test_states s ON s.lab_id = l.lab_id
  CROSS JOIN LATERAL (
    SELECT count(*) AS n FROM (
      SELECT y.is_complete, y.last_time FROM cycles y WHERE y.test_id = s.test_id ORDER BY y.cycle DESC LIMIT 100
    ) latest WHERE latest.is_complete AND latest.last_time >= ${DAY_BEGINS} AND latest.last_time <= $2
  ) done
  WHERE l.lab_id = $1 AND s.last_time >= ${DAY_BEGINS}`;

const endedRow = z
  .object({ cell: z.string(), test: z.string(), ended_at_ms: z.number(), total: z.int() })
  .transform(({ ended_at_ms, ...row }) => ({ ...row, endedAtMs: ended_at_ms }));
const completedRow = z.object({ cycles: z.int(), cells: z.int() });

/** Tests that ended and cycles that were completed since midnight in the lab's time zone, by their own clocks. */
export async function getFinishedToday(
  scope: LabScope,
  tx: LabTransaction,
  args: { now: Date; limit: number },
): Promise<FinishedToday> {
  const ended = await queryRows(tx, ENDED_TESTS, [scope.labId, args.now, args.limit], endedRow);
  const [completed] = await queryRows(tx, COMPLETED_CYCLES, [scope.labId, args.now], completedRow);
  return {
    ended: ended.map(({ total: _total, ...one }) => one),
    endedCount: ended[0]?.total ?? 0,
    completedCycles: completed?.cycles ?? 0,
    cellsWithCycles: completed?.cells ?? 0,
  };
}
