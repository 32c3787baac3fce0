import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { quantile, type Result } from "./report";
import { restClient, withRunningSystem } from "./running-system";

const SIZES = [1_000, 100_000, 1_000_000];
const BATCH = 1_000;
const FILL_BATCH = 20_000;
const ROUNDS = 40;
const SETTLE_MS = 15_000;
const MARK_GROWTH = 1.3;

const batchAnswer = z.object({ status: z.enum(["queued", "stored", "failed"]) });

/** What a batch costs when its cycle holds a thousand, a hundred thousand and a million samples already: three cells, batch by batch in turn. */
export function measureOpenCycle(): Promise<Result> {
  return withRunningSystem(async (system) => {
    const lab = await system.newLab("open-cycle");
    const api = restClient(system.url, lab.apiKey);
    const cells = SIZES.map((size) => growingCell(api, `cell of ${size}`, size));
    for (const cell of cells) await cell.fill();
    await pause(SETTLE_MS); // what the filling left to the database to tidy up is no part of a batch's cost
    for (let round = 0; round < ROUNDS; round++) {
      for (const cell of cells) {
        const [beganMs, beganCpuS] = [performance.now(), system.cpuSeconds("worker")];
        await cell.send(BATCH);
        cell.wallMs.push(performance.now() - beganMs);
        cell.cpuMs += 1000 * (system.cpuSeconds("worker") - beganCpuS);
      }
    }
    const medians = cells.map(({ wallMs }) => quantile(wallMs, 0.5));
    const growth = (medians.at(-1) ?? Number.NaN) / (medians[0] ?? Number.NaN);
    return {
      about: `Batches of ${BATCH} samples into the open cycles of three cells in turn, ${ROUNDS} rounds.`,
      rows: cells.map(({ size, cpuMs }, index) => ({
        "samples in the cycle": size,
        "POST → stored, median / ms": round1(medians[index] ?? Number.NaN),
        "worker CPU a batch / ms": round1(cpuMs / ROUNDS),
      })),
      mark: {
        text: `cost at 1 M ÷ cost at 1 k = ${growth.toFixed(2)}, to be < ${MARK_GROWTH}`,
        isReached: growth < MARK_GROWTH,
      },
    };
  });
}

/** A cell with one long charge: one step, one cycle, a sample a second, without an end. */
function growingCell(api: ReturnType<typeof restClient>, cell: string, size: number) {
  const startMs = Date.now() - 20 * 86_400_000;
  let next = 0;
  const send = async (count: number) => {
    const samples = Array.from({ length: count }, (_, index) => sampleAt(cell, startMs, next + index));
    next += count;
    const answer = z.object({ batchId: z.string() }).parse(await api.post("/api/v1/ingest", { samples }));
    while ((await api.get(`/api/v1/batches/${answer.batchId}`, batchAnswer)).status !== "stored") await pause(2);
  };
  const fill = async () => {
    while (next < size) await send(Math.min(FILL_BATCH, size - next));
  };
  return { size, send, fill, wallMs: [] as number[], cpuMs: 0 };
}

const round1 = (value: number) => Math.round(10 * value) / 10;

function sampleAt(cell: string, startMs: number, n: number) {
  return { cell, time: startMs + 1000 * n, voltage: 3.5 + 1e-7 * n, current: 1, cycle: 1, step: 1 };
}
