import { AggregatorRegistry, Gauge } from "prom-client";
import { type EditionHealth, readEditionHealth } from "../../data/edition/edition-health";
import { poolLoads } from "../../data/pools";
import { type Fullness, readFullness } from "../../jobs/admission";
import { isRedisReady, requestRedis } from "../../jobs/redis";
import { countBatchJobs } from "../../jobs/waiting-batches";
import { readWorkerMetrics } from "../../jobs/worker-metrics";
import { logger } from "../../logger";
import { onceAProcess } from "../../once-a-process";
import { requestMetrics } from "./request-metrics";

const WAIT_FOR_REDIS_MS = 500;

/** Sets what Redis says of itself; see `prometheusText`. */
type Gauges = { setFullness: (said: Fullness) => void };

const gauges = () => onceAProcess("gauges", createGauges);

/** What is asked for when Prometheus reads. */
function createGauges(): Gauges {
  const { registry } = requestMetrics();
  const registers = [registry];
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
    setFullness: ({ ageS, usedBytes, maxBytes }) => {
      age.set(ageS);
      used.set(usedBytes);
      max.set(maxBytes ?? 0);
    },
  };
}

let pending: Promise<EditionHealth | null> | null = null;

/** One answer for all gauges of a scrape; null while the database is away, when nothing is told of it. */
function editionHealth(): Promise<EditionHealth | null> {
  pending ??= readEditionHealth()
    .catch(() => null)
    .finally(() => {
      pending = null;
    });
  return pending;
}

async function countQueuedJobs(): Promise<Record<string, number>> {
  if (!(await isRedisReady(requestRedis(), WAIT_FOR_REDIS_MS))) return {};
  return countBatchJobs().catch(() => ({})); // a scrape goes on without what Redis would say
}

/** What Prometheus reads: this process, the queue, and the workers, which answer no HTTP, added up. */
export async function prometheusText(): Promise<Response> {
  const { registry } = requestMetrics();
  const { setFullness } = gauges();
  const workers = await readQueue(setFullness).catch((error) => {
    logger.warn({ error }, "metrics without the queue and the workers");
    return [];
  });
  const all = AggregatorRegistry.aggregate([...workers, await registry.getMetricsAsJSON()]);
  return new Response(await all.metrics(), { headers: { "Content-Type": registry.contentType } });
}

async function readQueue(setFullness: Gauges["setFullness"]): Promise<object[]> {
  if (!(await isRedisReady(requestRedis(), WAIT_FOR_REDIS_MS))) return [];
  setFullness(await readFullness());
  return readWorkerMetrics();
}
