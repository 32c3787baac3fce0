import { setTimeout as pause } from "node:timers/promises";
import { ledgerMark, untilStored } from "../ledger";
import { startLoad } from "../load/load-process";
import type { BenchOptions } from "../options";
import { cpuColumns, type CpuUse, measureCpu } from "../load/processes";
import { progress, type Result } from "../report";
import { makeCells, postUntilStored, type RestClient, restClient } from "../load/rest-client";
import type { RunningSystem } from "../load/running-system";
import { type Block, cellName, type SamplePlan, sampleOf } from "../load/samples";
import { quantile, rounded, timesRow } from "../statistics";

// A cycler's computer was away a month ago, and its samples come now: what does that cost, and does it keep the others waiting?

const CELLS = 8;
/** History begins so long ago, and ends two days ago: what is fresh comes after it. */
const BEGAN_DAYS_AGO = 40;
const HISTORY_DAYS = 38;
const LATE_DAYS = 30;
const STEP_S = 30;
const BATCH = 1000;
const S_PER_DAY = 86_400;
const blocksIn = (days: number) => Math.floor((days * S_PER_DAY) / STEP_S / BATCH);
const BLOCKS = blocksIn(HISTORY_DAYS);
/** Blocks from then on are left out at first. */
const FIRST_HOLE = blocksIn(BEGAN_DAYS_AGO - LATE_DAYS);
const HOLES = 20;
const PAIRS = 30;
const PHASE_S = 8;
const LATE_PAUSE_MS = 500;
const MARK_COST = 10;
const MARK_SLOWER = 1.2;

type Kind = "fresh" | "late, fills a hole" | "late, between others";

export async function measureLate(system: RunningSystem, options: BenchOptions): Promise<Result> {
  const lab = await system.newLab("late");
  const api = restClient(system.url, lab.apiKey);
  const startMs = Date.now() - 1000 * S_PER_DAY * BEGAN_DAYS_AGO;
  const plan = { prefix: "late", cells: CELLS, startMs, stepMs: 1000 * STEP_S, samplesInCycle: 480, isStaggered: true };
  await makeCells(api, plan);
  await loadHistory(system, lab, plan);
  const sources = sourcesOf(plan);

  const kinds = ["fresh", "late, fills a hole", "late, between others"] as const;
  const found = new Map<Kind, { wallMs: number[]; uses: CpuUse[] }>(
    kinds.map((kind) => [kind, { wallMs: [], uses: [] }]),
  );
  for (let pair = 0; pair < PAIRS; pair++) {
    for (const [kind, costs] of found) {
      const cpu = measureCpu(system.processes);
      await postUntilStored(api, sources[kind]());
      const use = cpu();
      costs.wallMs.push(1000 * use.wallS);
      costs.uses.push(use);
    }
  }
  const rows = [...found].map(([kind, { wallMs, uses }]) => ({
    batch: kind,
    "POST → stored, median / ms": rounded(quantile(wallMs, 0.5)),
    "p95 / ms": rounded(quantile(wallMs, 0.95)),
    "worker and database CPU / ms": rounded((1000 * costOf(uses)) / uses.length),
    ...cpuColumns(uses),
  }));

  const phases = await measureMeanwhile(api, sources, options.rounds);
  const [alone, meanwhile] = [quantile(phases.aloneMs, 0.95), quantile(phases.meanwhileMs, 0.95)];
  const ratioOf = (kind: Kind) => {
    const [late, fresh] = [found.get(kind), found.get("fresh")];
    if (!late || !fresh) throw new RangeError(kind);
    const wall = quantile(late.wallMs, 0.5) / quantile(fresh.wallMs, 0.5);
    return rounded(Math.max(wall, costOf(late.uses) / costOf(fresh.uses)));
  };
  const [hole, between] = [ratioOf("late, fills a hole"), ratioOf("late, between others")];
  return {
    about: `Batches of ${BATCH} samples, ${CELLS} cells with ${HISTORY_DAYS} days of history at a sample each ${STEP_S} s; late ones are ${LATE_DAYS} days late.`,
    tables: [
      { title: `One at a time, ${PAIRS} of each in turn`, rows },
      {
        title: `A fresh batch after the other (POST → stored), ${phases.late} late ones meanwhile`,
        rows: [timesRow("fresh alone", phases.aloneMs), timesRow("fresh, late ones meanwhile", phases.meanwhileMs)],
      },
    ],
    marks: [
      {
        text: `late that fills a hole ÷ fresh = ${hole} (time or CPU, whichever is worse), to be ≤ ${MARK_COST}`,
        isReached: hole <= MARK_COST,
      },
      { text: `late between others ÷ fresh = ${between}, to be ≤ ${MARK_COST}`, isReached: between <= MARK_COST },
      {
        text: `p95 of fresh ones ${rounded(meanwhile / alone)} × meanwhile, to be < ${MARK_SLOWER}`,
        isReached: meanwhile / alone < MARK_SLOWER,
      },
    ],
  };
}

