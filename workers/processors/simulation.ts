import { setTimeout as sleep } from "node:timers/promises";
import { enqueue } from "@/server/jobs/job-contract";
import { type SimulationPayload, simulationJob } from "@/server/jobs/contracts/simulation-job";
import type { LabScope } from "@/server/lab-scope";
import { continueSimulation } from "@/server/services/simulation/continue-simulation";

const STEP_EVERY_MS = 700;

/** Labs whose simulated cells one worker process keeps going. They mostly wait. */
export const SIMULATIONS_AT_ONCE = 50;

/** One step of a lab's simulated cells; asks for the next. */
export async function processSimulation(scope: LabScope, { labId, runId, step }: SimulationPayload): Promise<void> {
  if (!(await continueSimulation(scope, { runId, step }))) return;
  await sleep(STEP_EVERY_MS);
  await enqueue(simulationJob, { labId, runId, step: step + 1 });
}
