import { z } from "zod";
import type { SampleColumns } from "../../domain/samples/sample-columns";
import { mergeSamples } from "../../domain/samples/merge-samples";
import {
  joinBuckets,
  type PointBucket,
  type Points,
  pointsOfBuckets,
  pointsOfSamples,
  thinSamples,
} from "../../domain/samples/thin-points";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";
import { findEndsOfTests, listSamplesBetween } from "./sample-reads";
import { toTimestamp } from "../times";

export type PointRange = { testIds: readonly number[]; fromUs: number; toUs: number };
export type SamplePoints = { resolution: "samples" | "1m" | "1h"; points: Points };

/** A bucket is drawn as two points. */
const POINTS_PER_BUCKET = 2;
/** So many samples a point are read and thinned here, so that the points are samples. */
const READ_PER_POINT = 5;
/** So many samples a point are summed up in the database; more are left to a zoom level, though it be coarse. */
const SUM_PER_POINT = 100;

/**
 * A curve over one or several tests of a cell, merged by time: at most `points`, and no smallest or largest voltage or current of any
 * stretch is lost. Samples where they are few, else the coarsest level that has enough buckets; the rows read are bounded by `points`
 * and, for the hours, by how long the tests ran.
 * @param args.points at least 2
 */
export async function listSamplePoints(
  scope: LabScope,
  tx: LabTransaction,
  args: PointRange & { points: number },
): Promise<SamplePoints> {
  const { points } = args;
  const mayRead = points * READ_PER_POINT;
  const stored = { ...(await withinTests(scope, tx, args)), points };
  const level = await levelFor(scope, tx, stored);
  if (level.name === "samples" && level.samples <= mayRead) {
    const samples = await readSamples(scope, tx, stored, mayRead);
    return { resolution: "samples", points: pointsOfSamples(samples, thinSamples(samples, points)) };
  }
  // So many slices come of the time that holds samples, one of them cut by the range's ends; pauses cut more, which are joined again.
  const slices = Math.floor(points / POINTS_PER_BUCKET);
  const sliceUs = Math.max(1, Math.ceil(level.coveredUs / Math.max(1, slices - 1)));
  const buckets = await listBuckets(scope, tx, stored, { level: level.name, sliceUs });
  return { resolution: level.name, points: pointsOfBuckets(joinBuckets(buckets, slices), args) };
}

/** What serves a picture: at most so many samples, over so much time without the pauses. */
type Level = { name: SamplePoints["resolution"]; samples: number; coveredUs: number };

const HOUR_US = 3_600e6;
const MINUTE_US = 60e6;

async function levelFor(scope: LabScope, tx: LabTransaction, args: PointRange & { points: number }): Promise<Level> {
  // Where samples are no longer kept, what is left of them is no whole curve.
  const hasSamples = !(await isExpired(scope, tx, args));
  const mayRead = hasSamples ? args.points * READ_PER_POINT : 0;
  const enough = Math.floor(args.points / POINTS_PER_BUCKET);
  const hours = await countBuckets(scope, tx, args, "1h");
  const asHours = { name: "1h", samples: hours.samples, coveredUs: hours.buckets * HOUR_US } as const;
  if (hours.samples <= mayRead) return { ...asHours, name: "samples" };
  if (hours.buckets >= enough) return asHours;
  const minutes = await countBuckets(scope, tx, args, "1m");
  const asMinutes = { name: "1m", samples: minutes.samples, coveredUs: minutes.buckets * MINUTE_US } as const;
  if (minutes.samples <= mayRead) return { ...asMinutes, name: "samples" };
  if (minutes.buckets >= enough || !hasSamples) return asMinutes;
  // Dense samples: the buckets at the ends hold many that lie outside of the range, so they are counted.
  const maySum = args.points * SUM_PER_POINT;
  const samples = await countSamplesUpTo(scope, tx, args, maySum + 1);
  const coveredUs = Math.min(asMinutes.coveredUs, args.toUs - args.fromUs);
  return samples <= maySum ? { name: "samples", samples, coveredUs } : asMinutes;
}

