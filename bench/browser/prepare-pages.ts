import { z } from "zod";
import { measureRound } from "../cases/ingest-rounds";
import { startLoad } from "../load/load-process";
import { makeCells, restClient } from "../load/rest-client";
import type { BenchLab, RunningSystem } from "../load/running-system";
import { cellName, type RequestShape, type SamplePlan } from "../load/samples";
import type { BenchOptions } from "../options";
import { progress } from "../report";
import type { MeasuredPage } from "./load-page";

const GROUPS = 20;
export const MANY_GROUPS = 24;
/** Few, so that there is little to prepare; five in each of twenty-four groups. */
const CELLS = 120;
const CYCLES = 1000;
const MANY_CELLS = 1000;
const CYCLES_OF_MANY = 100;
const SAMPLES_IN_CYCLE = 4;
/** A tenth to a fifth in a thousand cycles. */
const FADE_PER_CYCLE = 1e-4;
const STEP_MS = 600_000;
/** What is left between the last sample and now, for those that arrive live. */
const ROOM_SAMPLES = 8000;
const LONG_SAMPLES = 10e6;
const LONG_SHAPE = { cells: 1, samplesOfCell: 20_000 };
const REQUESTS_AT_ONCE = 50;

export type PreparedPages = {
  pages: MeasuredPage[];
  /** The page with most groups. */
  frames: MeasuredPage;
  /** What goes on with its cells. */
  live: { plan: SamplePlan; cyclesBefore: number };
};

const groupingAnswer = z.object({ id: z.coerce.number() });
/** Drawn by the page or, before it, by the server. */
const CHART = "figure :is([data-line], [data-first-line]) path";

/** Labs with what the pages show. */
export async function preparePages(system: RunningSystem, options: BenchOptions): Promise<PreparedPages> {
  const few = planOf("cell", CELLS, CYCLES);
  const fewLab = await system.newLab("groups");
  await fill(system, fewLab, few, { cells: 1, samplesOfCell: CYCLES * SAMPLES_IN_CYCLE + 1 }, GROUPS);
  const many = planOf("cell", MANY_CELLS, CYCLES_OF_MANY);
  const manyLab = await system.newLab("cells");
  await fill(system, manyLab, many, { cells: 1, samplesOfCell: CYCLES_OF_MANY * SAMPLES_IN_CYCLE + 1 }, GROUPS);
  const samples = options.to ?? LONG_SAMPLES;
  const long: SamplePlan = {
    ...{ prefix: "long", cells: 1, stepMs: 1000, samplesInCycle: 7200, isStaggered: false },
    startMs: Date.now() - 1000 * samples,
  };
  const longLab = await system.newLab("long");
  await fill(system, longLab, long, LONG_SHAPE, 1, Math.ceil(samples / LONG_SHAPE.samplesOfCell));
  const many24 = await groupedBy(system, fewLab, few, MANY_GROUPS);
  return {
    pages: [
      page(`${GROUPS} groups × ${CYCLES} cycles`, fewLab, "/groups", CHART),
      page(`${GROUPS} groups of ${MANY_CELLS} cells`, manyLab, "/groups", CHART),
      page(
        `a cell of ${samples / 1e6} M samples`,
        longLab,
        `/cells/${cellName(long, 0)}`,
        "figure :is([data-line], [data-first-line])",
      ),
      page(`overview of ${MANY_CELLS} cells`, manyLab, "", "section svg path"),
    ],
    frames: page(`${MANY_GROUPS} groups × ${CYCLES} cycles`, fewLab, `/groups?grouping=${many24}`, CHART),
    live: { plan: few, cyclesBefore: CYCLES },
  };
}

function page(name: string, lab: BenchLab, path: string, mark: string): MeasuredPage {
  return { name, lab, path: `/labs/${lab.labSlug}${path}`, mark };
}

function planOf(prefix: string, cells: number, cycles: number): SamplePlan {
  const startMs = Date.now() - STEP_MS * (cycles * SAMPLES_IN_CYCLE + ROOM_SAMPLES);
  const cycle = { stepMs: STEP_MS, samplesInCycle: SAMPLES_IN_CYCLE, isStaggered: false };
  return { prefix, cells, startMs, ...cycle, fadePerCycle: FADE_PER_CYCLE };
}

/** Another field and grouping of the same cells. */
async function groupedBy(system: RunningSystem, lab: BenchLab, plan: SamplePlan, groups: number): Promise<number> {
  const api = restClient(system.url, lab.apiKey);
  const field = `${groups} groups`;
  await api.post("/api/v1/metadata-fields", { name: field, type: "text" });
  for (let cell = 0; cell < plan.cells; cell++) {
    const metadata = { group: nameOf(cell % GROUPS), [field]: nameOf(cell % groups) };
    await api.put(`/api/v1/cells/${cellName(plan, cell)}`, { nominalCapacityAh: 1, metadata });
  }
  return groupingAnswer.parse(await api.post("/api/v1/groupings", { name: field, by: [field] })).id;
}

const nameOf = (group: number) => `group ${String(group + 1).padStart(2, "0")}`;

async function fill(
  system: RunningSystem,
  lab: BenchLab,
  plan: SamplePlan,
  shape: RequestShape,
  groups: number,
  requests = plan.cells,
): Promise<void> {
  const api = restClient(system.url, lab.apiKey);
  await api.post("/api/v1/metadata-fields", { name: "group", type: "text" });
  await api.post("/api/v1/groupings", { name: "Group", by: ["group"] });
  await makeCells(api, plan, (cell) => nameOf(cell % groups));
  const load = await startLoad(system, lab);
  for (let from = 0; from < requests; from += REQUESTS_AT_ONCE) {
    const count = Math.min(REQUESTS_AT_ONCE, requests - from);
    await load.prepare({ plan, form: "columns", shape, from, count });
    const { samplesPerS } = await measureRound(system, load, count);
    if (from % (4 * REQUESTS_AT_ONCE) === 0)
      progress(`${from + count} of ${requests} requests stored, ${Math.round(samplesPerS)} samples/s`);
  }
  await load.end();
}
