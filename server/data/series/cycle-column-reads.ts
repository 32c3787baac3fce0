import { z } from "zod";
import { CYCLE_QUANTITIES } from "../../domain/cycles/cycle-quantities";
import type { LabScope } from "../../lab-scope";
import { copiedFields } from "../copied-fields";
import { type LabTransaction, queryRows, streamRows } from "../in-lab";
import { listTestsResetSince } from "./cycle-reads";
import { getPackedVersion, streamPackedCycles } from "./packed-cycle-reads";
import { type CycleQuantity, mergeCycles, type TestCycles, toTestCycles } from "../test-cycles";

/** Which cycles of the lab: those that changed after a version, those of some tests, or all. */
export type CycleRange = { sinceVersion?: number; testIds?: readonly number[] };

const OPEN_AND_PARTIAL = [
  "string_agg(int4send(cycle), '') FILTER (WHERE NOT is_complete)",
  "string_agg(int4send(cycle), '') FILTER (WHERE is_partial)",
];

function packed(quantity: CycleQuantity): string {
  if (quantity === "startedAtUs") return "string_agg(timestamptz_send(first_time), '')";
  const { column, isNullable } = CYCLE_QUANTITIES[quantity];
  return `string_agg(float8send(${isNullable ? `coalesce(${column}, 'NaN')` : column}), '')`; // integers become doubles here, too
}

// One row a test, its cycles as packed bytes: of a million cycles half the time that a row each takes, and no object each.
function cyclesOfTests(columns: readonly string[], { sinceVersion, testIds }: CycleRange): string {
  const selected = ["test_id", "string_agg(int4send(cycle), '')", ...columns];
  const since = sinceVersion === undefined ? "" : "AND version > $2";
  const ofTests = testIds === undefined ? "" : "AND test_id = ANY ($3::integer[])";
  return `SELECT ${selected.join(", ")} FROM cycles WHERE lab_id = $1 ${since} ${ofTests} GROUP BY test_id`;
}

// A hash table of a whole lab instead of an index walk or a sort on disk, and a second process where the server has one to spare.
const PREPARE_WHOLE_LAB = `
  SET LOCAL work_mem = '64MB'; SET LOCAL max_parallel_workers_per_gather = 1;
  SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0`;

/** Cycles of the lab, test by test as they arrive. */
export async function* streamCycleColumns(
  scope: LabScope,
  tx: LabTransaction,
  { quantities, range }: { quantities: readonly CycleQuantity[]; range: CycleRange },
): AsyncGenerator<TestCycles> {
  const { sinceVersion = null, testIds } = range;
  if (sinceVersion === null && testIds === undefined) await tx.client.query(PREPARE_WHOLE_LAB);
  const sql = cyclesOfTests([...OPEN_AND_PARTIAL, ...quantities.map(packed)], range);
  const values = [scope.labId, sinceVersion, testIds ? `{${testIds.join(",")}}` : null];
  for await (const fields of copiedFields(streamRows(tx, sql, values))) yield toTestCycles(fields, quantities);
}

/**
 * All cycles of the lab, test by test as they arrive: those that are packed, with what changed since.
 * @see prisma/timescale/0010_packed-cycles.sql
 */
export async function* streamLabCycles(
  scope: LabScope,
  tx: LabTransaction,
  { quantities }: { quantities: readonly CycleQuantity[] },
): AsyncGenerator<TestCycles> {
  const version = await getPackedVersion(scope, tx);
  if (version === null) {
    yield* streamCycleColumns(scope, tx, { quantities, range: {} });
    return;
  }
  const resets = new Set((await listTestsResetSince(scope, tx, { version })).map(({ testId }) => testId));
  const changed = new Map<number, TestCycles>();
  for await (const test of streamCycleColumns(scope, tx, { quantities, range: { sinceVersion: version } })) {
    if (!resets.has(test.testId)) changed.set(test.testId, test);
  }
  for await (const test of streamPackedCycles(scope, tx, { quantities })) {
    if (resets.has(test.testId)) continue;
    const changes = changed.get(test.testId);
    changed.delete(test.testId);
    yield changes ? mergeCycles(test, changes) : test;
  }
  yield* changed.values();
  if (resets.size > 0) yield* streamCycleColumns(scope, tx, { quantities, range: { testIds: [...resets] } });
}

const TEST_STARTS = `
  SELECT test_id, us_of_time(min(first_time)) AS started_at_us FROM cycles
  WHERE lab_id = $1 AND test_id = ANY ($2) GROUP BY test_id`;
const startRow = z
  .object({ test_id: z.int(), started_at_us: z.number() })
  .transform((row) => ({ testId: row.test_id, startedAtUs: row.started_at_us }));

/** When the first cycle of each test began; none for tests without cycles, or of another lab. */
export async function listTestStarts(scope: LabScope, tx: LabTransaction, args: { testIds: readonly number[] }) {
  return queryRows(tx, TEST_STARTS, [scope.labId, args.testIds], startRow);
}
