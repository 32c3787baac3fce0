import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { measureRound } from "./ingest-rounds";
import { startLoad } from "../load/load-process";
import type { BenchOptions } from "../options";
import { progress, type Result } from "../report";
import { makeCells, restClient } from "../load/rest-client";
import type { BenchLab, RunningSystem } from "../load/running-system";
import { cellName, type SamplePlan } from "../load/samples";
import { quantile, repeatableChance, rounded, timesRow } from "../statistics";

const DEFAULT_SAMPLES = 10e6;
const SHAPE = { cells: 1, samplesOfCell: 20_000 };
const REQUESTS_AT_ONCE = 25;
const POINTS = 1000;
const WINDOWS = 500;
const WARM_UP_WINDOWS = 20;
const SHORTEST_MS = 10 * 60_000;
const SETTLE_MS = 5_000;
const MARK_MS = 100;

const answer = z.object({ resolution: z.string(), points: z.object({ time: z.array(z.number()) }) });

/** Windows of every width, from ten minutes to all of it, anywhere in one long test with a sample a second. */
export async function measureZoom(system: RunningSystem, options: BenchOptions): Promise<Result> {
  const lab = await system.newLab("zoom");
  const samples = options.to ?? DEFAULT_SAMPLES;
  const startMs = Date.now() - 1000 * samples;
  const plan = { prefix: "zoom", cells: 1, startMs, stepMs: 1000, samplesInCycle: 7200, isStaggered: false };
  await fill(system, lab, plan, samples);
  await pause(SETTLE_MS); // what the filling left to the database to tidy up
  const times = await readWindows(system, lab, plan, samples);
  const all = [...times.values()].flat();
  const p95 = quantile(all, 0.95);
  return {
    about: `Windows of a cell with ${samples} samples to ${POINTS} points over HTTP: widths from ten minutes to all, evenly over their logarithm, anywhere.`,
    tables: [
      {
        title: "By the level that served them",
        rows: [
          ...[...times].sort().map(([resolution, timesMs]) => timesRow(resolution, timesMs)),
          timesRow("all", all),
        ],
      },
    ],
    marks: [{ text: `p95 ${rounded(p95)} ms, to be ≤ ${MARK_MS}`, isReached: p95 <= MARK_MS }],
  };
}

async function fill(system: RunningSystem, lab: BenchLab, plan: SamplePlan, samples: number): Promise<void> {
  await makeCells(restClient(system.url, lab.apiKey), plan);
  const load = await startLoad(system, lab);
  const requests = Math.ceil(samples / SHAPE.samplesOfCell);
  for (let from = 0; from < requests; from += REQUESTS_AT_ONCE) {
    const count = Math.min(REQUESTS_AT_ONCE, requests - from);
    await load.prepare({ plan, form: "rows", shape: SHAPE, from, count });
    const { samplesPerS } = await measureRound(system, load, count);
    if (from % (4 * REQUESTS_AT_ONCE) === 0)
      progress(`${(from + count) * SHAPE.samplesOfCell} samples stored, ${Math.round(samplesPerS)}/s`);
  }
  await load.end();
}

async function readWindows(system: RunningSystem, lab: BenchLab, plan: SamplePlan, samples: number) {
  const api = restClient(system.url, lab.apiKey);
  const chance = repeatableChance(11);
  const times = new Map<string, number[]>();
  const wholeMs = samples * plan.stepMs;
  for (let window = -WARM_UP_WINDOWS; window < WINDOWS; window++) {
    const widthMs = SHORTEST_MS * (wholeMs / SHORTEST_MS) ** chance();
    const from = Math.round(plan.startMs + chance() * (wholeMs - widthMs));
    const path = `/api/v1/cells/${cellName(plan, 0)}/samples?from=${from}&to=${Math.round(from + widthMs)}&points=${POINTS}`;
    const beganMs = performance.now();
    const { resolution, points } = await api.get(path, answer);
    const tookMs = performance.now() - beganMs;
    if (points.time.length === 0 || points.time.length > POINTS)
      throw new Error(`${points.time.length} points: ${path}`);
    if (window >= 0) times.set(resolution, [...(times.get(resolution) ?? []), tookMs]);
  }
  return times;
}
