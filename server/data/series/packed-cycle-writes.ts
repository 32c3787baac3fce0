import { z } from "zod";
import { CYCLE_QUANTITIES } from "../../domain/cycles/cycle-quantities";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";

const LOCK_PACKED_LAB = `
  INSERT INTO packed_labs AS p (lab_id, version, cycles) VALUES ($1, -1, 0)
  ON CONFLICT (lab_id) DO UPDATE SET version = p.version RETURNING version`;
const versionRow = z.object({ version: z.coerce.number() });

/** Keeps others from packing the lab until the commit. @returns the version up to which it is packed, −1 for none */
export async function lockPackedLab(scope: LabScope, tx: LabTransaction): Promise<number> {
  const [packed] = await queryRows(tx, LOCK_PACKED_LAB, [scope.labId], versionRow);
  return packed?.version ?? -1;
}

const CHANGED_TESTS = `
  SELECT test_id FROM cycles WHERE lab_id = $1 AND version > $2
  UNION SELECT test_id FROM test_states WHERE lab_id = $1 AND reset_version > $2
  ORDER BY test_id`;

/** The tests whose cycles changed after a version of the lab, or were removed. */
export async function listTestsChangedSince(scope: LabScope, tx: LabTransaction, args: { version: number }) {
  const row = z.object({ test_id: z.int() }).transform(({ test_id }) => test_id);
  return queryRows(tx, CHANGED_TESTS, [scope.labId, args.version], row);
}

const inOrder = (value: string) => `string_agg(${value}, '' ORDER BY cycle)`;
const PACKED = [
  ["lab_id", "lab_id"],
  ["test_id", "test_id"],
  ["cycles", inOrder("int4send(cycle)")],
  ["open_cycles", `${inOrder("int4send(cycle)")} FILTER (WHERE NOT is_complete)`],
  ["partial_cycles", `${inOrder("int4send(cycle)")} FILTER (WHERE is_partial)`],
  ["first_times", inOrder("timestamptz_send(first_time)")],
  ...Object.values(CYCLE_QUANTITIES).map(({ column, isNullable }) => {
    const value = isNullable ? `coalesce(${column}, 'NaN')` : column; // integers become doubles here, too
    return [column, inOrder(`float8send(${value})`)];
  }),
];
const UNPACK_TESTS = `DELETE FROM packed_cycles WHERE lab_id = $1 AND test_id = ANY ($2)`;
const PACK_TESTS = `
  INSERT INTO packed_cycles (${PACKED.map(([column]) => column).join(", ")})
  SELECT ${PACKED.map(([, value]) => value).join(", ")} FROM cycles WHERE lab_id = $1 AND test_id = ANY ($2)
  GROUP BY lab_id, test_id`;

/** Packs all cycles of some tests as they are now; one without cycles has no row any more. */
export async function packTests(scope: LabScope, tx: LabTransaction, args: { testIds: readonly number[] }) {
  for (const sql of [UNPACK_TESTS, PACK_TESTS]) await tx.client.query(sql, [scope.labId, args.testIds]);
}

// A test that was deleted while it was packed left its row.
const DELETE_ORPHANS = `
  DELETE FROM packed_cycles p WHERE lab_id = $1
  AND NOT EXISTS (SELECT FROM test_states s WHERE s.lab_id = p.lab_id AND s.test_id = p.test_id)`;
const SET_PACKED_VERSION = `
  UPDATE packed_labs SET version = $2,
    cycles = (SELECT coalesce(sum(length(cycles) / 4), 0) FROM packed_cycles WHERE lab_id = $1)
  WHERE lab_id = $1`;

/** Says that every change up to a version of the lab is packed. */
export async function setPackedVersion(scope: LabScope, tx: LabTransaction, args: { version: number }): Promise<void> {
  await tx.client.query(DELETE_ORPHANS, [scope.labId]);
  await tx.client.query(SET_PACKED_VERSION, [scope.labId, args.version]);
}
