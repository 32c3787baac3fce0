import type { LabScope } from "../../lab-scope";
import { defineJob, enqueue, labJobPayload } from "../job-contract";

/** Packs the cycles of a lab that changed, for reading the whole lab at once. Should it fail, it is asked for again. */
export const packingJob = defineJob({
  queue: "packing",
  payload: labJobPayload,
  jobId: ({ labId }) => `lab-${labId}`,
  attempts: 3,
  backoffMs: 1000,
  keepFailedDays: 0,
});

export async function requestPacking(scope: LabScope): Promise<void> {
  await enqueue(packingJob, { labId: scope.labId });
}
