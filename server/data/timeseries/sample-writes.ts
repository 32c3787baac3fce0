import { once } from "node:events";
import { from as copyFrom } from "pg-copy-streams";
import { z } from "zod";
import { NO_INT, type SampleColumns } from "../../domain/sample-columns";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";
import { COPY_COLUMNS, encodeSamples } from "./binary-copy";

/** Samples of one test in order, each with the number of the batch that brought it. */
export type NumberedSamples = { samples: SampleColumns; seq: Float64Array };

const COUNT_OWN_TESTS = `SELECT count(*)::integer AS count FROM tests_of_lab($1, $2)`;

/**
 * Writes samples that are known to be new (all lie past their test's last one, under its lock), by binary COPY. It knows no row security,
 * so the tests are asked for before.
 */
export async function copySamples(
  scope: LabScope,
  tx: LabTransaction,
  parts: readonly (NumberedSamples & { testId: number })[],
): Promise<void> {
  const testIds = [...new Set(parts.map(({ testId }) => testId))];
  const [own] = await queryRows(tx, COUNT_OWN_TESTS, [scope.labId, testIds], z.object({ count: z.int() }));
  if (own?.count !== testIds.length) throw new Error("a test is not of this lab");
  const stream = tx.client.query(copyFrom(`COPY samples (${COPY_COLUMNS}) FROM STDIN WITH (FORMAT binary)`));
  stream.end(encodeSamples(parts));
  await once(stream, "finish"); // rejects on "error"
}

const UPSERT_SAMPLES = `
  SELECT batch_seq, inserted, replaced, unchanged FROM upsert_samples($1, $2, $3,
    (SELECT array_agg(time_of_us(us) ORDER BY n) FROM unnest($4::float8[]) WITH ORDINALITY AS u (us, n)),
    $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

const upsertCounts = z
  .object({ batch_seq: z.coerce.number(), inserted: z.int(), replaced: z.int(), unchanged: z.int() })
  .transform(({ batch_seq, ...counts }) => ({ seq: batch_seq, ...counts }));
export type UpsertCounts = z.output<typeof upsertCounts>;

/**
 * Stores samples of one test that may be there already: of two with one identity the one of the higher `seq` stays.
 * @param args no two with one identity
 * @returns what it came to, batch by batch
 */
export async function upsertSamples(
  scope: LabScope,
  tx: LabTransaction,
  args: NumberedSamples & { testId: number },
): Promise<UpsertCounts[]> {
  const { testId, samples, seq } = args;
  const values = [
    scope.labId,
    testId,
    Array.from(seq),
    Array.from(samples.timeUs),
    Array.from(samples.record),
    Array.from(samples.voltageV),
    Array.from(samples.currentA),
    floatsOrNull(samples.temperatureC),
    floatsOrNull(samples.testTimeS),
    intsOrNull(samples.cycle),
    intsOrNull(samples.step),
    intsOrNull(samples.stepCount),
    intsOrNull(samples.mode),
  ];
  return queryRows(tx, UPSERT_SAMPLES, values, upsertCounts);
}

const floatsOrNull = (column: Float64Array) => Array.from(column, (value) => (Number.isNaN(value) ? null : value));
const intsOrNull = (column: Int32Array) => Array.from(column, (value) => (value === NO_INT ? null : value));

const REFRESH_ZOOM_LEVELS = `
  SELECT refresh_zoom_levels($1, $2, (SELECT array_agg(time_of_us(us) ORDER BY n) FROM unnest($3::float8[]) WITH ORDINALITY AS u (us, n)),
    (SELECT array_agg(time_of_us(us) ORDER BY n) FROM unnest($4::float8[]) WITH ORDINALITY AS u (us, n)))`;

/**
 * Brings the zoom levels up to date for ranges of tests, where the database does not do so by itself.
 * @param ranges those of one test share no hour
 */
export async function refreshZoomLevels(
  scope: LabScope,
  tx: LabTransaction,
  ranges: readonly { testId: number; fromUs: number; toUs: number }[],
): Promise<void> {
  if (ranges.length === 0) return;
  await tx.client.query(REFRESH_ZOOM_LEVELS, [
    scope.labId,
    ranges.map(({ testId }) => testId),
    ranges.map(({ fromUs }) => fromUs),
    ranges.map(({ toUs }) => toUs),
  ]);
}
