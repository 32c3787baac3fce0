import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { ledgerMark, storedSince, untilStored } from "../ledger";
import { startLoad } from "../load/load-process";
import type { Paced } from "../load/load-jobs";
import type { BenchOptions } from "../options";
import { cpuColumns, measureCpu } from "../load/processes";
import { progress, type Result, type Row } from "../report";
import { makeCells, type RestClient, restClient } from "../load/rest-client";
import type { RunningSystem } from "../load/running-system";
import { cellName, type SamplePlan } from "../load/samples";
import { quantile, rounded, timesRow } from "../statistics";

/** The load of the original: a little over 100 cells, one sample a request. */
export const TRICKLE = { cells: 100, requestsPerS: 2500, shape: { cells: 1, samplesOfCell: 1 } };
const WARM_UP_S = 10;
const WATCHED_CELLS = [7, 61];
/** What is read is not free: looking more often would be a load of its own. What is measured is too long by half of it. */
const LOOK_EVERY_MS = 100;
const COUNT_EVERY_MS = 1000;
const TABLE_EVERY_S = 5;
const MARKS = { answerP99Ms: 250, readableP95Ms: 1000 };
/** A backlog that grows less than this over the run is flat: a tenth of a second's load. */
const FLAT_BATCHES = 250;

/** Cells that are measured as time passes, 25 times a second, in cycles of a quarter of a minute. */
export function tricklePlan(prefix: string): SamplePlan {
  const stepMs = (1000 * TRICKLE.cells) / TRICKLE.requestsPerS;
  return { prefix, cells: TRICKLE.cells, startMs: Date.now(), stepMs, samplesInCycle: 360, isStaggered: true };
}

/** One sample a request at a fixed rate, whether or not the server keeps up. */
export async function measureTrickle(system: RunningSystem, options: BenchOptions): Promise<Result> {
  const { database } = system;
  const lab = await system.newLab("trickle");
  const api = restClient(system.url, lab.apiKey);
  const load = await startLoad(system, lab);
  const plan = tricklePlan("trickle");
  await makeCells(api, plan);
  const job = { plan, form: "rows" as const, ...TRICKLE, watchedCells: WATCHED_CELLS };

  const warmUp = await ledgerMark(database);
  const warmed = await load.pace({ ...job, from: 0, seconds: WARM_UP_S });
  await untilStored(database, warmUp, warmed.accepted);
  progress(`warmed up: ${warmed.accepted} of ${warmed.requests} accepted`);

  const mark = await ledgerMark(database);
  const readers = await Promise.all(WATCHED_CELLS.map((cell) => watchCell(api, cellName(plan, cell))));
  const cpu = measureCpu(system.processes);
  const backlog = watchBacklog(database, mark);
  const paced = await load.pace({ ...job, from: warmed.requests, seconds: options.seconds }, backlog.note);
  const use = cpu();
  const waiting = await backlog.stop();
  const samples = await untilStored(database, mark, paced.accepted);
  const readableMs = (await Promise.all(readers.map(({ stop }) => stop()))).flatMap((seen, index) =>
    timesToReadable(seen, paced.dueMs[index] ?? []),
  );
  await load.end();
  return resultOf({ paced, samples, waiting, readableMs, cpu: cpuColumns([use]), seconds: options.seconds });
}

type Found = {
  paced: Paced;
  samples: number;
  waiting: number[];
  readableMs: number[];
  cpu: Row;
  seconds: number;
};

