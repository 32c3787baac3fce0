import { z } from "zod";
import { UNKNOWN_ERRORS } from "../../domain/cycles/quality/capacity-uncertainty";
import { UNKNOWN_SHAPE } from "../../domain/cycles/current-shape";
import { UNKNOWN_TOTALS } from "../../domain/cycles/cycle-totals";
import { UNKNOWN_ODD_SAMPLES } from "../../domain/cycles/quality/odd-samples";
import { NOT_CLOSED, type Run } from "../../domain/cycles/runs";
import { FORMULA_VERSION } from "../../domain/cycles/stored-quantities";
import type { TestTally } from "../../domain/cycles/test-tally";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";
import { toTimestamp } from "../times";

/** What a test remembers between batches. Written and read by this module only; an older shape is recounted. */
export type TestProgress = {
  shape: typeof PROGRESS_SHAPE;
  openRun: Run;
  tally: TestTally;
  maxGapSeconds: number | null;
};
export const PROGRESS_SHAPE = 5;

/** Progress as the release before lead-in wrote it: what it did not know is filled in with what it computed without. */
function fromFirstShape(progress: TestProgress): TestProgress {
  const { openRun, tally } = progress;
  const { folded } = tally;
  const unknown = { uncoveredS: null, formulaVersion: 1 };
  return fromSecondShape({
    ...progress,
    openRun: { ...openRun, ...unknown, leadInS: 0 },
    tally: { ...tally, folded: folded && { ...folded, ...unknown, firstLeadInS: 0 } },
  });
}

/** Progress as releases wrote it that knew nothing of a run's current and of what is computed when it closes. */
function fromSecondShape(progress: TestProgress): TestProgress {
  const { openRun, tally } = progress;
  return fromThirdShape({
    ...progress,
    openRun: { ...openRun, ...UNKNOWN_SHAPE, ...NOT_CLOSED },
    tally: {
      ...tally,
      hasFallenNumber: false,
      folded: tally.folded && { ...tally.folded, ...UNKNOWN_TOTALS },
    },
  });
}

/** Progress as releases wrote it that knew nothing of uncertainties. */
function fromThirdShape(progress: TestProgress): TestProgress {
  const { openRun, tally } = progress;
  const unknown = { chargeUncertaintyAs: null, dischargeUncertaintyAs: null };
  return fromFourthShape({
    ...progress,
    openRun: { ...openRun, ...UNKNOWN_ERRORS },
    tally: { ...tally, folded: tally.folded && { ...tally.folded, ...unknown } },
  });
}

/** Progress as releases wrote it that left no odd rows out of extremes. */
function fromFourthShape(progress: TestProgress): TestProgress {
  return { ...progress, shape: PROGRESS_SHAPE, openRun: { ...progress.openRun, ...UNKNOWN_ODD_SAMPLES } };
}

function toProgress(stored: { shape: number; progress: TestProgress } | null): TestProgress | null {
  if (stored?.shape === PROGRESS_SHAPE) return stored.progress;
  if (stored?.shape === 4) return fromFourthShape(stored.progress);
  if (stored?.shape === 3) return fromThirdShape(stored.progress);
  if (stored?.shape === 2) return fromSecondShape(stored.progress);
  return stored?.shape === 1 ? fromFirstShape(stored.progress) : null;
}

/** A locked test: where it stands, and the settings that decide its cycles. */
export type TestState = {
  testId: number;
  cellId: number;
  /** Whether it went to another cell while its lock was waited for. */
  hasMoved: boolean;
  cell: string;
  test: string;
  /** Identity of the last sample; null before the first. */
  last: { timeUs: number; record: number } | null;
  /** Samples before this are no longer kept, and the runs that began before it stay as they are; null: all are kept. */
  keptFromUs: number | null;
  progress: TestProgress | null;
  /** The oldest formulas that a run whose samples are kept was computed by. */
  formulaVersion: number;
  /** Whether a setting changed since the cycles were counted. */
  isStale: boolean;
  countedVersion: number;
  settingsVersion: number;
  settings: {
    nominalCapacityAh: number | null;
    cycleStartsWith: "charge" | "discharge";
    maxGapSeconds: number | null;
    endedAtUs: number | null;
  };
};

const LOCK_TEST_STATES = `
  SELECT s.test_id, s.cell_id, c.cell_id AS requested_cell_id, c.name AS cell, t.name AS test,
         us_of_time(s.last_time) AS last_time_us, s.last_record, us_of_time(s.kept_from) AS kept_from_us,
         s.progress, s.formula_version, s.settings_version AS counted_version,
         c.settings_version, c.nominal_capacity_ah, c.cycle_starts_with, c.max_gap_seconds,
         us_of_time(t.ended_at) AS ended_at_us
  FROM unnest($2::text[], $3::text[]) AS asked (cell, test)
  JOIN cells c ON c.lab_id = $1 AND c.name = asked.cell
  JOIN tests t ON t.cell_id = c.cell_id AND t.name = asked.test
  JOIN test_states s ON s.test_id = t.test_id
  ORDER BY s.test_id
  FOR UPDATE OF s`;

