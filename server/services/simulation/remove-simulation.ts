import { requirePermission } from "../../auth/roles";
import { listGroupings } from "../../data/groupings/grouping-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import { SIMULATED_CELLS, SIMULATED_FIELD, SIMULATED_GROUPING } from "../../domain/simulated-cells/demonstration";
import { toAppError } from "../../errors";
import { endSimulation } from "../../jobs/contracts/simulation-job";
import type { LabScope } from "../../lab-scope";
import { removeCell } from "../cells/remove-cell";
import { removeGrouping } from "../groupings/remove-grouping";
import { removeMetadataField } from "../fields/remove-metadata-field";

/** Stops the simulated cyclers and removes what came with them: cells, samples, grouping and field. Run twice, it removes what is left. */
export async function removeSimulation(scope: LabScope): Promise<void> {
  requirePermission(scope, "deleteData");
  await endSimulation(scope);
  for (const { name } of SIMULATED_CELLS) await ifThere(removeCell(scope, { cell: name }));
  const { grouping, field } = await inLabConfig(scope, async (tx) => ({
    grouping: (await listGroupings(scope, tx)).find(({ name }) => name === SIMULATED_GROUPING),
    field: (await listMetadataFields(scope, tx)).find(({ name }) => name === SIMULATED_FIELD),
  }));
  if (grouping) await ifThere(removeGrouping(scope, { groupingId: grouping.id }));
  // It stays where somebody used it for cells or a grouping of their own.
  if (field) await ifThere(removeMetadataField(scope, { metadataFieldId: field.metadataFieldId }));
}

async function ifThere(removed: Promise<unknown>): Promise<void> {
  await removed.catch((cause) => {
    if (!["not_found", "conflict"].includes(toAppError(cause).kind)) throw cause;
  });
}
