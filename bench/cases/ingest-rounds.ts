import { ledgerMark, untilStored } from "../ledger";
import type { Load } from "../load/load-process";
import { measureCpu } from "../load/processes";
import type { Mark } from "../report";
import type { RunningSystem } from "../load/running-system";
import { bodyOf, type Form, type SamplePlan } from "../load/samples";

export const CELLS = 100;
export const IN_FLIGHT = 16;
const MARK_MEMORY_MIB = 400;

/** Sends what was prepared, and waits until all of it is in the ledger. */
export async function measureRound(system: RunningSystem, load: Load, requests: number) {
  const mark = await ledgerMark(system.database);
  const cpu = measureCpu(system.processes);
  await load.send(IN_FLIGHT);
  const samples = await untilStored(system.database, mark, requests);
  const use = cpu();
  return { samples, samplesPerS: samples / use.wallS, use };
}

/** One sample a second from each of the cells, the last of them now. */
export function ingestPlan(samples: number, cells = CELLS): SamplePlan {
  const startMs = Date.now() - 1000 * Math.ceil(samples / cells);
  return { prefix: "cell", cells, startMs, stepMs: 1000, samplesInCycle: 3600, isStaggered: true };
}

/** What the server says to a body of this form when it does not take it. */
export async function refusalOf(system: RunningSystem, form: Form): Promise<string | null> {
  const lab = await system.newLab(`probe-${form}`);
  const body = bodyOf(ingestPlan(CELLS), form, [{ cell: 0, from: 0, count: 2 }]);
  const headers = { authorization: `Bearer ${lab.apiKey}`, "content-type": "application/json" };
  const answer = await fetch(`${system.url}/api/v1/ingest`, { method: "POST", headers, body });
  if (answer.ok) return null;
  return `${answer.status} ${(await answer.text()).slice(0, 200)}`;
}

export function memoryMark(webMiB: number, workerMiB: number): Mark {
  return {
    text: `web ${webMiB} and worker ${workerMiB} MiB resident at most, to be ≤ ${MARK_MEMORY_MIB} each`,
    isReached: Math.max(webMiB, workerMiB) <= MARK_MEMORY_MIB,
  };
}
