import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { defineJob, enqueue, labJobPayload } from "../job-contract";

/** Deletes the samples of deleted tests. */
export const sampleRemovalJob = defineJob({
  queue: "sample-removals",
  payload: labJobPayload.extend({ testIds: z.array(z.int().positive()).min(1) }),
  // With the lab before it: BullMQ takes no id that is a whole number.
  jobId: ({ labId, testIds }) => `${labId}-${testIds.join("-")}`.slice(0, 200),
  attempts: 1000,
  backoffMs: 500,
  keepFailedDays: 30,
});
export type SampleRemovalPayload = z.infer<typeof sampleRemovalJob.payload>;

/** Should this fail, the samples only take up room: nobody can read them. */
export async function requestSampleRemoval(scope: LabScope, args: { testIds: readonly number[] }): Promise<void> {
  if (args.testIds.length > 0) await enqueue(sampleRemovalJob, { labId: scope.labId, testIds: [...args.testIds] });
}
