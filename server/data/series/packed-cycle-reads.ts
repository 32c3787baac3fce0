import { z } from "zod";
import { CYCLE_QUANTITIES } from "../../domain/cycles/cycle-quantities";
import type { LabScope } from "../../lab-scope";
import { copiedFields } from "../copied-fields";
import { type LabTransaction, queryRows, streamRows } from "../in-lab";
import { poolOf } from "../pools";
import { type CycleQuantity, type TestCycles, toTestCycles } from "../test-cycles";

const PACKED_VERSION = `SELECT version FROM packed_labs WHERE lab_id = $1`;

/** The lab's version up to which its cycles are packed; null where none are. */
export async function getPackedVersion(scope: LabScope, tx: LabTransaction): Promise<number | null> {
  const row = z.object({ version: z.coerce.number() });
  const [packed] = await queryRows(tx, PACKED_VERSION, [scope.labId], row);
  return packed?.version ?? null;
}

/** The tests of the lab as they were packed. What changed since is elsewhere. */
export async function* streamPackedCycles(
  scope: LabScope,
  tx: LabTransaction,
  { quantities }: { quantities: readonly CycleQuantity[] },
): AsyncGenerator<TestCycles> {
  const columns = quantities.map((name) => (name === "startedAtUs" ? "first_times" : CYCLE_QUANTITIES[name].column));
  const selected = ["test_id", "cycles", "open_cycles", "partial_cycles", ...columns];
  const sql = `SELECT ${selected.join(", ")} FROM packed_cycles WHERE lab_id = $1`;
  for await (const fields of copiedFields(streamRows(tx, sql, [scope.labId]))) yield toTestCycles(fields, quantities);
}

const LABS_TO_PACK = `SELECT lab_id FROM labs_to_pack($1, $2)`;

/** Labs, of all, in which at least `leastCycles` cycles, and a good part of them, changed since they were packed. */
export async function listLabsToPack(args: { leastCycles: number; limit: number }): Promise<{ labId: number }[]> {
  const { rows } = await poolOf("ct_app").query(LABS_TO_PACK, [args.leastCycles, args.limit]);
  const row = z.object({ lab_id: z.int() }).transform(({ lab_id }) => ({ labId: lab_id }));
  return z.array(row).parse(rows);
}