const IS_EXPIRED = `
  SELECT EXISTS (
    SELECT FROM test_states WHERE lab_id = $1 AND test_id = ANY ($2) AND kept_from > $3
      AND EXISTS (SELECT FROM runs s WHERE s.lab_id = $1 AND s.test_id = test_states.test_id
                  AND s.first_time < kept_from AND s.first_time <= $4)) AS is_expired`;

async function isExpired(scope: LabScope, tx: LabTransaction, range: PointRange): Promise<boolean> {
  const values = [scope.labId, range.testIds, toTimestamp(range.fromUs), toTimestamp(range.toUs)];
  const [row] = await queryRows(tx, IS_EXPIRED, values, z.object({ is_expired: z.boolean() }));
  return row?.is_expired ?? false;
}

const COUNT_BUCKETS = `SELECT buckets, samples FROM count_zoom_points($1, $2, $3, $4, $5)`;
const bucketCounts = z.object({ buckets: z.coerce.number(), samples: z.coerce.number() });

async function countBuckets(scope: LabScope, tx: LabTransaction, range: PointRange, level: "1m" | "1h") {
  const values = [scope.labId, range.testIds, level, toTimestamp(range.fromUs), toTimestamp(range.toUs)];
  const [counts] = await queryRows(tx, COUNT_BUCKETS, values, bucketCounts);
  return counts ?? { buckets: 0, samples: 0 };
}

/** The range without what lies before and behind the tests: a query over all time opens every week that anybody has samples of. */
async function withinTests(scope: LabScope, tx: LabTransaction, range: PointRange): Promise<PointRange> {
  const ends = await findEndsOfTests(scope, tx, range);
  return ends
    ? { ...range, fromUs: Math.max(range.fromUs, ends.fromUs), toUs: Math.min(range.toUs, ends.toUs) }
    : range;
}

const COUNT_SAMPLES = `SELECT count_samples_up_to($1, $2, $3, $4, $5) AS samples`;

async function countSamplesUpTo(scope: LabScope, tx: LabTransaction, range: PointRange, limit: number) {
  const { testIds, fromUs, toUs } = range;
  const values = [scope.labId, testIds, toTimestamp(fromUs), toTimestamp(toUs), limit];
  const [counts] = await queryRows(tx, COUNT_SAMPLES, values, z.object({ samples: z.coerce.number() }));
  return counts?.samples ?? 0;
}

async function readSamples(
  scope: LabScope,
  tx: LabTransaction,
  range: PointRange,
  limit: number,
): Promise<SampleColumns> {
  const from = { timeUs: range.fromUs, record: 0 };
  const to = { timeUs: range.toUs, record: LAST_RECORD };
  const parts: SampleColumns[] = [];
  for (const testId of range.testIds) {
    parts.push(await listSamplesBetween(scope, tx, { testId, from, to, limit }));
  }
  return mergeSamples(parts).samples;
}

const LAST_RECORD = 2 ** 31 - 1;

const LIST_BUCKETS = `
  SELECT us_of_time(from_time) AS from_us, us_of_time(to_time) AS to_us,
         min_voltage_v, max_voltage_v, min_current_a, max_current_a, min_temperature_c, max_temperature_c
  FROM zoom_points($1, $2, $3, $4, $5, $6 * INTERVAL '1 microsecond')`;

const value = z.number().nullable();
const bucketRow = z
  .object({
    from_us: z.number(),
    to_us: z.number(),
    min_voltage_v: value,
    max_voltage_v: value,
    min_current_a: value,
    max_current_a: value,
    min_temperature_c: value,
    max_temperature_c: value,
  })
  .transform(
    (row): PointBucket => ({
      fromUs: row.from_us,
      toUs: row.to_us,
      voltage: { min: row.min_voltage_v, max: row.max_voltage_v },
      current: { min: row.min_current_a, max: row.max_current_a },
      temperature: { min: row.min_temperature_c, max: row.max_temperature_c },
    }),
  );

async function listBuckets(
  scope: LabScope,
  tx: LabTransaction,
  range: PointRange,
  { level, sliceUs }: { level: SamplePoints["resolution"]; sliceUs: number },
): Promise<PointBucket[]> {
  const values = [scope.labId, range.testIds, level, toTimestamp(range.fromUs), toTimestamp(range.toUs), sliceUs];
  return queryRows(tx, LIST_BUCKETS, values, bucketRow);
}
