import type { MadeCurve } from "../../domain/curves/curve-kinds";
import type { LabScope } from "../../lab-scope";
import type { LabTransaction } from "../in-lab";
import { toTimestamp } from "../times";
import type { SampleIdentity } from "./sample-reads";

export type NewCurve = MadeCurve & { testId: number; from: SampleIdentity; curve: string; madeOf: string };

const UPSERT_CURVES = `
  INSERT INTO run_curves AS k (lab_id, test_id, first_time, first_record, curve, made_of, points, note, bytes)
  SELECT $1, n.test_id, n.first_time, n.first_record, n.curve, n.made_of, n.points, n.note, octet_length(n.points)
  FROM unnest($2::integer[], $3::timestamptz[], $4::integer[], $5::text[], $6::text[], $7::bytea[], $8::text[])
    AS n (test_id, first_time, first_record, curve, made_of, points, note)
  WHERE EXISTS (SELECT FROM test_states s WHERE s.lab_id = $1 AND s.test_id = n.test_id)
  ORDER BY n.test_id, n.first_time, n.first_record, n.curve
  ON CONFLICT (test_id, first_time, first_record, curve) DO UPDATE
  SET made_of = excluded.made_of, points = excluded.points, note = excluded.note, bytes = excluded.bytes,
      made_at = excluded.made_at`;

/** Keeps curves of finished runs, in the place of those that were made of something else. */
export async function upsertCurves(scope: LabScope, tx: LabTransaction, args: { curves: readonly NewCurve[] }) {
  const { curves } = args;
  if (curves.length === 0) return;
  await tx.client.query(UPSERT_CURVES, [
    scope.labId,
    curves.map(({ testId }) => testId),
    curves.map(({ from }) => toTimestamp(from.timeUs)),
    curves.map(({ from }) => from.record),
    curves.map(({ curve }) => curve),
    curves.map(({ madeOf }) => madeOf),
    curves.map(({ columns }) => bytesOf(columns)),
    curves.map(({ note }) => note),
  ]);
}

function bytesOf(columns: readonly Float64Array[]): Buffer {
  return Buffer.concat(
    columns.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
}

const KEPT_BYTES = `SELECT coalesce(sum(bytes), 0)::bigint > $2 AS is_full FROM run_curves WHERE lab_id = $1`;
const DELETE_OLDEST = `
  DELETE FROM run_curves k USING (
    SELECT test_id, first_time, first_record, curve, sum(bytes) OVER (ORDER BY made_at DESC, test_id, first_time, first_record, curve) AS newer
    FROM run_curves WHERE lab_id = $1
  ) o
  WHERE k.lab_id = $1 AND o.newer > $2 AND (k.test_id, k.first_time, k.first_record, k.curve)
    = (o.test_id, o.first_time, o.first_record, o.curve)`;

/** A lab that is full keeps so much of what it may, so that not every new curve removes old ones. */
const LEFT_SHARE = 0.9;

/** Removes the curves that were made first, where the lab's take more than `maxBytes`. */
export async function deleteOldestCurves(scope: LabScope, tx: LabTransaction, args: { maxBytes: number }) {
  const { rows } = await tx.client.query<{ is_full: boolean }>(KEPT_BYTES, [scope.labId, args.maxBytes]);
  if (rows[0]?.is_full) await tx.client.query(DELETE_OLDEST, [scope.labId, Math.floor(args.maxBytes * LEFT_SHARE)]);
}

// One that is being kept at this moment is passed by: nobody finds it any more, and the next one takes its place.
const DELETE_OF_TESTS = `
  DELETE FROM run_curves k USING (
    SELECT test_id, first_time, first_record, curve FROM run_curves
    WHERE lab_id = $1 AND test_id = ANY ($2) FOR UPDATE SKIP LOCKED
  ) o
  WHERE k.lab_id = $1 AND (k.test_id, k.first_time, k.first_record, k.curve)
    = (o.test_id, o.first_time, o.first_record, o.curve)`;

/** Removes what was made of samples that are others now, or gone. */
export async function deleteCurvesOfTests(scope: LabScope, tx: LabTransaction, args: { testIds: readonly number[] }) {
  if (args.testIds.length > 0) await tx.client.query(DELETE_OF_TESTS, [scope.labId, args.testIds]);
}

const DELETE_EXPIRED = `
  DELETE FROM run_curves k USING test_states s
  WHERE k.lab_id = $1 AND k.test_id = $2 AND s.lab_id = $1 AND s.test_id = $2 AND k.first_time < s.kept_from`;

/** Removes what was made of samples that are no longer kept. */
export async function deleteExpiredCurves(scope: LabScope, tx: LabTransaction, args: { testId: number }) {
  await tx.client.query(DELETE_EXPIRED, [scope.labId, args.testId]);
}
