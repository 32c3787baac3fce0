import { setTimeout as pause } from "node:timers/promises";
import type { BenchOptions } from "../options";
import { cpuSecondsOf } from "../load/processes";
import type { Result } from "../report";
import { postUntilStored, type RestClient, restClient } from "../load/rest-client";
import type { RunningSystem } from "../load/running-system";
import { quantile, rounded } from "../statistics";

const SIZES = [1_000, 100_000, 1_000_000];
const BATCH = 1_000;
const FILL_BATCH = 20_000;
const ROUNDS = 40;
const SETTLE_MS = 15_000;
const MARK_GROWTH = 1.3;

/** What a batch costs when its cycle holds a thousand, a hundred thousand and a million samples already: three cells, batch by batch in turn. */
export async function measureOpenCycle(system: RunningSystem, _options: BenchOptions): Promise<Result> {
  const lab = await system.newLab("open-cycle");
  const api = restClient(system.url, lab.apiKey);
  const cells = SIZES.map((size) => growingCell(api, `cell of ${size}`, size));
  for (const cell of cells) await cell.fill();
  await pause(SETTLE_MS); // what the filling left to the database to tidy up is no part of a batch's cost
  const workerCpuS = () => cpuSecondsOf(system.processes).get("worker") ?? 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const cell of cells) {
      const [beganMs, beganCpuS] = [performance.now(), workerCpuS()];
      await cell.send(BATCH);
      cell.wallMs.push(performance.now() - beganMs);
      cell.cpuMs += 1000 * (workerCpuS() - beganCpuS);
    }
  }
  const medians = cells.map(({ wallMs }) => quantile(wallMs, 0.5));
  const growth = (medians.at(-1) ?? Number.NaN) / (medians[0] ?? Number.NaN);
  const rows = cells.map(({ size, cpuMs }, index) => ({
    "samples in the cycle": size,
    "POST → stored, median / ms": rounded(medians[index] ?? Number.NaN),
    "worker CPU a batch / ms": rounded(cpuMs / ROUNDS),
  }));
  return {
    about: `Batches of ${BATCH} samples into the open cycles of three cells in turn, ${ROUNDS} rounds.`,
    tables: [{ title: "By the samples that the cycle holds already", rows }],
    marks: [
      {
        text: `cost at 1 M ÷ cost at 1 k = ${growth.toFixed(2)}, to be < ${MARK_GROWTH}`,
        isReached: growth < MARK_GROWTH,
      },
    ],
  };
}

/** A cell with one long charge: one step, one cycle, a sample a second, without an end. */
function growingCell(api: RestClient, cell: string, size: number) {
  const startMs = Date.now() - 20 * 86_400_000;
  let next = 0;
  const send = async (count: number) => {
    const samples = Array.from({ length: count }, (_, index) => sampleAt(cell, startMs, next + index));
    next += count;
    await postUntilStored(api, { samples });
  };
  const fill = async () => {
    while (next < size) await send(Math.min(FILL_BATCH, size - next));
  };
  return { size, send, fill, wallMs: [] as number[], cpuMs: 0 };
}

function sampleAt(cell: string, startMs: number, n: number) {
  return { cell, time: startMs + 1000 * n, voltage: 3.5 + 1e-7 * n, current: 1, cycle: 1, step: 1 };
}
