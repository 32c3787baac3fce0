import {
  Demonstration,
  demonstrationMs,
  isDemonstrationOver,
  SIMULATED_CELLS,
  SIMULATED_FIELD,
} from "../../domain/simulated-cells/demonstration";
import { acceptOnce } from "../batches/accept-once";
import { advanceSimulation, findSimulation, type Simulation, whileSending } from "../../jobs/contracts/simulation-job";
import type { CellValues } from "../../jobs/contracts/store-batch-job";
import type { LabScope } from "../../lab-scope";
import { Recent } from "../../recent";

/** Where the demonstrations of this process stand, so that a step need not plan every cycle from the first one on. */
const opened = new Recent<{ demonstration: Demonstration; sentMs: number }>({ max: 100 });

/**
 * Sends what is due of the lab's simulated cells, by the way that every batch takes. A step that runs twice sends the same samples again,
 * which changes nothing.
 * @returns whether there is a next step
 */
export async function continueSimulation(scope: LabScope, args: { runId: string; step: number }): Promise<boolean> {
  return whileSending(scope, async () => {
    const simulation = await findSimulation(scope);
    if (simulation?.runId !== args.runId) return false; // ended, or begun anew
    if (simulation.step > args.step) return simulation.step === args.step + 1; // done before: its next step may not be asked for
    const elapsedMs = Date.now() - simulation.startedAtMs;
    const untilMs = demonstrationMs(elapsedMs);
    await sendUntil(scope, simulation, untilMs);
    await advanceSimulation(scope, { ...simulation, step: args.step + 1, sentMs: untilMs });
    return !isDemonstrationOver(elapsedMs);
  });
}

async function sendUntil(scope: LabScope, { runId, startedAtMs, sentMs }: Simulation, untilMs: number): Promise<void> {
  const known = opened.get(runId);
  const demonstration = known?.sentMs === sentMs ? known.demonstration : new Demonstration(startedAtMs, sentMs);
  opened.delete(runId); // what is sent half is begun anew
  for (;;) {
    const series = demonstration.take(untilMs);
    if (series.length === 0) break;
    const samples = series.reduce((sum, part) => sum + part.samples.length, 0);
    await acceptOnce(scope, { series, samples, cells: sentMs < 0 ? CELL_VALUES : {}, idempotency: null });
  }
  opened.set(runId, { demonstration, sentMs: untilMs });
}

const CELL_VALUES: Record<string, CellValues> = Object.fromEntries(
  SIMULATED_CELLS.map(({ name, cathode, nominalCapacityAh }) => [
    name,
    { metadata: { [SIMULATED_FIELD]: cathode }, nominalCapacityAh },
  ]),
);
