import type { TalliedCycle } from "../../domain/cycles/cycle-rules";
import { toCycleQuantities } from "../../domain/cycles/cycle-totals";
import { CYCLE_QUANTITIES } from "../../domain/cycles/cycle-quantities";
import type { LabScope } from "../../lab-scope";
import type { LabTransaction } from "../in-lab";
import { toTimestamp } from "../times";

const QUANTITIES = Object.entries(CYCLE_QUANTITIES);
const VALUE_COLUMNS = ["first_time", "last_time", "is_complete", "is_partial", ...QUANTITIES.map(([, q]) => q.column)];
const COLUMNS = ["lab_id", "cell_id", "test_id", "cycle", "version", ...VALUE_COLUMNS];
const list = (prefix: string) => VALUE_COLUMNS.map((name) => `${prefix}.${name}`).join(", ");

// A cycle that comes out as it was keeps its version: open pages hear only of what changed.
const UPSERT_CYCLES = `
  INSERT INTO cycles AS c (${COLUMNS.join(", ")})
  SELECT ${COLUMNS.join(", ")} FROM json_populate_recordset(NULL::cycles, $1)
  ON CONFLICT (test_id, cycle) DO UPDATE
  SET (version, ${VALUE_COLUMNS.join(", ")}) = (excluded.version, ${list("excluded")})
  WHERE (${list("c")}) IS DISTINCT FROM (${list("excluded")})`;

/** Writes cycles under the lab's new version. */
export async function upsertCycles(
  scope: LabScope,
  tx: LabTransaction,
  args: { version: number; cycles: readonly (TalliedCycle & { cellId: number; testId: number })[] },
): Promise<void> {
  if (args.cycles.length === 0) return;
  const rows = args.cycles.map((cycle) => ({
    lab_id: scope.labId,
    cell_id: cycle.cellId,
    test_id: cycle.testId,
    cycle: cycle.cycle,
    version: args.version,
    first_time: toTimestamp(cycle.firstTimeUs),
    last_time: toTimestamp(cycle.lastTimeUs),
    is_complete: cycle.isComplete,
    is_partial: cycle.isPartial,
    ...quantityColumns(cycle),
  }));
  await tx.client.query(UPSERT_CYCLES, [JSON.stringify(rows)]);
}

function quantityColumns(cycle: TalliedCycle): Record<string, number | null> {
  const values: Record<string, number | null> = toCycleQuantities(cycle);
  return Object.fromEntries(QUANTITIES.map(([name, { column }]) => [column, values[name] ?? null]));
}

const DELETE_OTHER_CYCLES = `
  DELETE FROM cycles WHERE lab_id = $1 AND test_id = $2 AND NOT cycle = ANY ($3)`;

/** Removes the cycles of a test that a recomputation did not find. @returns how many there were. */
export async function deleteOtherCycles(
  scope: LabScope,
  tx: LabTransaction,
  args: { testId: number; keep: readonly number[] },
): Promise<number> {
  const { rowCount } = await tx.client.query(DELETE_OTHER_CYCLES, [scope.labId, args.testId, args.keep]);
  return rowCount ?? 0;
}
