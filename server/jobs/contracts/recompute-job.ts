import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { defineJob, enqueue, labJobPayload } from "../job-contract";

/** Asks for the cycles of cells to be recomputed after a setting changed. */
export const recomputeJob = defineJob({
  queue: "recounts",
  payload: labJobPayload.extend({ cellId: z.int().positive(), requestedAtMs: z.int() }),
  jobId: ({ cellId, requestedAtMs }) => `${cellId}-${requestedAtMs}`,
  attempts: 1000,
  backoffMs: 500,
  keepFailedDays: 30,
});
export type RecomputePayload = z.infer<typeof recomputeJob.payload>;

/** Should this fail, nothing is lost: the cells carry a newer settings version, and the next batch or worker start recomputes them. */
export async function requestRecompute(scope: LabScope, args: { cellIds: readonly number[] }): Promise<void> {
  for (const cellId of args.cellIds) {
    await enqueue(recomputeJob, { labId: scope.labId, cellId, requestedAtMs: Date.now() });
  }
}
