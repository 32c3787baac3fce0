import { logger } from "./logger";
import { onceAProcess } from "./once-a-process";

/** Order of shutdown: open streams end first, pools last, so that what is in hand can still be written. */
const SHUTDOWN_ORDER = ["streams", "requests", "workers", "queues", "pools"] as const;
type ShutdownStage = (typeof SHUTDOWN_ORDER)[number];

type Lifecycle = { hooks: { stage: ShutdownStage; close: () => Promise<unknown> | unknown }[]; isStopping: boolean };

/** One per process, however often a bundler instantiates this module. */
const lifecycle = onceAProcess("lifecycle", (): Lifecycle => ({ hooks: [], isStopping: false }));

/** Registers what must be closed when the process is asked to end. */
export function onShutdown(stage: ShutdownStage, close: () => Promise<unknown> | unknown): void {
  lifecycle.hooks.push({ stage, close });
}

export function isShuttingDown(): boolean {
  return lifecycle.isStopping;
}

/** Closes everything, stage by stage; a failure in one is logged and does not keep the others open. */
export async function shutDown(): Promise<void> {
  if (lifecycle.isStopping) return;
  lifecycle.isStopping = true;
  for (const stage of SHUTDOWN_ORDER) {
    const results = await Promise.allSettled(
      lifecycle.hooks.filter((hook) => hook.stage === stage).map(async (hook) => hook.close()),
    );
    for (const result of results) {
      if (result.status === "rejected") logger.error({ error: result.reason, stage }, "shutdown step failed");
    }
  }
}

/** Ends the process in order on SIGTERM and SIGINT, and at the latest after `graceMs`. */
export function shutDownOnSignals(graceMs: number): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      logger.info({ signal }, "shutting down");
      setTimeout(() => process.exit(1), graceMs).unref();
      void shutDown().then(() => process.exit(0));
    });
  }
}
