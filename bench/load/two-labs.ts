import type { BenchOptions } from "../options";
import { startLoad } from "./load-process";
import { makeCells, restClient } from "./rest-client";
import type { RunningSystem } from "./running-system";
import type { SamplePlan } from "./samples";

const plan = (prefix: string, cells: number): SamplePlan => ({
  prefix,
  cells,
  startMs: Date.now() - 40 * 86_400_000,
  stepMs: 100,
  samplesInCycle: 1000,
  isStaggered: true,
});

/**
 * A quiet lab and a noisy one with so many cells each, a process that loads the system in the name of each (`load` in the quiet one's,
 * `noise` in the other's), and as many workers as the options ask for.
 */
export async function startTwoLabs(
  system: RunningSystem,
  options: BenchOptions,
  cells: { quiet: number; noisy: number },
) {
  const [quiet, noisy] = [await system.newLab("quiet"), await system.newLab("noisy")];
  const [quietPlan, noisyPlan] = [plan("quiet", cells.quiet), plan("noisy", cells.noisy)];
  await makeCells(restClient(system.url, quiet.apiKey), quietPlan);
  await makeCells(restClient(system.url, noisy.apiKey), noisyPlan);
  const [load, noise] = [await startLoad(system, quiet), await startLoad(system, noisy)];
  const [workers = 1] = options.workers ?? [];
  while ((system.processes.get("worker")?.length ?? 0) < workers) await system.addWorker();
  return { quiet, noisy, quietPlan, noisyPlan, load, noise, workers };
}
