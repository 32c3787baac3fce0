import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { queueOf } from "../jobs/job-contract";
import { isRedisReady, requestRedis } from "../jobs/redis";
import { storeBatchJob } from "../jobs/store-batch-job";
import type { Operation } from "./operation";

const WAIT_FOR_REDIS_MS = 500;
const MS_PER_S = 1000;

type Metrics = {
  registry: Registry;
  requests: Counter<"method" | "path" | "status">;
  durations: Histogram<"method" | "path">;
  batches: Counter<"duplicate">;
  samples: Counter;
};

/** One registry a process, however often a bundler instantiates this module. */
const holder = globalThis as typeof globalThis & { chargeTrackerMetrics?: Metrics };

function metrics(): Metrics {
  holder.chargeTrackerMetrics ??= createMetrics();
  return holder.chargeTrackerMetrics;
}

function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "chargetracker_backlog_batches",
    help: "Batches in the queue, of all labs, by what they wait for",
    labelNames: ["state"],
    registers,
    async collect() {
      for (const [state, batches] of Object.entries(await countQueuedBatches())) this.set({ state }, batches);
    },
  });
  return {
    registry,
    requests: new Counter({
      name: "chargetracker_api_requests_total",
      help: "Requests of the REST API",
      labelNames: ["method", "path", "status"],
      registers,
    }),
    durations: new Histogram({
      name: "chargetracker_api_request_seconds",
      help: "Time to the answer of the REST API",
      labelNames: ["method", "path"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    batches: new Counter({
      name: "chargetracker_batches_accepted_total",
      help: "Batches that this process took",
      labelNames: ["duplicate"],
      registers,
    }),
    samples: new Counter({
      name: "chargetracker_samples_accepted_total",
      help: "Samples in them, without those of duplicates",
      registers,
    }),
  };
}

async function countQueuedBatches(): Promise<Record<string, number>> {
  if (!(await isRedisReady(requestRedis(), WAIT_FOR_REDIS_MS))) return {};
  return queueOf(storeBatchJob)
    .getJobCounts("waiting", "active", "delayed", "failed")
    .catch(() => ({})); // a scrape goes on without what Redis would say
}

export function observeRequest(
  operation: Pick<Operation, "method" | "path">,
  status: number,
  durationMs: number,
): void {
  const { method, path } = operation;
  metrics().requests.inc({ method, path, status: String(status) });
  metrics().durations.observe({ method, path }, durationMs / MS_PER_S);
}

export function countAcceptedBatch(batch: { samples: number; duplicate: boolean }): void {
  metrics().batches.inc({ duplicate: String(batch.duplicate) });
  if (!batch.duplicate) metrics().samples.inc(batch.samples);
}

/** What Prometheus reads. */
export async function prometheusText(): Promise<Response> {
  const { registry } = metrics();
  return new Response(await registry.metrics(), { headers: { "Content-Type": registry.contentType } });
}
