import { randomBytes } from "node:crypto";
import { labScopeFromJob } from "../auth/lab-scope";
import { poolOf } from "../data/pools";
import { type Sample, toSampleColumns } from "../domain/samples/sample-columns";
import { orderSamples } from "../domain/samples/batch-series";
import { NO_INT } from "../domain/samples/sample-columns";
import type { LabScope } from "../lab-scope";
import { packSeries, type Batch } from "../jobs/contracts/store-batch-job";

/** A lab with nothing in it. */
export async function createLab(name = "Bench"): Promise<{ labId: number; slug: string; scope: LabScope }> {
  const slug = `lab-${randomBytes(6).toString("hex")}`;
  const { rows } = await poolOf("ct_auth").query<{ lab_id: number }>(
    "INSERT INTO labs (name, slug) VALUES ($1, $2) RETURNING lab_id",
    [name, slug],
  );
  const labId = rows[0]?.lab_id ?? 0;
  return { labId, slug, scope: labScopeFromJob(labId) };
}

let seq = 1000;
const uuid = () => {
  const hex = randomBytes(16).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** A sample as a sender gives it: `record` may be left out. */
export type SentSample = Omit<Sample, "record"> & { record?: number };

/** A batch of one cell as the queue carries it, with the next number. */
export function batchOf(
  cell: string,
  samples: readonly SentSample[],
  extra: Partial<Batch> & { test?: string } = {},
): Batch {
  const { test = "", ...given } = extra;
  const columns = orderSamples(
    toSampleColumns(samples.map((sample) => ({ ...sample, record: sample.record ?? NO_INT }))),
  );
  return {
    batchId: uuid(),
    seq: seq++,
    receivedAt: new Date().toISOString(),
    samples: samples.length,
    cells: {},
    ...packSeries([{ cell, test, samples: columns }]),
    ...given,
  };
}
