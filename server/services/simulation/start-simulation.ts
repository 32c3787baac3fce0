import { randomUUID } from "node:crypto";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { CATHODES } from "../../domain/simulated-cells/cell-design";
import { SIMULATED_CELLS, SIMULATED_FIELD, SIMULATED_GROUPING } from "../../domain/simulated-cells/demonstration";
import { AppError, toAppError } from "../../errors";
import { enqueue } from "../../jobs/job-contract";
import { enterSimulation, simulationJob } from "../../jobs/contracts/simulation-job";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";
import { createGrouping } from "../groupings/create-grouping";
import { createMetadataField } from "../fields/create-metadata-field";

/** Fills the lab with a few simulated cells, and lets them go on for an hour in a time-lapse. They are named as what they are. */
export async function startSimulation(scope: LabScope): Promise<void> {
  requirePermission(scope, "editGroupings");
  const runId = randomUUID();
  if (!(await enterSimulation(scope, { runId, startedAtMs: Date.now(), step: 0, sentMs: -1 }))) {
    throw new AppError("conflict", "Simulated cyclers are running already.");
  }
  await unlessThere(createMetadataField(scope, { name: SIMULATED_FIELD, type: "choice", options: [...CATHODES] }));
  await unlessThere(createGrouping(scope, { name: SIMULATED_GROUPING, by: [SIMULATED_FIELD] }));
  await changeConfiguration(scope, async (tx, change) => {
    change.isNothing();
    const subject = `${SIMULATED_CELLS.length} simulated cells`;
    await insertAudit(scope, tx, { action: "simulation.start", subject, before: null, after: null });
  });
  await enqueue(simulationJob, { labId: scope.labId, runId, step: 0 });
}

/** One from an earlier time serves as well. */
async function unlessThere(made: Promise<unknown>): Promise<void> {
  await made.catch((cause) => {
    if (toAppError(cause).kind !== "conflict") throw cause;
  });
}
