import { inLab } from "../../data/in-lab";
import { raiseConfigVersion } from "../../data/labs/lab-state-writes";
import { publishChange } from "../../jobs/live-channel";
import type { LabScope } from "../../lab-scope";

/** After a change of cells, fields or groupings: open dashboards read groups and settings again. */
export async function announceConfigChange(scope: LabScope): Promise<void> {
  const version = await inLab(scope, (tx) => raiseConfigVersion(scope, tx));
  await publishChange(scope, { version, lastReceivedAtMs: null });
}
