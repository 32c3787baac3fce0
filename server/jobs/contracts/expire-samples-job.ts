import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { defineJob, enqueue, labJobPayload } from "../job-contract";

/** Removes the raw samples of a lab that are older than it keeps them. */
export const expireSamplesJob = defineJob({
  queue: "expiries",
  payload: labJobPayload.extend({ requestedAtMs: z.int() }),
  jobId: ({ labId, requestedAtMs }) => `${labId}-${Math.floor(requestedAtMs / MS_PER_HOUR)}`,
  attempts: 20,
  backoffMs: 1000,
  keepFailedDays: 30,
});
const MS_PER_HOUR = 3_600_000;

/** Should this fail, the next upkeep asks again. */
export async function requestExpiry(scope: LabScope): Promise<void> {
  await enqueue(expireSamplesJob, { labId: scope.labId, requestedAtMs: Date.now() });
}
