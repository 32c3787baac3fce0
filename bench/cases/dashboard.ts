import { z } from "zod";
import { METRIC_NAMES, type MetricName } from "../../server/domain/cycles/metrics";
import { measureRound } from "./ingest-rounds";
import { startLoad } from "../load/load-process";
import type { BenchOptions } from "../options";
import { progress, type Result } from "../report";
import { makeCells, postUntilStored, type RestClient, restClient } from "../load/rest-client";
import type { BenchLab, RunningSystem } from "../load/running-system";
import { cellName, type SamplePlan, sampleOf } from "../load/samples";
import { quantile, rounded, timesRow } from "../statistics";

const CELLS = 1000;
const CYCLES = 1000;
const GROUPS = 20;
const SAMPLES_IN_CYCLE = 4;
const STEP_S = 600;
const SHAPE = { cells: 1, samplesOfCell: CYCLES * SAMPLES_IN_CYCLE + 1 }; // the next cycle has begun
const REQUESTS_AT_ONCE = 50;
const ASKED = 15;
const GROWN = 40;
const MARKS = { viewMs: 50, afterChangeMs: 20 };

/** The statistics of groups inside the procedure, without HTTP: the process that measures is the one that computes. */
export async function measureDashboard(system: RunningSystem, _options: BenchOptions): Promise<Result> {
  const lab = await system.newLab("dashboard");
  const api = restClient(system.url, lab.apiKey);
  await api.post("/api/v1/metadata-fields", { name: "group", type: "text" });
  const startMs = Date.now() - 1000 * STEP_S * (SHAPE.samplesOfCell + GROWN * SAMPLES_IN_CYCLE);
  const plan = {
    prefix: "cell",
    cells: CELLS,
    startMs,
    stepMs: 1000 * STEP_S,
    samplesInCycle: SAMPLES_IN_CYCLE,
    isStaggered: false,
  };
  await makeCells(api, plan, (cell) => `group ${cell % GROUPS}`);
  const { id } = z
    .object({ id: z.coerce.number() })
    .parse(await api.post("/api/v1/groupings", { name: "Group", by: ["group"] }));
  await fill(system, lab, plan);

  const dashboard = await openDashboard(system, lab, id);
  const firstMs: number[] = [];
  const againMs: number[] = [];
  for (const metric of METRIC_NAMES) {
    firstMs.push(await timed(() => dashboard.view(metric)));
    for (let asked = 0; asked < ASKED; asked++) againMs.push(await timed(() => dashboard.view(metric)));
  }
  const { viewMs, changesMs } = await measureGrowth(api, plan, dashboard);
  const [view, changes] = [quantile(againMs, 0.95), quantile(changesMs, 0.95)];
  return {
    about: `${CELLS} cells × ${CYCLES} cycles in ${GROUPS} groups, inside the procedure, ${METRIC_NAMES.length} metrics.`,
    tables: [
      {
        title: "Times",
        rows: [
          timesRow("a metric for the first time", firstMs),
          timesRow("a metric again", againMs),
          timesRow("what changed, after one cell gained a cycle", changesMs),
          timesRow("all of it, after one cell gained a cycle", viewMs),
        ],
      },
    ],
    marks: [
      { text: `a metric again: p95 ${rounded(view)} ms, to be ≤ ${MARKS.viewMs}`, isReached: view <= MARKS.viewMs },
      {
        text: `what changed after one cell gained a cycle: p95 ${rounded(changes)} ms, to be ≤ ${MARKS.afterChangeMs}`,
        isReached: changes <= MARKS.afterChangeMs,
      },
    ],
  };
}

async function fill(system: RunningSystem, lab: BenchLab, plan: SamplePlan): Promise<void> {
  const load = await startLoad(system, lab);
  for (let from = 0; from < CELLS; from += REQUESTS_AT_ONCE) {
    await load.prepare({ plan, form: "rows", shape: SHAPE, from, count: REQUESTS_AT_ONCE });
    const { samplesPerS } = await measureRound(system, load, REQUESTS_AT_ONCE);
    progress(`${from + REQUESTS_AT_ONCE} cells with ${CYCLES} cycles each, ${Math.round(samplesPerS)} samples/s`);
  }
  await load.end();
}

type Dashboard = Awaited<ReturnType<typeof openDashboard>>;

/** The procedures that the page calls, for the lab's owner, in this process. */
async function openDashboard(system: RunningSystem, lab: BenchLab, groupingId: number) {
  Object.assign(process.env, system.env); // settings are read on first use
  const { createCaller } = await import("../../server/api/trpc/root");
  const { rows } = await system.database.query("SELECT id FROM users WHERE email = $1", [lab.email]);
  const { id } = z.object({ id: z.string() }).parse(rows[0]);
  const user = { userId: id, email: lab.email, name: "bench" };
  const caller = createCaller({ user, isSignedIn: async () => true });
  const shown = { labSlug: lab.labSlug, groupingId };
  return {
    view: (metric: MetricName) => caller.groups.view({ ...shown, metric }),
    changes: (metric: MetricName, sinceVersion: number) => caller.groups.changes({ ...shown, metric, sinceVersion }),
  };
}

/** One cell after the other gains a cycle; before and after each the page is asked. */
async function measureGrowth(api: RestClient, plan: SamplePlan, dashboard: Dashboard) {
  const metric: MetricName = "capacityRetention";
  const [viewMs, changesMs]: [number[], number[]] = [[], []];
  for (let grown = 0; grown < GROWN; grown++) {
    const { version } = await dashboard.view(metric);
    await postUntilStored(api, { samples: nextCycle(plan, grown) });
    if (grown % 2 === 0) {
      changesMs.push(
        await timed(async () => {
          const delta = await dashboard.changes(metric, version);
          if (delta.kind !== "patch" || delta.groups.length !== 1) throw new Error("not the one group that changed");
        }),
      );
    } else viewMs.push(await timed(() => dashboard.view(metric)));
  }
  return { viewMs, changesMs };
}

/** What closes a cell's cycle: the rest of it, and the first sample of the next. */
function nextCycle(plan: SamplePlan, cell: number) {
  return Array.from({ length: SAMPLES_IN_CYCLE }, (_, index) => ({
    cell: cellName(plan, cell),
    ...sampleOf(plan, cell, SHAPE.samplesOfCell + index),
  }));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return performance.now() - beganMs;
}