const stateRow = z
  .object({
    test_id: z.int(),
    cell_id: z.int(),
    requested_cell_id: z.int(),
    cell: z.string(),
    test: z.string(),
    last_time_us: z.number().nullable(),
    last_record: z.int().nullable(),
    kept_from_us: z.number().nullable(),
    // Written by this module alone; of another release it may have another shape.
    progress: z.custom<TestProgress & { shape: number }>((value) => typeof value === "object").nullable(),
    formula_version: z.int(),
    counted_version: z.int(),
    settings_version: z.int(),
    nominal_capacity_ah: z.number().nullable(),
    cycle_starts_with: z.enum(["charge", "discharge"]),
    max_gap_seconds: z.number().nullable(),
    ended_at_us: z.number().nullable(),
  })
  .transform(
    (row): TestState => ({
      testId: row.test_id,
      cellId: row.cell_id,
      hasMoved: row.cell_id !== row.requested_cell_id,
      cell: row.cell,
      test: row.test,
      last:
        row.last_time_us === null || row.last_record === null
          ? null
          : { timeUs: row.last_time_us, record: row.last_record },
      keptFromUs: row.kept_from_us,
      progress: toProgress(row.progress && { shape: row.progress.shape, progress: row.progress }),
      formulaVersion: row.formula_version,
      isStale: row.counted_version !== row.settings_version,
      countedVersion: row.counted_version,
      settingsVersion: row.settings_version,
      settings: {
        nominalCapacityAh: row.nominal_capacity_ah,
        cycleStartsWith: row.cycle_starts_with,
        maxGapSeconds: row.max_gap_seconds,
        endedAtUs: row.ended_at_us,
      },
    }),
  );

/**
 * Locks the tests of a batch, in id order, so that two batches with the same cells wait for each other and never for a circle.
 * @returns only the tests that are registered; the caller registers the others and begins again
 */
export async function lockTestStates(
  scope: LabScope,
  tx: LabTransaction,
  tests: readonly { cell: string; test: string }[],
): Promise<TestState[]> {
  const values = [scope.labId, tests.map(({ cell }) => cell), tests.map(({ test }) => test)];
  const states = await queryRows(tx, LOCK_TEST_STATES, values, stateRow);
  // Whoever waits for a lock gets the row as it is then, but the settings as they were before: asked again, they are as new.
  const isOutdated = states.some((state) => state.hasMoved || state.countedVersion > state.settingsVersion);
  return isOutdated ? queryRows(tx, LOCK_TEST_STATES, values, stateRow) : states;
}

const INSERT_MISSING_STATES = `
  INSERT INTO test_states (test_id, lab_id, cell_id, settings_version, formula_version)
  SELECT t.test_id, t.lab_id, t.cell_id, c.settings_version, $4
  FROM unnest($2::text[], $3::text[]) AS asked (cell, test)
  JOIN cells c ON c.lab_id = $1 AND c.name = asked.cell
  JOIN tests t ON t.cell_id = c.cell_id AND t.name = asked.test
  ORDER BY t.test_id
  ON CONFLICT (test_id) DO NOTHING`;

/** Gives every registered test a state row to lock. Idempotent. */
export async function insertMissingTestStates(
  scope: LabScope,
  tx: LabTransaction,
  tests: readonly { cell: string; test: string }[],
): Promise<void> {
  await tx.client.query(INSERT_MISSING_STATES, [
    scope.labId,
    tests.map(({ cell }) => cell),
    tests.map(({ test }) => test),
    FORMULA_VERSION,
  ]);
}

const UPDATE_TEST_STATES = `
  UPDATE test_states s
  SET last_time = n.last_time, last_record = n.last_record, progress = n.progress, formula_version = n.formula_version,
      settings_version = n.settings_version, reset_version = coalesce(n.reset_version, s.reset_version),
      samples_version = coalesce(n.samples_version, s.samples_version)
  FROM json_to_recordset($2) AS n (test_id integer, last_time timestamptz, last_record integer, progress json, formula_version integer,
                                   settings_version integer, reset_version bigint, samples_version bigint)
  WHERE s.lab_id = $1 AND s.test_id = n.test_id`;

/**
 * Writes where tests stand now. `resetVersion` is the lab's version when cycles of the test vanished, `samplesVersion` when samples that
 * were stored changed; else null.
 */
export async function updateTestStates(
  scope: LabScope,
  tx: LabTransaction,
  states: readonly {
    testId: number;
    settingsVersion: number;
    progress: TestProgress;
    formulaVersion: number;
    resetVersion: number | null;
    samplesVersion: number | null;
  }[],
): Promise<void> {
  const rows = states.map(({ testId, settingsVersion, progress, formulaVersion, ...versions }) => ({
    test_id: testId,
    last_time: toTimestamp(progress.openRun.lastTimeUs),
    last_record: progress.openRun.lastRecord,
    progress,
    formula_version: formulaVersion,
    settings_version: settingsVersion,
    reset_version: versions.resetVersion,
    samples_version: versions.samplesVersion,
  }));
  await tx.client.query(UPDATE_TEST_STATES, [scope.labId, JSON.stringify(rows)]);
}
