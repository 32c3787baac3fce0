import { setImmediate as othersTurn } from "node:timers/promises";
import { z } from "zod";
import type { MadeCurve } from "../../domain/curves/curve-kinds";
import type { CurveSamples } from "../../domain/curves/curve-samples";
import type { LabScope } from "../../lab-scope";
import { CopiedRows } from "../binary-copy";
import { copyRows, type LabTransaction, queryRows } from "../in-lab";
import { toTimestamp } from "../times";
import type { SampleIdentity } from "./sample-reads";

const CYCLE_NUMBERS = `SELECT test_id, cycle FROM cycles WHERE lab_id = $1 AND cell_id = $2 ORDER BY cycle, test_id`;

/** The cycles of a cell by the cycler's numbers; none when the cell is not of this lab. */
export async function listCycleNumbers(scope: LabScope, tx: LabTransaction, args: { cellId: number }) {
  const numbers: { testId: number; cyclerCycle: number }[] = [];
  const rows = new CopiedRows(await copyRows(tx, CYCLE_NUMBERS, [scope.labId, args.cellId]));
  while (rows.next()) numbers.push({ testId: rows.int() ?? 0, cyclerCycle: rows.int() ?? 0 });
  return numbers;
}

/** Neighbouring samples of a test of which curves are made, and what is stored of them. */
export type Stretch = {
  testId: number;
  cyclerCycle: number;
  /** 1 for a charge, −1 for a discharge, 0 for the whole cycle. */
  sign: 1 | -1 | 0;
  from: SampleIdentity;
  to: SampleIdentity;
  sampleCount: number;
  leadInS: number;
  /** When the current began to decay at a held voltage; null where it did not. */
  heldFromUs: number | null;
  /** Whether no sample is to come after it. */
  isClosed: boolean;
  /** Whether its samples are kept. */
  isKept: boolean;
  /** Of the test's samples, as far as they do not only come after all others. */
  samplesVersion: number;
};

const stretchRow = z
  .object({
    test_id: z.int(),
    cycle: z.int(),
    sign: z.union([z.literal(1), z.literal(-1), z.literal(0)]),
    first_time_us: z.number(),
    first_record: z.int(),
    last_time_us: z.number(),
    last_record: z.int(),
    sample_count: z.int(),
    lead_in_s: z.number(),
    held_from_us: z.number().nullable(),
    is_closed: z.boolean(),
    is_kept: z.boolean(),
    samples_version: z.coerce.number(),
  })
  .transform(
    (row): Stretch => ({
      testId: row.test_id,
      cyclerCycle: row.cycle,
      sign: row.sign,
      from: { timeUs: row.first_time_us, record: row.first_record },
      to: { timeUs: row.last_time_us, record: row.last_record },
      sampleCount: row.sample_count,
      leadInS: row.lead_in_s,
      heldFromUs: row.held_from_us,
      isClosed: row.is_closed,
      isKept: row.is_kept,
      samplesVersion: row.samples_version,
    }),
  );

const ASKED_CYCLES = `
  FROM unnest($2::integer[], $3::integer[]) AS asked (test_id, cycle)
  JOIN cycles c ON c.lab_id = $1 AND c.test_id = asked.test_id AND c.cycle = asked.cycle
  JOIN test_states s ON s.lab_id = $1 AND s.test_id = c.test_id`;
/** Of the tests' runs only those that began within a cycle are looked at, by their primary key. */
const RUNS_OF_CYCLE = `
  FROM runs WHERE lab_id = $1 AND test_id = c.test_id AND cycle = c.cycle AND first_time BETWEEN c.first_time AND c.last_time`;

const LARGEST_RUNS = `
  SELECT c.test_id, c.cycle, direction.sign, us_of_time(r.first_time) AS first_time_us, r.first_record,
         us_of_time(r.last_time) AS last_time_us, r.last_record, r.sample_count, r.lead_in_s,
         us_of_time(r.held_from) AS held_from_us, r.closed_up_to_a IS NOT NULL AS is_closed,
         r.first_time >= coalesce(s.kept_from, '-infinity') AS is_kept, s.samples_version
  ${ASKED_CYCLES}
  JOIN unnest($4::integer[]) AS direction (sign) ON true
  JOIN LATERAL (
    SELECT * ${RUNS_OF_CYCLE} AND direction.sign * (charge_as - discharge_as) > 0
    ORDER BY CASE direction.sign WHEN 1 THEN charge_as ELSE discharge_as END DESC, first_time, first_record LIMIT 1
  ) r ON true
  ORDER BY c.cycle, c.test_id, direction.sign DESC`;

const WHOLE_CYCLES = `
  SELECT c.test_id, c.cycle, 0 AS sign, us_of_time(f.first_time) AS first_time_us, f.first_record,
         us_of_time(l.last_time) AS last_time_us, l.last_record, c.sample_count, 0 AS lead_in_s,
         NULL AS held_from_us, c.is_complete AS is_closed,
         f.first_time >= coalesce(s.kept_from, '-infinity') AS is_kept, s.samples_version
  ${ASKED_CYCLES}
  JOIN LATERAL (SELECT first_time, first_record ${RUNS_OF_CYCLE} ORDER BY first_time, first_record LIMIT 1) f ON true
  JOIN LATERAL (SELECT last_time, last_record ${RUNS_OF_CYCLE} ORDER BY first_time DESC, first_record DESC LIMIT 1) l ON true
  ORDER BY c.cycle, c.test_id`;

