import { z } from "zod";
import type { CellActivity } from "../../domain/cells/cell-state";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";

/** What is known of a cell's samples, from the states of its tests. */
export type KnownActivity = CellActivity & {
  cellId: number;
  name: string;
  /** Of the sample that is the last by its own clock, V. */
  lastVoltageV: number | null;
  /** The cycle of that sample, as shown: with the offset of its test. */
  cycle: number | null;
};

const CELL_ACTIVITY = `
  WITH states AS MATERIALIZED (
    SELECT test_id, cell_id, last_time, arrived_at, arrival_interval_s, progress
    FROM test_states WHERE lab_id = $1 AND last_time IS NOT NULL
      AND ($3::integer[] IS NULL OR test_id = ANY (ARRAY(SELECT of.test_id FROM tests of WHERE of.cell_id = ANY ($3))))
  ), last AS (
    SELECT DISTINCT ON (cell_id) cell_id, test_id, last_time, progress -> 'openRun' AS run, progress -> 'tally' AS tally
    FROM states ORDER BY cell_id, last_time DESC, test_id DESC
  ), heard AS (
    SELECT DISTINCT ON (cell_id) cell_id, arrived_at, arrival_interval_s
    FROM states WHERE arrived_at IS NOT NULL ORDER BY cell_id, arrived_at DESC, test_id DESC
  )
  SELECT c.cell_id, c.name, c.nominal_capacity_ah, us_of_time(last.last_time) / 1000 AS last_sample_at_ms,
         (last.run ->> 'lastVoltageV')::double precision AS last_voltage_v,
         (last.run ->> 'lastCurrentA')::double precision AS last_current_a,
         (last.tally ->> 'openCycle')::integer + t.cycle_offset AS cycle,
         CASE WHEN t.ended_at >= last.last_time THEN us_of_time(t.ended_at) / 1000 END AS ended_at_ms,
         heard.arrived_at, heard.arrival_interval_s
  FROM cells c
  LEFT JOIN last ON last.cell_id = c.cell_id
  LEFT JOIN tests t ON t.test_id = last.test_id
  LEFT JOIN heard ON heard.cell_id = c.cell_id
  WHERE c.lab_id = $1 AND ($3::integer[] IS NULL OR c.cell_id = ANY ($3))
  ORDER BY c.name LIMIT $2`;

const activityRow = z
  .object({
    cell_id: z.int(),
    name: z.string(),
    nominal_capacity_ah: z.number().nullable(),
    last_sample_at_ms: z.number().nullable(),
    last_voltage_v: z.number().nullable(),
    last_current_a: z.number().nullable(),
    cycle: z.int().nullable(),
    ended_at_ms: z.number().nullable(),
    arrived_at: z.date().nullable(),
    arrival_interval_s: z.number().nullable(),
  })
  .transform(
    (row): KnownActivity => ({
      cellId: row.cell_id,
      name: row.name,
      nominalCapacityAh: row.nominal_capacity_ah,
      lastSampleAtMs: row.last_sample_at_ms,
      lastVoltageV: row.last_voltage_v,
      lastCurrentA: row.last_current_a,
      cycle: row.cycle,
      endedAtMs: row.ended_at_ms,
      arrivedAtMs: row.arrived_at?.getTime() ?? null,
      arrivalIntervalS: row.arrival_interval_s,
    }),
  );

/**
 * What the cells of a lab do, by name: in one statement, however many they are, which reads no sample and no cycle.
 * @param args.cellIds those of interest; null: all
 */
export async function listCellActivity(
  scope: LabScope,
  tx: LabTransaction,
  args: { limit: number; cellIds: readonly number[] | null },
): Promise<KnownActivity[]> {
  return queryRows(tx, CELL_ACTIVITY, [scope.labId, args.limit, args.cellIds], activityRow);
}
