import { once } from "node:events";
import { from as copyFrom } from "pg-copy-streams";
import { z } from "zod";
import type { SampleColumns } from "../../domain/samples/sample-columns";
import { sliceBuckets, type SummedLevel, type SummedTest, type ZoomBuckets } from "../../domain/samples/zoom-buckets";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";
import { float8Array, int4Array, int8Array, timestampArray } from "../binary-arrays";
import { COPY_COLUMNS, encodeSamples, encodeZoomBuckets, ZOOM_COPY_COLUMNS } from "../binary-copy";

/** Samples of one test in order, each with the number of the batch that brought it. */
export type NumberedSamples = { samples: SampleColumns; seq: Float64Array };

const COUNT_OWN_TESTS = `SELECT count(*)::integer AS count FROM tests_of_lab($1, $2)`;

/**
 * Writes samples that are known to be new (all lie past their test's last one, under its lock), by binary COPY. It knows no row security,
 * so the tests are asked for before.
 * @returns when the database has begun: what `isCopied` says is to be awaited before the transaction ends
 */
export async function copySamples(
  scope: LabScope,
  tx: LabTransaction,
  parts: readonly (NumberedSamples & { testId: number })[],
): Promise<{ isCopied: Promise<unknown> }> {
  const testIds = [...new Set(parts.map(({ testId }) => testId))];
  const [own] = await queryRows(tx, COUNT_OWN_TESTS, [scope.labId, testIds], z.object({ count: z.int() }));
  if (own?.count !== testIds.length) throw new Error("a test is not of this lab");
  const stream = tx.client.query(copyFrom(`COPY samples (${COPY_COLUMNS}) FROM STDIN WITH (FORMAT binary)`));
  const isCopied = once(stream, "finish"); // rejects on "error"
  isCopied.catch(() => {}); // whoever awaits it gets it
  const isTaken = new Promise((resolve) => stream.write(encodeSamples(parts), resolve));
  stream.end();
  await Promise.race([isTaken, isCopied]);
  return { isCopied };
}

const UPSERT_SAMPLES = `
  SELECT batch_seq, inserted, replaced, unchanged
  FROM upsert_samples($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::integer[]::smallint[], $14)`;

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
    int8Array(seq),
    timestampArray(samples.timeUs),
    int4Array(samples.record),
    float8Array(samples.voltageV),
    float8Array(samples.currentA),
    float8Array(samples.temperatureC),
    float8Array(samples.testTimeS),
    int4Array(samples.cycle),
    int4Array(samples.step),
    int4Array(samples.stepCount),
    int4Array(samples.mode),
    float8Array(samples.stepTimeS),
  ];
  return queryRows(tx, UPSERT_SAMPLES, values, upsertCounts);
}

const PARAMETERS = Array.from({ length: 17 }, (_, index) => `$${index + 1}`).join(", ");
const APPEND_ZOOM_LEVELS = `SELECT append_zoom_levels(${PARAMETERS})`;
/** So many new buckets, and so many a test, are written quicker by a COPY of their own. */
const COPIED_BUCKETS = 200;
const COPIED_BUCKETS_OF_TEST = 8;

/** Adds samples to the zoom levels: at the cost of the buckets that they touch, whatever those hold already. */
export async function appendZoomLevels(
  scope: LabScope,
  tx: LabTransaction,
  levels: readonly SummedLevel[],
): Promise<void> {
  for (const { level, summed } of levels) {
    if (summed.length === 0) continue;
    // Of each test only the first bucket may be there already.
    const news = summed.reduce((count, { buckets }) => count + buckets.length - 1, 0);
    const areMany = news >= Math.max(COPIED_BUCKETS, COPIED_BUCKETS_OF_TEST * summed.length);
    await mergeBuckets(scope, tx, level, areMany ? summed.map(firstOf) : summed);
    if (areMany) await copyBuckets(tx, level, summed);
  }
}

const firstOf = ({ testId, buckets }: SummedTest): SummedTest => ({ testId, buckets: sliceBuckets(buckets, 0, 1) });

/** @throws when a test is not of this lab */
async function mergeBuckets(scope: LabScope, tx: LabTransaction, level: string, summed: readonly SummedTest[]) {
  const joined = (column: (buckets: ZoomBuckets) => Float64Array) =>
    float8Array(joinFloats(summed.map(({ buckets }) => column(buckets))));
  const summaries = (["voltage", "current", "temperature"] as const).flatMap((quantity) =>
    (["first", "last", "min", "max"] as const).map((what) => joined((buckets) => buckets[quantity][what])),
  );
  await tx.client.query(APPEND_ZOOM_LEVELS, [
    scope.labId,
    level,
    int4Array(Int32Array.from(summed.flatMap(({ testId, buckets }) => new Array(buckets.length).fill(testId)))),
    timestampArray(joinFloats(summed.map(({ buckets }) => buckets.startUs))),
    int4Array(Int32Array.from(summed.flatMap(({ buckets }) => [...buckets.n]))),
    ...summaries,
  ]);
}

/** COPY knows no row security: `mergeBuckets` has asked whose the tests are. */
async function copyBuckets(tx: LabTransaction, level: string, summed: readonly SummedTest[]) {
  const stream = tx.client.query(
    copyFrom(`COPY samples_${level} (${ZOOM_COPY_COLUMNS}) FROM STDIN WITH (FORMAT binary)`),
  );
  stream.end(encodeZoomBuckets(summed, { from: 1 }));
  await once(stream, "finish"); // rejects on "error"
}

function joinFloats(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

const REFRESH_ZOOM_LEVELS = `SELECT refresh_zoom_levels($1, $2, $3, $4)`;

/** Brings the zoom levels up to date for ranges of tests in which stored samples changed. */
export async function refreshZoomLevels(
  scope: LabScope,
  tx: LabTransaction,
  ranges: readonly { testId: number; fromUs: number; toUs: number }[],
): Promise<void> {
  if (ranges.length === 0) return;
  await tx.client.query(REFRESH_ZOOM_LEVELS, [
    scope.labId,
    ranges.map(({ testId }) => testId),
    timestampArray(Float64Array.from(ranges, ({ fromUs }) => fromUs)),
    timestampArray(Float64Array.from(ranges, ({ toUs }) => toUs)),
  ]);
}
