import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { defineJob, enqueue, labJobPayload } from "../job-contract";

/** Asks for what older formulas made of a cell to be recomputed. One at a time a cell: which are left the database knows. */
export const formulasJob = defineJob({
  queue: "formulas",
  payload: labJobPayload.extend({ cellId: z.int().positive() }),
  jobId: ({ cellId }) => `cell-${cellId}`,
  attempts: 1000,
  backoffMs: 500,
  keepFailedDays: 1, // then it is asked for again: a newer release may fix what failed
});
export type FormulasPayload = z.infer<typeof formulasJob.payload>;

export async function requestFormulas(scope: LabScope, args: { cellId: number }): Promise<void> {
  await enqueue(formulasJob, { labId: scope.labId, ...args });
}
