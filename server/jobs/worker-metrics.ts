import { hostname } from "node:os";
import { Counter, Histogram, Registry } from "prom-client";
import { z } from "zod";
import { onShutdown } from "../lifecycle";
import { logger } from "../logger";
import { requestRedis } from "./redis";

// Workers answer no HTTP. They leave their numbers in Redis, where a web process finds them when it is asked for all.

const KEY = "ct:worker-metrics";
const PUBLISH_EVERY_MS = 5_000;
/** What a worker said that said nothing for so long is no longer told: it has ended. */
const FRESH_MS = 20_000;

/** How storing a batch ended: it counts, it counted already, or it never will. */
type BatchOutcome = "stored" | "known" | "set_aside";

type WorkerMetrics = {
  registry: Registry;
  batches: Counter<"outcome">;
  samples: Counter<"way">;
  transactions: Histogram;
  copies: Histogram;
};

let metrics: WorkerMetrics | undefined;

function workerMetrics(): WorkerMetrics {
  metrics ??= createMetrics();
  return metrics;
}

function createMetrics(): WorkerMetrics {
  const registry = new Registry();
  const registers = [registry];
  const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
  return {
    registry,
    batches: new Counter({
      name: "chargetracker_batches_total",
      help: "Batches that workers are done with, by how they ended",
      labelNames: ["outcome"],
      registers,
    }),
    samples: new Counter({
      name: "chargetracker_samples_stored_total",
      help: "Samples by the way they took: copied past the last one, or compared with what is stored",
      labelNames: ["way"],
      registers,
    }),
    transactions: new Histogram({
      name: "chargetracker_store_seconds",
      help: "Time of a transaction that stores batches, its commit included",
      buckets,
      registers,
    }),
    copies: new Histogram({
      name: "chargetracker_copy_seconds",
      help: "Time of a COPY of samples",
      buckets,
      registers,
    }),
  };
}

export function countBatches(outcome: BatchOutcome, batches = 1): void {
  if (batches > 0) workerMetrics().batches.inc({ outcome }, batches);
}

export function countSamples(way: "copied" | "compared", samples: number): void {
  if (samples > 0) workerMetrics().samples.inc({ way }, samples);
}

/** Times something that a worker does. */
export async function timed<T>(what: "transactions" | "copies", work: () => Promise<T>): Promise<T> {
  const stop = workerMetrics()[what].startTimer();
  try {
    return await work();
  } finally {
    stop();
  }
}

/** Tells the web processes what this worker counted, every few seconds until it ends. */
export function publishWorkerMetrics(): void {
  const field = `${hostname()}:${process.pid}`;
  const publish = async () => {
    const said = { atMs: Date.now(), metrics: await workerMetrics().registry.getMetricsAsJSON() };
    await requestRedis().hset(KEY, field, JSON.stringify(said));
  };
  const publishOrLog = () => publish().catch((error) => logger.debug({ error }, "worker metrics not published"));
  const timer = setInterval(publishOrLog, PUBLISH_EVERY_MS);
  onShutdown("workers", () => {
    clearInterval(timer);
    return requestRedis()
      .hdel(KEY, field)
      .catch(() => {}); // it goes stale by itself
  });
  void publishOrLog();
}

/** As `getMetricsAsJSON` of the same library gave it. */
const counted = z.array(z.looseObject({ name: z.string() }));
const said = z.object({ atMs: z.number(), metrics: counted });

/** What each worker that lives counted since it started. @throws when Redis does not answer */
export async function readWorkerMetrics(): Promise<z.infer<typeof counted>[]> {
  const all = await requestRedis().hgetall(KEY);
  const fresh: z.infer<typeof counted>[] = [];
  for (const [field, text] of Object.entries(all)) {
    const { atMs, metrics: own } = said.parse(JSON.parse(text));
    if (Date.now() - atMs < FRESH_MS) fresh.push(own);
    else await requestRedis().hdel(KEY, field);
  }
  return fresh;
}
