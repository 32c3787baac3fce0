import { once } from "node:events";
import { from as copyFrom } from "pg-copy-streams";
import { z } from "zod";
import { NO_INT, type SampleColumns } from "../../domain/sample-columns";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";
import { COPY_COLUMNS, encodeSamples } from "./binary-copy";

/** Writes samples that are known to be new (all lie past their test's last one, under its lock), by binary COPY. */
export async function copySamples(
  _scope: LabScope,
  tx: LabTransaction,
  args: { seq: number; parts: readonly { testId: number; samples: SampleColumns }[] },
): Promise<void> {
  const stream = tx.client.query(copyFrom(`COPY samples (${COPY_COLUMNS}) FROM STDIN WITH (FORMAT binary)`));
  stream.end(encodeSamples(args.parts, args.seq));
  await once(stream, "finish"); // rejects on "error"
}

const UPSERT_SAMPLES = `
  SELECT inserted, replaced, unchanged FROM upsert_samples($1, $2, $3,
    (SELECT array_agg(time_of_us(us) ORDER BY n) FROM unnest($4::float8[]) WITH ORDINALITY AS u (us, n)),
    $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

const upsertCounts = z.object({ inserted: z.int(), replaced: z.int(), unchanged: z.int() });
export type UpsertCounts = z.infer<typeof upsertCounts>;

/** Stores samples of one test that may be there already: of two with one identity the one of the higher `seq` stays. */
export async function upsertSamples(
  scope: LabScope,
  tx: LabTransaction,
  args: { seq: number; testId: number; samples: SampleColumns },
): Promise<UpsertCounts> {
  const { samples } = args;
  const values = [
    scope.labId,
    args.seq,
    new Array(samples.length).fill(args.testId),
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
  const [counts] = await queryRows(tx, UPSERT_SAMPLES, values, upsertCounts);
  if (!counts) throw new Error("upsert_samples answered nothing");
  return counts;
}

const floatsOrNull = (column: Float64Array) => Array.from(column, (value) => (Number.isNaN(value) ? null : value));
const intsOrNull = (column: Int32Array) => Array.from(column, (value) => (value === NO_INT ? null : value));

const REFRESH_ZOOM_LEVELS = `
  SELECT refresh_zoom_levels($1, $2, (SELECT array_agg(time_of_us(us) ORDER BY n) FROM unnest($3::float8[]) WITH ORDINALITY AS u (us, n)),
    (SELECT array_agg(time_of_us(us) ORDER BY n) FROM unnest($4::float8[]) WITH ORDINALITY AS u (us, n)))`;

/** Brings the zoom levels up to date for ranges of tests, where the database does not do so by itself. */
export async function refreshZoomLevels(
  scope: LabScope,
  tx: LabTransaction,
  ranges: readonly { testId: number; fromUs: number; toUs: number }[],
): Promise<void> {
  await tx.client.query(REFRESH_ZOOM_LEVELS, [
    scope.labId,
    ranges.map(({ testId }) => testId),
    ranges.map(({ fromUs }) => fromUs),
    ranges.map(({ toUs }) => toUs),
  ]);
}