function resultOf({ paced, samples, waiting, readableMs, cpu, seconds }: Found): Result {
  const third = Math.floor(waiting.length / 3);
  const [early, late] = [waiting.slice(0, third), waiting.slice(-third)].map((part) => quantile(part, 0.5));
  const growth = (late ?? Number.NaN) - (early ?? Number.NaN);
  const [p99, p95] = [quantile(paced.latenciesMs, 0.99), quantile(readableMs, 0.95)];
  const refused = paced.requests - paced.accepted;
  return {
    about: `One sample a request, ${TRICKLE.requestsPerS}/s from ${TRICKLE.cells} cells for ${seconds} s; times count from when a request was due.`,
    tables: [
      {
        title: "Times",
        rows: [timesRow("answer", paced.latenciesMs), timesRow("sample → readable in its cycle", readableMs)],
      },
      { title: `Every ${TABLE_EVERY_S} s`, rows: overTime(paced, waiting) },
      { title: "Processors", rows: [cpu] },
    ],
    marks: [
      { text: `${refused} of ${paced.requests} requests not 202, to be 0`, isReached: refused === 0 },
      { text: `${samples} samples stored of ${paced.accepted} accepted`, isReached: samples === paced.accepted },
      { text: `answer p99 ${rounded(p99)} ms, to be ≤ ${MARKS.answerP99Ms}`, isReached: p99 <= MARKS.answerP99Ms },
      {
        text: `readable p95 ${rounded(p95)} ms, to be ≤ ${MARKS.readableP95Ms}`,
        isReached: p95 <= MARKS.readableP95Ms,
      },
      {
        text: `backlog of the last third − that of the first: ${Math.round(growth)} batches, to be ≤ ${FLAT_BATCHES}`,
        isReached: growth <= FLAT_BATCHES,
      },
    ],
  };
}

function overTime({ latenciesMs }: Paced, waiting: readonly number[]): Row[] {
  const requests = TRICKLE.requestsPerS * TABLE_EVERY_S;
  return Array.from({ length: Math.ceil(latenciesMs.length / requests) }, (_, index) => {
    const within = latenciesMs.slice(index * requests, (index + 1) * requests);
    const backlog = waiting.slice(index * TABLE_EVERY_S, (index + 1) * TABLE_EVERY_S);
    return {
      "from / s": index * TABLE_EVERY_S,
      "answer p50 / ms": rounded(quantile(within, 0.5)),
      "answer p99 / ms": rounded(quantile(within, 0.99)),
      "batches that wait": Math.round(quantile(backlog, 0.5)),
    };
  });
}

/** Batches accepted and not stored, each second: counted at once when the load tells how many were accepted. */
function watchBacklog(database: RunningSystem["database"], mark: string) {
  const waiting: number[] = [];
  let notedMs = performance.now();
  let counting = Promise.resolve();
  const note = (accepted: number) => {
    if (performance.now() - notedMs < COUNT_EVERY_MS) return;
    notedMs += COUNT_EVERY_MS;
    counting = counting.then(async () => {
      const { batches } = await storedSince(database, mark);
      waiting.push(Math.max(0, accepted - batches));
    });
  };
  return {
    note,
    stop: async () => {
      await counting;
      return waiting;
    },
  };
}

const cyclesAnswer = z.object({ cycles: z.array(z.object({ sampleCount: z.int() })) });

type Seen = { samples: number; atMs: number };

/** Asks for a cell's cycles again and again, and notes when more samples are counted in them. */
async function watchCell(api: RestClient, cell: string) {
  const look = async () => {
    const { cycles } = await api.get(`/api/v1/cells/${cell}/cycles`, cyclesAnswer);
    return cycles.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
  };
  const before = await look();
  const seen: Seen[] = [{ samples: 0, atMs: Date.now() }];
  let isWatching = true;
  const watching = (async () => {
    while (isWatching) {
      await pause(LOOK_EVERY_MS);
      const samples = (await look()) - before;
      if (samples > (seen.at(-1)?.samples ?? 0)) seen.push({ samples, atMs: Date.now() });
    }
  })();
  return {
    stop: async () => {
      isWatching = false;
      await watching;
      return seen;
    },
  };
}

/** From when the n-th sample was due to the moment at which n were counted. */
function timesToReadable(seen: readonly Seen[], dueMs: readonly number[]): number[] {
  return seen.flatMap(({ samples, atMs }, index) =>
    dueMs.slice(seen[index - 1]?.samples ?? 0, samples).map((due) => atMs - due),
  );
}
