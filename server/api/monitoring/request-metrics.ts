import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { onceAProcess } from "../../once-a-process";
import type { Operation } from "../rest/operation";

const MS_PER_S = 1000;

type RequestMetrics = {
  registry: Registry;
  requests: Counter<"method" | "path" | "status">;
  durations: Histogram<"method" | "path">;
  batches: Counter<"duplicate">;
  imports: Counter<"duplicate">;
  samples: Counter;
  streams: Gauge;
};

/** What this process counts of requests as it answers them. It asks nobody: ingest writes to the queue only, and counts here. */
export const requestMetrics = (): RequestMetrics => onceAProcess("metrics", createRequestMetrics);

function createRequestMetrics(): RequestMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
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
  };
}

/** Browsers that follow a lab, one more or less. */
export function countStream(change: 1 | -1): void {
  requestMetrics().streams.inc(change);
}

export function observeRequest(
  operation: Pick<Operation, "method" | "path">,
  status: number,
  durationMs: number,
): void {
  const { method, path } = operation;
  requestMetrics().requests.inc({ method, path, status: String(status) });
  requestMetrics().durations.observe({ method, path }, durationMs / MS_PER_S);
}

export function countAcceptedBatch(batch: { samples: number; duplicate: boolean }): void {
  requestMetrics().batches.inc({ duplicate: String(batch.duplicate) });
  if (!batch.duplicate) requestMetrics().samples.inc(batch.samples);
}

export function countAcceptedImport(file: { samples: number; duplicate: boolean }): void {
  requestMetrics().imports.inc({ duplicate: String(file.duplicate) });
  if (!file.duplicate) requestMetrics().samples.inc(file.samples);
}
