import { AggregatorRegistry, collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { type EditionHealth, readEditionHealth } from "../../data/edition-health";
import { poolLoads } from "../../data/pools";
import { type Fullness, readFullness } from "../../jobs/admission";
import { isRedisReady, requestRedis } from "../../jobs/redis";
import { countBatchJobs } from "../../jobs/waiting-batches";
import { readWorkerMetrics } from "../../jobs/worker-metrics";
import { logger } from "../../logger";
import type { Operation } from "../rest/operation";
import { onceAProcess } from "../../once-a-process";

const WAIT_FOR_REDIS_MS = 500;
const MS_PER_S = 1000;

type Metrics = {
  registry: Registry;
  requests: Counter<"method" | "path" | "status">;
  durations: Histogram<"method" | "path">;
  batches: Counter<"duplicate">;
  imports: Counter<"duplicate">;
  samples: Counter;
  /** Sets what Redis says of itself; see `prometheusText`. */
  setFullness: (said: Fullness) => void;
  streams: Gauge;
};

const metrics = () => onceAProcess("metrics", createMetrics);

function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "chargetracker_queue_jobs",
    help: "Jobs of batches in the queue, of all labs, by what they wait for; failed ones were set aside",
    labelNames: ["state"],
    registers,
    async collect() {
      for (const [state, jobs] of Object.entries(await countQueuedJobs())) this.set({ state }, jobs);
    },
  });
  new Gauge({
    name: "chargetracker_database_connections",
    help: "Connections of this process to the database, and requests that wait for one",
    labelNames: ["role", "state"],
    registers,
    collect() {
      for (const { role, ...states } of poolLoads()) {
        for (const [state, count] of Object.entries(states)) this.set({ role, state }, count);
      }
    },
  });
  new Gauge({
    name: "chargetracker_dirty_days_age_seconds",
    help: "How long the oldest day of usage that changed waits to be summed up again (Community)",
    registers,
    async collect() {
      const health = await editionHealth();
      if (health === null) this.reset();
      else this.set(health.oldestDirtyS);
    },
  });
  new Gauge({
    name: "chargetracker_database_extension_behind",
    help: "1 where TimescaleDB's extension is not of its library's version",
    registers,
    async collect() {
      const health = await editionHealth();
      if (health === null) this.reset();
      else this.set(health.extension === health.library ? 0 : 1);
    },
  });
  new Gauge({
    name: "chargetracker_database_jobs",
    help: "Jobs of the database that fail, and those that do not run (Community)",
    labelNames: ["state"],
    registers,
    async collect() {
      const health = await editionHealth();
      if (health === null) return this.reset();
      this.set({ state: "failing" }, health.failingJobs.length);
      this.set({ state: "dead" }, health.deadJobs.length);
    },
  });
  const fullness = (name: string, help: string) => new Gauge({ name, help, registers });
  const [age, used, max] = [
    fullness("chargetracker_queue_age_seconds", "How long the oldest batch in the queue waits"),
    fullness("chargetracker_redis_used_bytes", "Memory that Redis uses"),
    fullness("chargetracker_redis_max_bytes", "Memory that Redis may use"),
  ];
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
    imports: new Counter({
      name: "chargetracker_imports_accepted_total",
      help: "Cyclers' files that this process took",
      labelNames: ["duplicate"],
      registers,
    }),
    samples: new Counter({
      name: "chargetracker_samples_accepted_total",
      help: "Samples in batches and files, without those of duplicates",
      registers,
    }),
    streams: new Gauge({ name: "chargetracker_streams", help: "Open event streams of browsers", registers }),
    setFullness: ({ ageS, usedBytes, maxBytes }) => {
      age.set(ageS);
      used.set(usedBytes);
      max.set(maxBytes ?? 0);
    },
  };
}

let asked: Promise<EditionHealth | null> | null = null;

/** One answer for all gauges of a scrape; null while the database is away, when nothing is told of it. */
function editionHealth(): Promise<EditionHealth | null> {
  asked ??= readEditionHealth()
    .catch(() => null)
    .finally(() => {
      asked = null;
    });
  return asked;
}

async function countQueuedJobs(): Promise<Record<string, number>> {
  if (!(await isRedisReady(requestRedis(), WAIT_FOR_REDIS_MS))) return {};
  return countBatchJobs().catch(() => ({})); // a scrape goes on without what Redis would say
}

/** Browsers that follow a lab, one more or less. */
export function countStream(change: 1 | -1): void {
  metrics().streams.inc(change);
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

export function countAcceptedImport(file: { samples: number; duplicate: boolean }): void {
  metrics().imports.inc({ duplicate: String(file.duplicate) });
  if (!file.duplicate) metrics().samples.inc(file.samples);
}

/** What Prometheus reads: this process, the queue, and the workers, which answer no HTTP, added up. */
export async function prometheusText(): Promise<Response> {
  const { registry, setFullness } = metrics();
  const workers = await readQueue(setFullness).catch((error) => {
    logger.warn({ error }, "metrics without the queue and the workers");
    return [];
  });
  const all = AggregatorRegistry.aggregate([...workers, await registry.getMetricsAsJSON()]);
  return new Response(await all.metrics(), { headers: { "Content-Type": registry.contentType } });
}

async function readQueue(setFullness: Metrics["setFullness"]): Promise<object[]> {
  if (!(await isRedisReady(requestRedis(), WAIT_FOR_REDIS_MS))) return [];
  setFullness(await readFullness());
  return readWorkerMetrics();
}
