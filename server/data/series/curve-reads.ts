import { z } from "zod";
import type { MadeCurve } from "../../domain/curves/curve-kinds";
import type { CurveSamples } from "../../domain/curves/curve-samples";
import type { LabScope } from "../../lab-scope";
import { CopiedRows } from "../binary-copy";
import { copyRows, type LabTransaction, queryRows } from "../in-lab";
import { float64Column, timeColumn } from "../test-cycles";
import { toTimestamp } from "../times";
import type { SampleIdentity } from "./sample-reads";

const CELL = `
  SELECT c.cell_id, c.max_gap_seconds, c.active_mass_g, t.test_id, t.name AS test, t.cycle_offset
  FROM cells c LEFT JOIN tests t ON t.lab_id = $1 AND t.cell_id = c.cell_id
  WHERE c.lab_id = $1 AND c.name = $2 ORDER BY t.test_id`;

const cellRow = z.object({
  cell_id: z.int(),
  max_gap_seconds: z.number().nullable(),
  active_mass_g: z.number().nullable(),
  test_id: z.int().nullable(),
  test: z.string().nullable(),
  cycle_offset: z.int().nullable(),
});

/** A cell, as far as its curves depend on it. */
export type CurveCell = {
  cellId: number;
  maxGapSeconds: number | null;
  activeMassG: number | null;
  tests: { testId: number; name: string; cycleOffset: number }[];
};

/** A cell by name, or null when this lab has none. */
export async function findCurveCell(
  scope: LabScope,
  tx: LabTransaction,
  args: { name: string },
): Promise<CurveCell | null> {
  const rows = await queryRows(tx, CELL, [scope.labId, args.name], cellRow);
  const [first] = rows;
  if (!first) return null;
  return {
    cellId: first.cell_id,
    maxGapSeconds: first.max_gap_seconds,
    activeMassG: first.active_mass_g,
    tests: rows.flatMap(({ test_id: testId, test, cycle_offset: cycleOffset }) =>
      testId === null || test === null ? [] : [{ testId, name: test, cycleOffset: cycleOffset ?? 0 }],
    ),
  };
}

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
  /** 1 for a charge, −1 for a discharge, 0 for the whole cycle or a step of the program. */
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

const REQUESTED_CYCLES = `
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
  ${REQUESTED_CYCLES}
  JOIN unnest($4::integer[]) AS direction (sign) ON true
  JOIN LATERAL (
    SELECT * ${RUNS_OF_CYCLE} AND direction.sign * (charge_as - discharge_as) > 0
    ORDER BY CASE direction.sign WHEN 1 THEN charge_as ELSE discharge_as END DESC, first_time, first_record LIMIT 1
  ) r ON true
  ORDER BY c.cycle, c.test_id, direction.sign DESC`;

const RUNS_OF_STEP = `
  SELECT c.test_id, c.cycle, 0 AS sign, us_of_time(r.first_time) AS first_time_us, r.first_record,
         us_of_time(r.last_time) AS last_time_us, r.last_record, r.sample_count, 0 AS lead_in_s,
         NULL AS held_from_us, r.closed_up_to_a IS NOT NULL AS is_closed,
         r.first_time >= coalesce(s.kept_from, '-infinity') AS is_kept, s.samples_version
  ${REQUESTED_CYCLES}
  JOIN LATERAL (
    SELECT * ${RUNS_OF_CYCLE} AND step = $4 ORDER BY last_time - first_time DESC, first_time, first_record LIMIT 1
  ) r ON true
  ORDER BY c.cycle, c.test_id`;

const WHOLE_CYCLES = `
  SELECT c.test_id, c.cycle, 0 AS sign, us_of_time(f.first_time) AS first_time_us, f.first_record,
         us_of_time(l.last_time) AS last_time_us, l.last_record, c.sample_count, 0 AS lead_in_s,
         NULL AS held_from_us, c.is_complete AS is_closed,
         f.first_time >= coalesce(s.kept_from, '-infinity') AS is_kept, s.samples_version
  ${REQUESTED_CYCLES}
  JOIN LATERAL (SELECT first_time, first_record ${RUNS_OF_CYCLE} ORDER BY first_time, first_record LIMIT 1) f ON true
  JOIN LATERAL (SELECT last_time, last_record ${RUNS_OF_CYCLE} ORDER BY first_time DESC, first_record DESC LIMIT 1) l ON true
  ORDER BY c.cycle, c.test_id`;

