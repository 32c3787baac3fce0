import { createSampleColumns, NO_INT, type SampleColumns } from "../../domain/sample-columns";
import type { LabScope } from "../../lab-scope";
import type { LabTransaction } from "../in-lab";
import { toTimestamp } from "./times";

export type SampleIdentity = { timeUs: number; record: number };

const SAMPLES_BETWEEN = `
  SELECT us_of_time(time), record, voltage_v, current_a, temperature_c, test_time_s, cycle, step, step_count, mode
  FROM samples_between($1, $2, $3, $4, $5, $6, $7)`;

type SampleTuple = [number, number, number, number, number | null, number | null, ...(number | null)[]];

/**
 * Samples of one test from one identity to another, both included, in order; at most `limit`.
 * None when the test is not of this lab. (Rows are read as tuples straight into columns: a recount reads many.)
 */
export async function listSamplesBetween(
  scope: LabScope,
  tx: LabTransaction,
  args: { testId: number; from: SampleIdentity; to: SampleIdentity; limit?: number },
): Promise<SampleColumns> {
  const { rows } = await tx.client.query<SampleTuple>({
    text: SAMPLES_BETWEEN,
    values: [
      scope.labId,
      args.testId,
      toTimestamp(args.from.timeUs),
      args.from.record,
      toTimestamp(args.to.timeUs),
      args.to.record,
      args.limit ?? null,
    ],
    rowMode: "array",
  });
  const samples = createSampleColumns(rows.length);
  rows.forEach((row, index) => {
    samples.timeUs[index] = row[0];
    samples.record[index] = row[1];
    samples.voltageV[index] = row[2];
    samples.currentA[index] = row[3];
    samples.temperatureC[index] = row[4] ?? Number.NaN;
    samples.testTimeS[index] = row[5] ?? Number.NaN;
    samples.cycle[index] = row[6] ?? NO_INT;
    samples.step[index] = row[7] ?? NO_INT;
    samples.stepCount[index] = row[8] ?? NO_INT;
    samples.mode[index] = row[9] ?? NO_INT;
  });
  return samples;
}