const costOf = (uses: readonly CpuUse[]) =>
  uses.reduce((sum, { cpuS }) => sum + (cpuS.get("worker") ?? 0) + (cpuS.get("postgres") ?? 0), 0);

async function loadHistory(system: RunningSystem, lab: Parameters<typeof startLoad>[1], plan: SamplePlan) {
  const load = await startLoad(system, lab);
  const mark = await ledgerMark(system.database);
  const shape = { cells: 1, samplesOfCell: BATCH };
  let batches = 0;
  for (const [from, until] of [
    [0, FIRST_HOLE],
    [FIRST_HOLE + HOLES, BLOCKS],
  ] as const) {
    const count = (until - from) * CELLS;
    await load.prepare({ plan, form: "rows", shape, from: from * CELLS, count });
    await load.send(8);
    batches += count;
  }
  const samples = await untilStored(system.database, mark, batches);
  progress(`${samples} samples of history stored`);
  await load.end();
}

type Sources = Record<Kind, () => unknown>;

/** Fresh samples are denser, so that a run of the benchmark does not reach the future. */
const FRESH_DENSITY = 100;
/** Late samples lie this share of a step behind the stored ones. */
const LATE_SHIFT = 1 / 64;

/** The next batch of each kind; the cells take turns. */
function sourcesOf(plan: SamplePlan): Sources {
  const turns = { fresh: 0, hole: 0, between: 0 };
  const take = (kind: keyof typeof turns) => {
    const turn = turns[kind]++;
    return { cell: turn % CELLS, block: Math.floor(turn / CELLS) };
  };
  const historyEnds = BLOCKS * BATCH;
  const freshStepMs = plan.stepMs / FRESH_DENSITY;
  const fresh = { ...plan, stepMs: freshStepMs, startMs: plan.startMs + historyEnds * (plan.stepMs - freshStepMs) };
  return {
    fresh: () => {
      const { cell, block } = take("fresh");
      return bodyAt(fresh, { cell, from: historyEnds + block * BATCH, count: BATCH });
    },
    "late, fills a hole": () => {
      const { cell, block } = take("hole");
      return bodyAt(plan, { cell, from: (FIRST_HOLE + block) * BATCH, count: BATCH });
    },
    "late, between others": () => {
      const { cell, block } = take("between");
      const [pass, back] = [1 + Math.floor(block / FIRST_HOLE), block % FIRST_HOLE];
      const at = { cell, from: (FIRST_HOLE - 1 - back) * BATCH, count: BATCH };
      return bodyAt(plan, at, plan.stepMs * LATE_SHIFT * pass);
    },
  };
}

function bodyAt(plan: SamplePlan, { cell, from, count }: Block, shiftMs = 0) {
  const samples = Array.from({ length: count }, (_, index) => {
    const sample = sampleOf(plan, cell, from + index);
    const moved = { time: sample.time + shiftMs, testTime: sample.testTime + shiftMs / 1000 };
    return { cell: cellName(plan, cell), ...sample, ...moved };
  });
  return { samples };
}

/** Fresh batches one after the other, with and without late ones of other cells meanwhile, in turn. */
async function measureMeanwhile(api: RestClient, sources: Sources, rounds: number) {
  const [aloneMs, meanwhileMs]: [number[], number[]] = [[], []];
  let late = 0;
  for (let phase = 0; phase < 2 * rounds; phase++) {
    const untilMs = Date.now() + 1000 * PHASE_S;
    const times = phase % 2 === 0 ? aloneMs : meanwhileMs;
    const sendLate = async () => {
      while (phase % 2 === 1 && Date.now() < untilMs) {
        await postUntilStored(api, sources["late, between others"]());
        late += 1;
        await pause(LATE_PAUSE_MS);
      }
    };
    const sendFresh = async () => {
      while (Date.now() < untilMs) {
        const beganMs = performance.now();
        await postUntilStored(api, sources.fresh());
        times.push(performance.now() - beganMs);
      }
    };
    await Promise.all([sendLate(), sendFresh()]);
  }
  return { aloneMs, meanwhileMs, late };
}
