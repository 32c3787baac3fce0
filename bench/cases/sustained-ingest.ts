import { setTimeout as pause } from "node:timers/promises";
import { CELLS, IN_FLIGHT, ingestPlan, memoryMark } from "./ingest-rounds";
import { ledgerMark, storedSince, untilStored } from "../ledger";
import { startLoad } from "../load/load-process";
import type { BenchOptions } from "../options";
import { cpuColumns, measureCpu, watchMemory } from "../load/processes";
import { progress, type Result, type Row } from "../report";
import { makeCells, restClient } from "../load/rest-client";
import type { RunningSystem } from "../load/running-system";
import { rounded } from "../statistics";

const SHAPE = { cells: 1, samplesOfCell: 1000 };
/** Batches that wait at most: the sender is as fast as the worker, and the queue no second limit. */
const MAX_AHEAD = 300;
const COUNT_EVERY_MS = 250;
const S_PER_MINUTE = 60;
const SETTLED_AFTER_MINUTES = 2;
const MARK_GROWTH = 1.1;
/** More than ten minutes make at the rate of plain COPY. */
const MOST_SAMPLES = 200e6;

/** One stream of requests for minutes: does the rate hold, and does the memory? */
export async function measureSustained(system: RunningSystem, options: BenchOptions, minutes: number): Promise<Result> {
  const [form = "rows"] = options.form;
  const lab = await system.newLab("sustained");
  const plan = ingestPlan(MOST_SAMPLES);
  await makeCells(restClient(system.url, lab.apiKey), plan);
  const load = await startLoad(system, lab);
  const mark = await ledgerMark(system.database);
  const memory = watchMemory(system.processes, ["web", "worker"]);
  const cpu = measureCpu(system.processes);
  const beganMs = performance.now();
  const storedAt: number[] = [0];
  let accepted = 0;
  let isSending = true;
  const counting = (async () => {
    while (isSending) {
      const { batches } = await storedSince(system.database, mark);
      load.reportStored(batches);
      const minute = Math.floor((performance.now() - beganMs) / 1000 / S_PER_MINUTE);
      if (minute >= storedAt.length) {
        storedAt.push(batches);
        progress(`minute ${minute}: ${batches} batches stored, ${accepted - batches} wait`);
      }
      await pause(COUNT_EVERY_MS);
    }
  })();
  const seconds = S_PER_MINUTE * minutes;
  const job = { plan, form, shape: SHAPE, from: 0, inFlight: IN_FLIGHT, seconds, maxAhead: MAX_AHEAD };
  const sent = await load.stream(job, (count) => {
    accepted = count;
  });
  isSending = false;
  await counting;
  const use = cpu();
  const samples = await untilStored(system.database, mark, sent.accepted);
  memory.stop();
  await load.end();
  if (samples !== sent.accepted * SHAPE.samplesOfCell)
    throw new Error(`${samples} samples stored of ${sent.accepted * SHAPE.samplesOfCell}`);
  const rows: Row[] = Array.from({ length: Math.ceil(minutes) }, (_, minute) => {
    const within = [minute * S_PER_MINUTE, (minute + 1) * S_PER_MINUTE] as const;
    const batches = (storedAt[minute + 1] ?? Number.NaN) - (storedAt[minute] ?? Number.NaN);
    return {
      minute: minute + 1,
      "samples/s": rounded((batches * SHAPE.samplesOfCell) / S_PER_MINUTE) || "–",
      "web / MiB": memory.most("web", ...within),
      "worker / MiB": memory.most("worker", ...within),
    };
  });
  const settled = (name: string, after: number) => memory.most(name, after * S_PER_MINUTE, (after + 1) * S_PER_MINUTE);
  const growth = (name: string) =>
    memory.most(name, S_PER_MINUTE * (minutes - 1)) / settled(name, SETTLED_AFTER_MINUTES);
  const [web, worker] = [growth("web"), growth("worker")];
  return {
    about: `${minutes} minutes of ${form}, ${CELLS} cells, one cell × ${SHAPE.samplesOfCell} a request, at most ${MAX_AHEAD} requests ahead of what is stored.`,
    tables: [
      { title: "By the minute", rows },
      {
        title: "Over all of it",
        rows: [{ "samples/s": rounded((sent.accepted * SHAPE.samplesOfCell) / use.wallS), ...cpuColumns([use]) }],
      },
    ],
    marks: [
      memoryMark(memory.most("web"), memory.most("worker")),
      {
        text: `memory of the last minute ÷ that of the third: web ${web.toFixed(2)}, worker ${worker.toFixed(2)}, to be ≤ ${MARK_GROWTH}`,
        isReached: Math.max(web, worker) <= MARK_GROWTH,
      },
    ],
  };
}