type RequestedCycles = { cycles: readonly { testId: number; cyclerCycle: number }[] };
const idsOf = ({ cycles }: RequestedCycles) => [
  cycles.map(({ testId }) => testId),
  cycles.map(({ cyclerCycle }) => cyclerCycle),
];

/** Of each cycle and direction the run that moved most in it; none where the cycle has none, or is not of this lab. */
export async function listLargestRuns(
  scope: LabScope,
  tx: LabTransaction,
  args: RequestedCycles & { signs: readonly (1 | -1)[] },
): Promise<Stretch[]> {
  return queryRows(tx, LARGEST_RUNS, [scope.labId, ...idsOf(args), args.signs], stretchRow);
}

/** Of each cycle the run of a step of the program that lasted longest; none where the cycle has none, or is not of this lab. */
export async function listRunsOfStep(
  scope: LabScope,
  tx: LabTransaction,
  args: RequestedCycles & { step: number },
): Promise<Stretch[]> {
  return queryRows(tx, RUNS_OF_STEP, [scope.labId, ...idsOf(args), args.step], stretchRow);
}

/** Cycles from their first sample to their last. */
export async function listWholeCycles(scope: LabScope, tx: LabTransaction, args: RequestedCycles): Promise<Stretch[]> {
  return queryRows(tx, WHOLE_CYCLES, [scope.labId, ...idsOf(args)], stretchRow);
}

const SAMPLES = `
  SELECT place, times, voltage_v, current_a, temperature_c, test_time_s
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
  const found = new Map<number, CurveSamples>();
  while (rows.next()) {
    const place = rows.int() ?? 0;
    const timeUs = timeColumn(Buffer.from(rows.bytes()));
    const next = () => float64Column(rows.bytes());
    const columns = { voltageV: next(), currentA: next(), temperatureC: next(), testTimeS: next() };
    found.set(place - 1, { length: timeUs.length, timeUs, ...columns });
  }
  return stretches.map((_, index) => found.get(index) ?? NO_SAMPLES);
}

const NONE = new Float64Array(0);
const NO_SAMPLES: CurveSamples = {
  length: 0,
  timeUs: NONE,
  voltageV: NONE,
  currentA: NONE,
  temperatureC: NONE,
  testTimeS: NONE,
};

const KEPT_CURVES = `
  SELECT a.place, k.points, k.note
  FROM json_to_recordset($2)
    AS a (place integer, test_id integer, first_time timestamptz, first_record integer, made_of text)
  JOIN run_curves k ON k.lab_id = $1 AND k.test_id = a.test_id AND k.first_time = a.first_time
    AND k.first_record = a.first_record AND k.made_of = a.made_of AND k.curve = $3`;

/**
 * Curves that are kept of some stretches, by their places in the list; those that were made of something else are left out.
 * @param args.columns how many columns such a curve has
 */
export async function listKeptCurves(
  scope: LabScope,
  tx: LabTransaction,
  args: { curve: string; columns: number; of: readonly { testId: number; from: SampleIdentity; madeOf: string }[] },
): Promise<Map<number, MadeCurve>> {
  const requested = args.of.map(({ testId, from, madeOf }, place) => ({
    place,
    test_id: testId,
    first_time: toTimestamp(from.timeUs),
    first_record: from.record,
    made_of: madeOf,
  }));
  const rows = new CopiedRows(await copyRows(tx, KEPT_CURVES, [scope.labId, JSON.stringify(requested), args.curve]));
  const kept = new Map<number, MadeCurve>();
  while (rows.next()) {
    const place = rows.int() ?? 0;
    kept.set(place, { columns: columnsOf(rows.bytes(), args.columns), note: rows.text() });
  }
  return kept;
}

function columnsOf(points: Uint8Array, count: number): Float64Array[] {
  const aligned = new Float64Array(new Uint8Array(points).buffer);
  const length = aligned.length / count;
  return Array.from({ length: count }, (_, index) => aligned.subarray(index * length, (index + 1) * length));
}
