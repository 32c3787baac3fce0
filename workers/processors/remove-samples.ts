import { deleteOrphanedSamples } from "@/server/data/deletion/removal-writes";
import type { SampleRemovalPayload } from "@/server/jobs/sample-removal-job";
import type { LabScope } from "@/server/lab-scope";

/** Samples of deleted tests, piece by piece. What is left when it is killed, the next attempt removes. */
export async function processSampleRemoval(_scope: LabScope, { testIds }: SampleRemovalPayload): Promise<void> {
  await deleteOrphanedSamples({ testIds });
}
