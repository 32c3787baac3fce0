import { findCell } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { SIMULATED_CELLS } from "../../domain/simulated-cells/demonstration";
import { findSimulation } from "../../jobs/contracts/simulation-job";
import { removeSimulation } from "../../services/simulation/remove-simulation";
import { startSimulation } from "../../services/simulation/start-simulation";
import { labProcedure, router } from "./trpc";

export const simulationRouter = router({
  /** `there`: cells are left of one that has ended. */
  state: labProcedure.query(async ({ ctx: { scope } }) => {
    if (await findSimulation(scope)) return { state: "running" as const };
    const [first] = SIMULATED_CELLS;
    const cell = first && (await inLabConfig(scope, (tx) => findCell(scope, tx, { name: first.name })));
    return { state: cell ? ("there" as const) : ("none" as const) };
  }),
  start: labProcedure.mutation(async ({ ctx: { scope } }) => {
    await startSimulation(scope);
    return { done: true };
  }),
  remove: labProcedure.mutation(async ({ ctx: { scope } }) => {
    await removeSimulation(scope);
    return { done: true };
  }),
});
