import { labScopeFromJob } from "@/server/auth/lab-scope";
import { forgetOldBatches } from "@/server/data/timeseries/batch-writes";
import { listStaleCells } from "@/server/data/timeseries/test-state-reads";
import { refuseForgetfulRedis } from "@/server/jobs/redis";
import { recountJob, requestRecount } from "@/server/jobs/recount-job";
import { storeBatchJob } from "@/server/jobs/store-batch-job";
import { onShutdown, shutDownOnSignals } from "@/server/lifecycle";
import { logger } from "@/server/logger";
import { processRecount } from "./processors/recount";
import { batchesAtOnce, processBatch } from "./processors/store-batch";
import { startWorker } from "./runtime";

const SHUTDOWN_GRACE_MS = 20_000;
const UPKEEP_EVERY_MS = 60 * 60 * 1000;

await refuseForgetfulRedis();
startWorker(storeBatchJob, processBatch, batchesAtOnce());
startWorker(recountJob, processRecount);
shutDownOnSignals(SHUTDOWN_GRACE_MS);

/** What no batch asks for: recounts whose job was lost, and the ledger's old rows. */
async function upkeep(): Promise<void> {
  for (const { labId, cellId } of await listStaleCells()) {
    await requestRecount(labScopeFromJob(labId), { cellIds: [cellId] });
  }
  await forgetOldBatches();
}

const runUpkeep = () => upkeep().catch((error) => logger.warn({ error }, "upkeep failed"));
const timer = setInterval(runUpkeep, UPKEEP_EVERY_MS);
onShutdown("workers", () => clearInterval(timer));
void runUpkeep();
logger.info("worker ready");