type AskedCycles = { cycles: readonly { testId: number; cyclerCycle: number }[] };
const idsOf = ({ cycles }: AskedCycles) => [
  cycles.map(({ testId }) => testId),
  cycles.map(({ cyclerCycle }) => cyclerCycle),
];

/** Of each cycle and direction the run that moved most in it; none where the cycle has none, or is not of this lab. */
export async function listLargestRuns(
  scope: LabScope,
  tx: LabTransaction,
  args: AskedCycles & { signs: readonly (1 | -1)[] },
): Promise<Stretch[]> {
  return queryRows(tx, LARGEST_RUNS, [scope.labId, ...idsOf(args), args.signs], stretchRow);
}

/** Cycles from their first sample to their last. */
export async function listWholeCycles(scope: LabScope, tx: LabTransaction, args: AskedCycles): Promise<Stretch[]> {
  return queryRows(tx, WHOLE_CYCLES, [scope.labId, ...idsOf(args)], stretchRow);
}

const SAMPLES = `
  SELECT place, sampled_at, voltage_v, current_a, temperature_c, test_time_s
  FROM samples_of_stretches($1, $2::integer[], $3::timestamptz[], $4::integer[], $5::timestamptz[], $6::integer[])`;

/** The samples of each stretch, in order, read in one statement; none of those whose test is not of this lab. */
export async function listSamplesOfStretches(
  scope: LabScope,
  tx: LabTransaction,
  args: { stretches: readonly Pick<Stretch, "testId" | "from" | "to">[] },
): Promise<CurveSamples[]> {
  const list = (values: readonly (string | number)[]) => `{${values.join(",")}}`;
  const { stretches } = args;
  const rows = new CopiedRows(
    await copyRows(tx, SAMPLES, [
      scope.labId,
      list(stretches.map(({ testId }) => testId)),
      list(stretches.map(({ from }) => toTimestamp(from.timeUs))),
      list(stretches.map(({ from }) => from.record)),
      list(stretches.map(({ to }) => toTimestamp(to.timeUs))),
      list(stretches.map(({ to }) => to.record)),
    ]),
  );
  const all = emptySamples(rows.count());
  const ends = stretches.map(() => 0);
  for (let index = 0; rows.next(); index++) {
    const place = (rows.int() ?? 1) - 1;
    ends[place] = index + 1;
    all.timeUs[index] = rows.timeUs();
    all.voltageV[index] = rows.floatOrMissing();
    all.currentA[index] = rows.floatOrMissing();
    all.temperatureC[index] = rows.floatOrMissing();
    all.testTimeS[index] = rows.floatOrMissing();
    if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await othersTurn();
  }
  let from = 0;
  return ends.map((end) => {
    const to = Math.max(end, from);
    const part = partOf(all, from, to);
    from = to;
    return part;
  });
}

/** Read in some ten milliseconds. */
const ROWS_AT_ONCE = 50_000;

const emptySamples = (length: number): CurveSamples => ({
  length,
  timeUs: new Float64Array(length),
  voltageV: new Float64Array(length),
  currentA: new Float64Array(length),
  temperatureC: new Float64Array(length),
  testTimeS: new Float64Array(length),
});

const partOf = (samples: CurveSamples, from: number, to: number): CurveSamples => ({
  length: to - from,
  timeUs: samples.timeUs.subarray(from, to),
  voltageV: samples.voltageV.subarray(from, to),
  currentA: samples.currentA.subarray(from, to),
  temperatureC: samples.temperatureC.subarray(from, to),
  testTimeS: samples.testTimeS.subarray(from, to),
});

const KEPT_CURVES = `
  SELECT a.place::integer AS place, k.points, k.note
  FROM unnest($2::integer[], $3::timestamptz[], $4::integer[], $5::text[])
    WITH ORDINALITY AS a (test_id, first_time, first_record, made_of, place)
  JOIN run_curves k ON k.lab_id = $1 AND k.test_id = a.test_id AND k.first_time = a.first_time
    AND k.first_record = a.first_record AND k.made_of = a.made_of AND k.curve = $6`;

const keptRow = z.object({ place: z.int(), points: z.instanceof(Buffer), note: z.string().nullable() });

/**
 * Curves that are kept of some stretches, by their places in the list; those that were made of something else are left out.
 * @param args.columns how many columns such a curve has
 */
export async function listKeptCurves(
  scope: LabScope,
  tx: LabTransaction,
  args: { curve: string; columns: number; of: readonly { testId: number; from: SampleIdentity; madeOf: string }[] },
): Promise<Map<number, MadeCurve>> {
  const values = [
    scope.labId,
    args.of.map(({ testId }) => testId),
    args.of.map(({ from }) => toTimestamp(from.timeUs)),
    args.of.map(({ from }) => from.record),
    args.of.map(({ madeOf }) => madeOf),
    args.curve,
  ];
  const rows = await queryRows(tx, KEPT_CURVES, values, keptRow);
  return new Map(
    rows.map(({ place, points, note }) => [place - 1, { columns: columnsOf(points, args.columns), note }] as const),
  );
}

function columnsOf(points: Buffer, count: number): Float64Array[] {
  const aligned = new Float64Array(new Uint8Array(points).buffer);
  const length = aligned.length / count;
  return Array.from({ length: count }, (_, index) => aligned.subarray(index * length, (index + 1) * length));
}
