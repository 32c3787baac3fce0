import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { type LabTransaction, queryRows } from "../in-lab";

const LAB_STATE = `SELECT version, config_version, last_received_at FROM lab_states WHERE lab_id = $1`;

const labStateRow = z
  .object({ version: z.coerce.number(), config_version: z.coerce.number(), last_received_at: z.date().nullable() })
  .transform((row) => ({
    version: row.version,
    configVersion: row.config_version,
    lastReceivedAtMs: row.last_received_at?.getTime() ?? null,
  }));
export type LabState = z.output<typeof labStateRow>;

/** The lab's version and when it last received a sample; version 0 before the first commit. */
export async function getLabState(scope: LabScope, tx: LabTransaction): Promise<LabState> {
  const [state] = await queryRows(tx, LAB_STATE, [scope.labId], labStateRow);
  return state ?? { version: 0, configVersion: 0, lastReceivedAtMs: null };
}
