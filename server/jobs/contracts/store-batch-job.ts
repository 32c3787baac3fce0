import type { Redis } from "ioredis";
import { z } from "zod";
import { packSamples, unpackSamples } from "../../domain/samples/packed-samples";
import type { BatchSeries } from "../../domain/samples/batch-series";
import { AppError } from "../../errors";
import { sharedPart } from "../batch-ids";
import { defineJob, enqueue, labJobPayload } from "../job-contract";
import { jobNameOf } from "../take-turn";

/** What a batch may say of a cell that is new, or of what was never set. */
const cellValues = z.object({
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
  nominalCapacityAh: z.number().positive().optional(),
  activeMassG: z.number().positive().optional(),
  electrodeAreaCm2: z.number().positive().optional(),
  warnings: z.array(z.string()).optional(),
});
export type CellValues = z.infer<typeof cellValues>;

const packedSeries = z.object({
  cell: z.string(),
  test: z.string(),
  length: z.int().positive(),
  columns: z.array(z.int()),
  byteLength: z.int(),
});

/** One batch, whole: cells by name, samples packed column by column. */
const batch = z.object({
  batchId: z.uuidv7(),
  /** Order of arrival over all batches; see draw-numbers.ts. */
  seq: z.int().positive(),
  receivedAt: z.iso.datetime(),
  samples: z.int().positive(),
  series: z.array(packedSeries).min(1),
  /** Base64. Not looked at before it is unpacked, which finds what does not fit. */
  packed: z.string(),
  cells: z.record(z.string(), cellValues),
});
export type Batch = z.infer<typeof batch>;
/** As a queue carries it, or with its bytes as they are, as the spool of an import has them. */
export type PackedBatch = Omit<Batch, "packed"> & { packed: string | Uint8Array };

/** Batches of one lab that were accepted together. Each counts for itself. */
export const storeBatchJob = defineJob({
  queue: "batches",
  payload: labJobPayload.extend({ batches: z.array(batch).min(1) }),
  jobId: ({ batches }) => jobIdOf(batches),
  attempts: 1_000_000, // a batch was acknowledged: it is tried until it is in, or found to be unstorable
  backoffMs: 500,
});
export type StoreBatchPayload = z.infer<typeof storeBatchJob.payload>;

/** One batch is looked for under its own name, several under what their ids have in common. */
function jobIdOf(batches: readonly Pick<Batch, "batchId">[]): string {
  const [first] = batches;
  if (!first) throw new RangeError("a job without batches");
  return batches.length === 1 ? first.batchId : sharedPart(first.batchId);
}

/** The jobs that a batch may wait in. */
export const jobIdsOf = (batchId: string): string[] => [batchId, sharedPart(batchId)];

/**
 * Queues batches whose ids were made together, or a single one; resolves when Redis has them on disk.
 * @param at the turn that was taken for them (turns.ts), and what the queue is reached over
 */
export async function queueBatches(
  labId: number,
  batches: readonly Batch[],
  { turn, redis }: { turn: number; redis?: Redis },
): Promise<void> {
  const queueing = { priority: turn, name: jobNameOf(labId), ...(redis ? { redis } : {}) };
  await enqueue(storeBatchJob, { labId, batches: [...batches] }, queueing);
}

export function packSeries(series: readonly BatchSeries[]): Pick<Batch, "series" | "packed"> {
  const parts = series.map(({ cell, test, samples }) => ({ cell, test, ...packSamples(samples) }));
  return {
    series: parts.map(({ cell, test, header, bytes }) => ({ cell, test, ...header, byteLength: bytes.byteLength })),
    packed: Buffer.concat(parts.map(({ bytes }) => bytes)).toString("base64"),
  };
}

/** @throws AppError `invalid_input` when the bytes do not fit what is said of them: no attempt will change that */
export function unpackSeries(packed: Pick<PackedBatch, "series" | "packed">): BatchSeries[] {
  try {
    return unpack(packed);
  } catch (cause) {
    throw new AppError("invalid_input", "The batch is damaged: its bytes are not what it says of them.", { cause });
  }
}

function unpack({ series, packed }: Pick<PackedBatch, "series" | "packed">): BatchSeries[] {
  const bytes = typeof packed === "string" ? Buffer.from(packed, "base64") : packed;
  let offset = 0;
  const unpacked = series.map(({ cell, test, length, columns, byteLength }) => {
    const part = bytes.subarray(offset, offset + byteLength);
    offset += byteLength;
    return { cell, test, samples: unpackSamples({ length, columns }, part) };
  });
  if (offset !== bytes.length) throw new RangeError("packed samples have bytes left over");
  return unpacked;
}
