import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";
import { toTimestamp } from "../times";

// Of a test whose first kept run ended before the moment, or whose expired rows are not all gone.
const EXPIRING_TESTS = `
  SELECT s.test_id FROM test_states s
  WHERE s.lab_id = $1 AND (s.kept_from IS DISTINCT FROM s.cleared_to OR (
    SELECT r.last_time FROM runs r
    WHERE r.lab_id = $1 AND r.test_id = s.test_id AND r.first_time >= coalesce(s.kept_from, '-infinity')
    ORDER BY r.first_time, r.first_record LIMIT 1) < $2)
  ORDER BY s.test_id`;

/** Tests of the lab that hold samples of runs that ended before a moment. */
export async function listExpiringTests(
  scope: LabScope,
  tx: LabTransaction,
  args: { beforeUs: number },
): Promise<number[]> {
  const values = [scope.labId, toTimestamp(args.beforeUs)];
  const rows = await queryRows(tx, EXPIRING_TESTS, values, z.object({ test_id: z.int() }));
  return rows.map(({ test_id }) => test_id);
}

const LOCK_STATE = `SELECT FROM test_states WHERE lab_id = $1 AND test_id = $2 FOR UPDATE`;

// Up to the first run that reaches past the moment, or to the last one; and only to a run that shares no time with the one before it.
const RAISE_KEPT_FROM = `
  WITH kept AS (
    SELECT r.first_time, r.last_time, lag(r.last_time) OVER (ORDER BY r.first_time, r.first_record) AS last_before
    FROM runs r JOIN test_states s ON s.test_id = r.test_id
    WHERE s.lab_id = $1 AND s.test_id = $2 AND r.first_time >= coalesce(s.kept_from, '-infinity')
  ), wanted AS (
    SELECT coalesce(min(first_time) FILTER (WHERE last_time >= $3), max(first_time)) AS first_time FROM kept
  )
  UPDATE test_states s SET kept_from = greatest(s.kept_from, (
    SELECT max(k.first_time) FROM kept k, wanted w
    WHERE k.first_time <= w.first_time AND k.last_before < k.first_time))
  WHERE s.lab_id = $1 AND s.test_id = $2`;

/** Keeps of a test only the samples of the runs that reach past a moment, and in any case of the last one. Takes the test's lock. */
export async function raiseKeptFrom(
  scope: LabScope,
  tx: LabTransaction,
  args: { testId: number; beforeUs: number },
): Promise<void> {
  await tx.client.query(LOCK_STATE, [scope.labId, args.testId]);
  await tx.client.query(RAISE_KEPT_FROM, [scope.labId, args.testId, toTimestamp(args.beforeUs)]);
}

const DELETE_EXPIRED = `SELECT delete_expired_samples($1, $2) AS deleted`;

/** Removes some of the samples that are no longer kept of a test. @returns how many; 0 when none is left */
export async function deleteExpiredSamples(
  scope: LabScope,
  tx: LabTransaction,
  args: { testId: number },
): Promise<number> {
  const row = z.object({ deleted: z.coerce.number() });
  const [answer] = await queryRows(tx, DELETE_EXPIRED, [scope.labId, args.testId], row);
  return answer?.deleted ?? 0;
}

const MARK_CLEARED = `UPDATE test_states SET cleared_to = kept_from WHERE lab_id = $1 AND test_id = $2`;

/** Notes that no sample before those kept is left. */
export async function markCleared(scope: LabScope, tx: LabTransaction, args: { testId: number }): Promise<void> {
  await tx.client.query(MARK_CLEARED, [scope.labId, args.testId]);
}
