import { monitorEventLoopDelay } from "node:perf_hooks";
import { z } from "zod";
import { METRIC_NAMES, type MetricName } from "../../server/domain/cycles/metrics";
import { GROUP_TEXTS } from "../../server/domain/groups/group-texts";
import { quantitiesOf } from "../../server/statistics/columns/metric-columns";
import { quantitiesOfUncertainty } from "../../server/statistics/columns/uncertainties";
import { measureRound } from "./ingest-rounds";
import { startLoad } from "../load/load-process";
import type { BenchOptions } from "../options";
import { type Mark, progress, type Result } from "../report";
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
const REQUESTS = 15;
const GROWN = 40;
const MARKS = { coldMs: 700, columnMs: 150, viewMs: 40, afterChangeMs: 10, heldMs: 50, columnMiB: 8 };

const groupingAnswer = z.object({ id: z.coerce.number() });

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
  const { id } = groupingAnswer.parse(await api.post("/api/v1/groupings", { name: "Group", by: ["group"] }));
  await fill(system, lab, plan);

  const dashboard = await openDashboard(system, lab, id);
  const packingMs = await timed(dashboard.pack);
  await warmUp(system, dashboard);
  const watch = watchLoop();
  const asked = await askMetrics(dashboard);
  const { viewMs, changesMs } = await measureGrowth(api, plan, dashboard);
  return {
    about: `${CELLS} cells × ${CYCLES} cycles in ${GROUPS} groups, inside the procedure, ${METRIC_NAMES.length} metrics.`,
    tables: [
      {
        title: "Times",
        rows: [
          timesRow("packing its cycles, as the worker does now and then", [packingMs]),
          timesRow("the first metric of a lab", [asked.coldMs]),
          timesRow("another one, for each column that it needs and is not there", asked.columnMs),
          timesRow("another one whose columns are there", asked.knownMs),
          timesRow("a metric again", asked.againMs),
          timesRow("what changed, after one cell gained a cycle", changesMs),
          timesRow("all of it, after one cell gained a cycle", viewMs),
          timesRow("writing the answer as JSON, once it is there", asked.writingMs),
        ],
      },
    ],
    marks: [
      mark("the first metric of a lab", asked.coldMs, MARKS.coldMs, "ms"),
      mark("another metric, a column that is not there: median", quantile(asked.columnMs, 0.5), MARKS.columnMs, "ms"),
      mark("a metric again: p95", quantile(asked.againMs, 0.95), MARKS.viewMs, "ms"),
      mark("what changed after one cell gained a cycle: p95", quantile(changesMs, 0.95), MARKS.afterChangeMs, "ms"),
      mark("a column", asked.columnMiB, MARKS.columnMiB, "MiB"),
      mark("the longest that the event loop was held", watch(), MARKS.heldMs, "ms"),
    ],
  };
}

function mark(what: string, value: number, most: number, unit: string): Mark {
  return { text: `${what} ${rounded(value)} ${unit}, to be ≤ ${most}`, isReached: value <= most };
}

/** Every metric for the first time, then again and again. */
async function askMetrics({ view, bytes }: Dashboard) {
  let coldMs = Number.NaN;
  const [columnMs, knownMs, againMs]: [number[], number[], number[]] = [[], [], []];
  const [writingMs, columnBytes]: [number[], number[]] = [[], []];
  const known = new Set<string>();
  for (const metric of METRIC_NAMES) {
    const needed = new Set([...quantitiesOf(metric), ...quantitiesOfUncertainty(metric)]);
    const missing = [...needed].filter((quantity) => !known.has(quantity));
    for (const quantity of missing) known.add(quantity);
    const before = bytes();
    const firstMs = await timed(() => view(metric));
    if (before === 0) coldMs = firstMs;
    else if (missing.length === 0) knownMs.push(firstMs);
    else {
      columnMs.push(firstMs / missing.length);
      columnBytes.push((bytes() - before) / missing.length);
    }
    for (let asked = 0; asked < REQUESTS; asked++) againMs.push(await timed(() => view(metric)));
    const answer = await view(metric);
    writingMs.push(await timed(async () => JSON.stringify(GROUP_TEXTS.output.serialize(answer))));
  }
  return {
    coldMs,
    columnMs,
    knownMs,
    againMs,
    writingMs,
    columnMiB: Math.max(...columnBytes) / 2 ** 20,
  };
}

/** Answers, when called, the longest time in ms that nothing else of this process had a turn. */
function watchLoop(): () => number {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  return () => {
    delay.disable();
    return delay.max / 1e6;
  };
}

/** Another lab, without cells: what a process does once only is not what a lab waits for. */
async function warmUp(system: RunningSystem, { viewOf }: Dashboard): Promise<void> {
  const lab = await system.newLab("empty");
  const api = restClient(system.url, lab.apiKey);
  await api.post("/api/v1/metadata-fields", { name: "group", type: "text" });
  const { id } = groupingAnswer.parse(await api.post("/api/v1/groupings", { name: "Group", by: ["group"] }));
  await (await viewOf(lab, id))("capacityRetention");
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

/** The procedures that the page calls, for a lab's owner, in this process. */
async function openDashboard(system: RunningSystem, lab: BenchLab, groupingId: number) {
  Object.assign(process.env, system.env); // settings are read on first use
  const { createCaller } = await import("../../server/api/trpc/root");
  const { columnCache } = await import("../../server/statistics/columns/column-cache");
  const { packCycles } = await import("../../server/services/labs/pack-cycles");
  const { labScopeFromJob } = await import("../../server/auth/lab-scope");
  const callerOf = async ({ email }: BenchLab) => {
    const { rows } = await system.database.query("SELECT id FROM users WHERE email = $1", [email]);
    const { id } = z.object({ id: z.string() }).parse(rows[0]);
    return createCaller({ user: { userId: id, email, name: "bench" }, isSignedIn: async () => true });
  };
  const viewOf = async (ofLab: BenchLab, ofGrouping: number) => {
    const caller = await callerOf(ofLab);
    const shown = { labSlug: ofLab.labSlug, groupingId: ofGrouping };
    return (metric: MetricName) => caller.groups.view({ ...shown, metric });
  };
  const caller = await callerOf(lab);
  const { rows } = await system.database.query("SELECT lab_id FROM labs WHERE slug = $1", [lab.labSlug]);
  const { lab_id: labId } = z.object({ lab_id: z.int() }).parse(rows[0]);
  return {
    viewOf,
    view: await viewOf(lab, groupingId),
    changes: (metric: MetricName, sinceVersion: number) =>
      caller.groups.changes({ labSlug: lab.labSlug, groupingId, metric, sinceVersion }),
    pack: () => packCycles(labScopeFromJob(labId)),
    /** What the columns of the lab take. */
    bytes: () => columnCache.heldColumns.get(labId) ?? 0,
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
