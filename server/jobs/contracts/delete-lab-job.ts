import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { defineJob, enqueue, labJobPayload } from "../job-contract";

/** Removes a lab that is marked as deleted, piece by piece. */
export const deleteLabJob = defineJob({
  queue: "lab-deletions",
  payload: labJobPayload.extend({ requestedAtMs: z.int() }),
  jobId: ({ labId, requestedAtMs }) => `${labId}-${requestedAtMs}`,
  attempts: 1000,
  backoffMs: 1000,
  keepFailedDays: 30,
});

/** Should this fail, nothing is lost: the lab is marked, and the worker's upkeep asks again. */
export async function requestLabDeletion(scope: LabScope): Promise<void> {
  await enqueue(deleteLabJob, { labId: scope.labId, requestedAtMs: Date.now() });
}
