import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { defineJob, enqueue, labJobPayload } from "../job-contract";

/**
 * Goes on with an import for a while: stores some of its parts, or takes some of what it brought away again. A turn that leaves something to do
 * asks for the next one behind those of other imports. Turns are told apart by two names only, so that however often somebody asks, an import
 * has two jobs at most.
 */
export const importJob = defineJob({
  queue: "imports",
  payload: labJobPayload.extend({ importId: z.uuid(), turn: z.int().min(0) }),
  jobId: ({ importId, turn }) => `${importId}-${turn % 2}`,
  attempts: 1_000_000, // an import was acknowledged: it is tried until it is in, or found to be unstorable
  backoffMs: 500,
  keepFailedDays: 0, // the import itself says how it ended
});
export type ImportPayload = z.infer<typeof importJob.payload>;

/** Should this fail, nothing is lost: the import says where it stands, and the workers' upkeep asks again within a minute. */
export async function requestImport(
  scope: LabScope,
  { importId, turn = 0 }: { importId: string; turn?: number },
): Promise<void> {
  await enqueue(importJob, { labId: scope.labId, importId, turn });
}
