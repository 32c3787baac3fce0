import { labScopeFromJob } from "@/server/auth/lab-scope";
import { warnOfLoneDatabase } from "@/server/data/connections/standby";
import { listDeletedLabs, listLabsWithRetention } from "@/server/data/labs/lab-reads";
import { forgetOldBatches } from "@/server/data/series/batch-writes";
import { dropEmptyChunks } from "@/server/data/sample-chunks";
import { listStaleCells } from "@/server/data/series/test-state-reads";
import { deleteLabJob, requestLabDeletion } from "@/server/jobs/contracts/delete-lab-job";
import { expireSamplesJob, requestExpiry } from "@/server/jobs/contracts/expire-samples-job";
import { formulasJob } from "@/server/jobs/contracts/formulas-job";
import { importJob } from "@/server/jobs/contracts/import-job";
import { mailJob } from "@/server/jobs/contracts/mail-job";
import { refuseForgetfulRedis } from "@/server/jobs/redis";
import { packingJob } from "@/server/jobs/contracts/packing-job";
import { recomputeJob, requestRecompute } from "@/server/jobs/contracts/recompute-job";
import { sampleRemovalJob } from "@/server/jobs/contracts/sample-removal-job";
import { simulationJob } from "@/server/jobs/contracts/simulation-job";
import { storeBatchJob } from "@/server/jobs/contracts/store-batch-job";
import { publishWorkerMetrics } from "@/server/jobs/worker-metrics";
import { onShutdown, shutDownOnSignals } from "@/server/lifecycle";
import { logger } from "@/server/logger";
import { requestOldFormulas } from "@/server/services/recompute/request-old-formulas";
import { requeueStalledImports } from "./requeue-stalled-imports";
import { skipDeletedLabs } from "./skip-deleted-labs";
import {
  processExpiry,
  processFormulas,
  processLabDeletion,
  processPacking,
  processRecompute,
  processSampleRemoval,
  requestLabsToPack,
} from "./processors/maintenance";
import { giveUpImport, processImport } from "./processors/imports";
import { MAILS_AT_ONCE, processMail } from "./processors/mails";
import { processSimulation, SIMULATIONS_AT_ONCE } from "./processors/simulation";
import { isNextOfAnother, jobsAtOnce, processBatches } from "./processors/store-batches";
import { startWorker, startWorkerOfAny } from "./runtime";

const SHUTDOWN_GRACE_MS = 20_000;
const UPKEEP_EVERY_MS = 60 * 60 * 1000;
const IMPORTS_EVERY_MS = 60 * 1000;
const PACKING_EVERY_MS = 5 * 60 * 1000;
const FORMULAS_EVERY_MS = 10 * 1000;

await refuseForgetfulRedis();
void warnOfLoneDatabase();
startWorker(storeBatchJob, skipDeletedLabs(processBatches), jobsAtOnce(), undefined, isNextOfAnother);
startWorker(recomputeJob, skipDeletedLabs(processRecompute));
startWorker(formulasJob, skipDeletedLabs(processFormulas), 1);
startWorker(packingJob, skipDeletedLabs(processPacking), 1);
startWorker(sampleRemovalJob, processSampleRemoval, 1);
startWorker(deleteLabJob, processLabDeletion, 1);
startWorker(expireSamplesJob, skipDeletedLabs(processExpiry), 1);
// One at a time: what cyclers send at this moment has the other transactions for itself.
startWorker(importJob, skipDeletedLabs(processImport), 1, giveUpImport);
startWorker(simulationJob, skipDeletedLabs(processSimulation), SIMULATIONS_AT_ONCE);
startWorkerOfAny(mailJob, processMail, MAILS_AT_ONCE);
publishWorkerMetrics();
shutDownOnSignals(SHUTDOWN_GRACE_MS);

/** What no batch asks for: deletions and recomputations whose job was lost, samples kept long enough, and the ledger's old rows. */
async function upkeep(): Promise<void> {
  for (const { labId } of await listDeletedLabs()) await requestLabDeletion(labScopeFromJob(labId));
  for (const { labId, cellId } of await listStaleCells()) {
    await requestRecompute(labScopeFromJob(labId), { cellIds: [cellId] });
  }
  for (const { labId } of await listLabsWithRetention()) await requestExpiry(labScopeFromJob(labId));
  await forgetOldBatches();
  await dropEmptyChunks();
}

keepDoing(upkeep, UPKEEP_EVERY_MS);
keepDoing(requeueStalledImports, IMPORTS_EVERY_MS);
keepDoing(requestOldFormulas, FORMULAS_EVERY_MS);
keepDoing(requestLabsToPack, PACKING_EVERY_MS);
logger.info("worker ready");

function keepDoing(work: () => Promise<void>, everyMs: number): void {
  const run = () => work().catch((error) => logger.warn({ error, work: work.name }, "upkeep failed"));
  const timer = setInterval(run, everyMs);
  onShutdown("workers", () => clearInterval(timer));
  void run();
}
