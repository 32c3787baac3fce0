import { z } from "zod";
import { createSampleColumns, type SampleColumns } from "../../domain/samples/sample-columns";
import type { LabScope } from "../../lab-scope";
import { copyRows, type LabTransaction, queryRows } from "../in-lab";
import { CopiedRows } from "../binary-copy";
import { toTimestamp } from "../times";

export type SampleIdentity = { timeUs: number; record: number };

type SampleRange = { testId: number; from: SampleIdentity; to: SampleIdentity; limit?: number };

const SAMPLES_BETWEEN = `
  SELECT time, record, voltage_v, current_a, temperature_c, test_time_s, step_time_s, cycle, step, step_count, mode
  FROM samples_between($1, $2, $3, $4, $5, $6, $7)`;

/**
 * Samples of one test from one identity to another, both included, in order; at most `limit`.
 * None when the test is not of this lab.
 */
export async function listSamplesBetween(
  scope: LabScope,
  tx: LabTransaction,
  args: SampleRange,
): Promise<SampleColumns> {
  return readSamples(scope, tx, SAMPLES_BETWEEN, args);
}

const LAST_SAMPLES = SAMPLES_BETWEEN.replace("samples_between", "last_samples_between");

/** The same samples, in order; of more than `limit` the last ones. */
export async function listLastSamples(scope: LabScope, tx: LabTransaction, args: SampleRange & { limit: number }) {
  return readSamples(scope, tx, LAST_SAMPLES, args);
}

async function readSamples(
  scope: LabScope,
  tx: LabTransaction,
  sql: string,
  args: SampleRange,
): Promise<SampleColumns> {
  const rows = new CopiedRows(
    await copyRows(tx, sql, [
      scope.labId,
      args.testId,
      toTimestamp(args.from.timeUs),
      args.from.record,
      toTimestamp(args.to.timeUs),
      args.to.record,
      args.limit ?? null,
    ]),
  );
  const samples = createSampleColumns(rows.count());
  for (let index = 0; rows.next(); index++) {
    samples.timeUs[index] = rows.timeUs();
    samples.record[index] = rows.intOrMissing();
    samples.voltageV[index] = rows.floatOrMissing();
    samples.currentA[index] = rows.floatOrMissing();
    samples.temperatureC[index] = rows.floatOrMissing();
    samples.testTimeS[index] = rows.floatOrMissing();
    samples.stepTimeS[index] = rows.floatOrMissing();
    samples.cycle[index] = rows.intOrMissing();
    samples.step[index] = rows.intOrMissing();
    samples.stepCount[index] = rows.intOrMissing();
    samples.mode[index] = rows.intOrMissing();
  }
  return samples;
}

const ENDS_OF_TESTS = `
  SELECT us_of_time(min(r.first_time)) AS from_us, us_of_time(max(s.last_time)) AS to_us
  FROM test_states s
  LEFT JOIN LATERAL (
    SELECT first_time FROM runs WHERE lab_id = $1 AND test_id = s.test_id ORDER BY first_time, first_record LIMIT 1
  ) r ON true
  WHERE s.lab_id = $1 AND s.test_id = ANY ($2)`;
const endsRow = z.object({ from_us: z.number().nullable(), to_us: z.number().nullable() });

/** Between which times the samples of tests lie, the first and the last of them; null where there are none. */
export async function findEndsOfTests(scope: LabScope, tx: LabTransaction, args: { testIds: readonly number[] }) {
  const [ends] = await queryRows(tx, ENDS_OF_TESTS, [scope.labId, args.testIds], endsRow);
  const { from_us: fromUs, to_us: toUs } = ends ?? { from_us: null, to_us: null };
  return fromUs === null || toUs === null ? null : { fromUs, toUs };
}

const TEST = `SELECT EXISTS (SELECT FROM tests WHERE lab_id = $1 AND test_id = $2) AS is_there`;

/** Whether the lab has that test: one that was deleted reads like one without samples. */
export async function isTestThere(scope: LabScope, tx: LabTransaction, args: { testId: number }): Promise<boolean> {
  const [row] = await queryRows(tx, TEST, [scope.labId, args.testId], z.object({ is_there: z.boolean() }));
  return row?.is_there ?? false;
}
