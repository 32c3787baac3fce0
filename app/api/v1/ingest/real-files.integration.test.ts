import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/server/env";
import { OPEN, queueOf } from "@/server/jobs/job-contract";
import { storeBatchJob } from "@/server/jobs/contracts/store-batch-job";
import type { LabScope } from "@/server/lab-scope";
import { createApiKey } from "@/server/services/team/create-api-key";
import { verifyCell } from "@/server/services/recompute/verify-cell";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { type RealFile, readArbin, readLandt, readNeware } from "@/server/testing/files/real-files";
import { storedOf } from "@/server/testing/stored-cell";
import { startWorkerProcess, type WorkerProcess } from "@/server/testing/senders/worker-process";
import { POST } from "./route";

cloneTestDatabase();

const FILES = { neware: readNeware(), landt: readLandt(), arbin: readArbin() };
type FileName = keyof typeof FILES;
type Order = "in order" | "reverse" | "shuffled";

let scope: LabScope;
let apiKey: string;
let worker: WorkerProcess;
beforeAll(async () => {
  ({ scope } = await createLab());
  ({ apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["ingest"] }));
  worker = startWorkerProcess();
});
afterAll(() => worker.stop());

async function post(cell: string, { samples, startedAt }: Pick<RealFile, "samples" | "startedAt">): Promise<void> {
  const body = { samples: samples.map((sample) => ({ cell, ...sample })), ...(startedAt ? { startedAt } : {}) };
  const headers = { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" };
  const url = `${env().APP_URL}/api/v1/ingest`;
  const response = await POST(new Request(url, { method: "POST", headers, body: JSON.stringify(body) }));
  expect(response.status).toBe(202);
}

/** The same sequence in every run. */
function inOrder<T>(items: readonly T[], order: Order): T[] {
  if (order === "in order") return [...items];
  if (order === "reverse") return items.toReversed();
  let state = 7;
  const keyed = items.map((item) => {
    state = (state * 48_271) % 2_147_483_647; // Lehmer's generator
    return { item, state };
  });
  return keyed.sort((left, right) => left.state - right.state).map(({ item }) => item);
}

/** Sends samples in batches, and answers what is stored when the queue is empty. */
async function load(cell: string, file: Pick<RealFile, "samples" | "startedAt">, size: number, order: Order) {
  const batches = Array.from({ length: Math.ceil(file.samples.length / size) }, (_, index) =>
    file.samples.slice(index * size, (index + 1) * size),
  );
  for (const samples of inOrder(batches, order)) await post(cell, { ...file, samples });
  const countOpen = () => queueOf(storeBatchJob).getJobCountByTypes(...OPEN, "failed");
  await expect.poll(countOpen, { timeout: 100_000, interval: 50 }).toBe(0);
  return storedOf(scope, cell);
}

const references = new Map<FileName, Promise<Awaited<ReturnType<typeof storedOf>>>>();

/** What is stored of a file that was sent in order, in few batches. */
function orderedLoad(name: FileName) {
  const known = references.get(name) ?? load(`${name}, ordered`, FILES[name], 5_000, "in order");
  references.set(name, known);
  return known;
}

/** Relative; where numbers are smaller than 1e-3, as a share of that. */
const difference = (value = Number.NaN, expected = Number.NaN) =>
  Math.abs(value - expected) / Math.max(Math.abs(expected), 1e-3);

const SUMS = ["chargeCapacityAh", "dischargeCapacityAh", "chargeEnergyWh", "dischargeEnergyWh"] as const;

describe.each(Object.keys(FILES) as FileName[])("%s", (name) => {
  const { samples, reference } = FILES[name];

  it("comes to the reference numbers", async () => {
    const stored = await orderedLoad(name);
    expect(stored.samples.length).toBe(samples.length);
    expect(stored.cycles.map(({ cyclerCycle }) => cyclerCycle)).toEqual(reference.cycles.map(({ cycle }) => cycle));
    // Without numbers a cycle's edge may differ by noise: then only the whole file binds to the last digits.
    const [isNumbered, limit] = reference.wholeFile ? [false, 1e-4] : [true, 1e-6];
    for (const [index, cycle] of reference.cycles.entries()) {
      const own = stored.cycles[index];
      if (isNumbered) expect(own?.sampleCount).toBe(cycle.samples);
      for (const sum of SUMS) expect(difference(own?.[sum], cycle[sum]), `${cycle.cycle} ${sum}`).toBeLessThan(limit);
    }
    for (const sum of reference.wholeFile ? SUMS : []) {
      const whole = stored.cycles.reduce((total, cycle) => total + cycle[sum], 0);
      expect(difference(whole, reference.wholeFile?.[sum]), sum).toBeLessThan(1e-6);
    }
  });

  const cases = [1_000, 7].flatMap((size) =>
    (["in order", "reverse", "shuffled"] as const).map((order) => [size, order] as const),
  );
  it.each(cases)("comes to the same rows in batches of %i, %s", { tags: ["thorough"] }, async (size, order) => {
    const cell = `${name}, ${size}, ${order}`;
    const stored = await load(cell, FILES[name], size, order);
    const expected = await orderedLoad(name);
    // Columns one by one: a difference in 25,000 samples is then told in a line.
    for (const [column, values] of Object.entries(expected.samples)) {
      expect(Object.entries(stored.samples).find(([own]) => own === column)?.[1], column).toEqual(values);
    }
    expect(stored.steps).toEqual(expected.steps);
    expect(stored.cycles).toEqual(expected.cycles);
    expect((await verifyCell(scope, { cell })).differences).toEqual([]);
  });
});

it("comes to the same rows one sample a batch, across step edges, shuffled", { tags: ["thorough"] }, async () => {
  const excerpt = { samples: FILES.neware.samples.slice(2_500, 4_500), startedAt: null };
  const whole = await load("excerpt", excerpt, 2_000, "in order");
  const single = await load("excerpt, singly", excerpt, 1, "shuffled");
  expect(whole.steps.length).toBeGreaterThan(3);
  expect(single).toEqual(whole);
});
