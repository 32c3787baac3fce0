import { z } from "zod";
import { packSamples, unpackSamples } from "../domain/packed-samples";
import type { BatchSeries } from "../domain/batch-series";
import { defineJob, labJobPayload } from "./job-contract";

/** What a batch may say of a cell that is new, or of what was never set. */
const cellValues = z.object({
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
  nominalCapacityAh: z.number().positive().optional(),
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
export const storeBatchJob = defineJob({
  queue: "batches",
  payload: labJobPayload.extend({
    batchId: z.uuidv7(),
    /** Order of arrival over all batches; see accept-batch.ts. */
    seq: z.int().positive(),
    receivedAt: z.iso.datetime(),
    samples: z.int().positive(),
    series: z.array(packedSeries).min(1),
    packed: z.base64(),
    cells: z.record(z.string(), cellValues),
  }),
  jobId: ({ batchId }) => batchId,
  attempts: 1_000_000, // a batch was acknowledged: it is tried until it is in, or found to be unstorable
  backoffMs: 500,
});
export type StoreBatchPayload = z.infer<typeof storeBatchJob.payload>;

export function packSeries(series: readonly BatchSeries[]): Pick<StoreBatchPayload, "series" | "packed"> {
  const parts = series.map(({ cell, test, samples }) => ({ cell, test, ...packSamples(samples) }));
  return {
    series: parts.map(({ cell, test, header, bytes }) => ({ cell, test, ...header, byteLength: bytes.byteLength })),
    packed: Buffer.concat(parts.map(({ bytes }) => bytes)).toString("base64"),
  };
}

export function unpackSeries({ series, packed }: Pick<StoreBatchPayload, "series" | "packed">): BatchSeries[] {
  const bytes = Buffer.from(packed, "base64");
  let offset = 0;
  return series.map(({ cell, test, length, columns, byteLength }) => {
    const part = bytes.subarray(offset, offset + byteLength);
    offset += byteLength;
    return { cell, test, samples: unpackSamples({ length, columns }, part) };
  });
}
