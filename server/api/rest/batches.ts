import { z } from "zod";
import { inLab } from "../../data/in-lab";
import { findBatch } from "../../data/series/batch-reads";
import { AppError } from "../../errors";
import { findQueuedBatch } from "../../jobs/queued-batch";
import type { LabScope } from "../../lab-scope";
import { defineOperation } from "./operation";
import { nothing, time } from "./shared-schemas";

const batchAnswer = z
  .object({
    id: z.uuid(),
    status: z.enum(["queued", "stored", "failed"]),
    samples: z.int(),
    inserted: z.int().nullable(),
    replaced: z.int().nullable(),
    unchanged: z.int().nullable(),
    receivedAt: time,
    storedAt: time.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: "Batch" });

export const getBatchOperation = defineOperation({
  method: "GET",
  path: "/api/v1/batches/{id}",
  summary: "What became of a batch",
  description: "Kept for 30 days. `failed` is final.",
  keyScopes: ["ingest", "read"],
  params: z.object({ id: z.string().meta({ description: "As the ingest answered it" }) }),
  query: nothing,
  body: null,
  answer: { status: 200, description: "The batch", schema: batchAnswer },
  refusals: ["not_found"],
});

/** What became of a batch: the ledger knows it once it counts, before that the queue does. */
export async function getBatchView(scope: LabScope, { params }: { params: { id: string } }) {
  const id = z.uuid().safeParse(params.id.toLowerCase());
  if (!id.success) throw notFound();
  const find = () => inLab(scope, (tx) => findBatch(scope, tx, { batchId: id.data }));
  const stored = await find();
  if (stored) return stored;
  const queued = await findQueuedBatch(scope, id.data);
  if (queued) return { id: id.data, ...queued, inserted: null, replaced: null, unchanged: null, storedAt: null };
  const storedMeanwhile = await find(); // it may have left the queue between the two
  if (!storedMeanwhile) throw notFound();
  return storedMeanwhile;
}

const notFound = () => new AppError("not_found", "There is no such batch in this lab. Batches are kept for 30 days.");
